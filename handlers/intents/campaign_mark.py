"""Let hazards count under a special action or no longer (T13-6): 12号 计入 六查一打, 12号 不计入专项."""

from handlers import campaigns
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.texts import campaign as texts
from handlers.understand.campaign import read_mark


def _read(heard: Heard) -> Wish | None:
    mark = None if heard.form is not None else read_mark(heard.text)
    return None if mark is None else {"numbers": list(mark.numbers), "name": mark.name}


def _answer(wish: Wish, asking: Asking) -> Reply:
    cards = [campaigns.mark(one, wish["name"], asking) for one in campaigns.find_all(wish["numbers"], asking)]
    return cards[0] if len(cards) == 1 else texts.several(cards)


INTENT = Intent(
    "campaign_mark",
    "计入专项行动",
    ("12号 计入 六查一打", "12、13号纳入大排查大起底大整治", "12号 不计入专项"),
    _read,
    _answer,
)
