"""How special actions stand (T5-4): 专项, 专项 六查一打, 城镇燃气安全专项整治情况."""

from handlers import campaigns
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.understand.campaign import read_show
from storage.vocabulary import Role


def _read(heard: Heard) -> Wish | None:
    name = None if heard.form is not None else read_show(heard.text)
    return None if name is None else {"name": name}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if not wish["name"]:
        return campaigns.listing(asking)
    return campaigns.board(campaigns.named(wish["name"], asking), asking)


INTENT = Intent(
    "campaign_show",
    "看专项行动",
    ("专项", "专项 六查一打", "城镇燃气安全专项整治情况"),
    _read,
    _answer,
    first_words=dict.fromkeys((Role.LEADER, Role.SECTION), "专项"),
)
