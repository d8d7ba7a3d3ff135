"""The figures of 三清, 两管 and the fatal factors 「十大」 in the asker's scope: 三清情况, 两管情况."""

from handlers import hazard_tagging as tagging
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.rules.access import scope
from handlers.texts import hazard_tags as texts
from handlers.texts import status as status_texts
from handlers.texts.hazard_tags import TagGroup
from handlers.understand.hazard_tags import read_board
from storage import hazards
from storage.hazards import OPEN_STATES
from storage.vocabulary import HazardState, Role


def _read(heard: Heard) -> Wish | None:
    what = None if heard.form is not None else read_board(heard.text)
    return None if what is None else {"what": what}


def _answer(wish: Wish, asking: Asking) -> Reply:
    group = next(one for one in TagGroup if one.value.startswith(wish["what"]))
    within = scope(asking.person, asking.tree)
    found = hazards.registered_in(asking.session, within)
    tags = tagging.tags_by_hazard(asking.session, found)
    tallies = []
    for title, counted in group.rows:
        ours = [one for one in found if not set(counted).isdisjoint(tags.get(one.id or 0, ()))]
        closed = [one.number for one in ours if one.state is HazardState.CLOSED]
        open_ones = [one.number for one in ours if one.state in OPEN_STATES]
        tallies.append(texts.TagTally(title, [one.number for one in ours], closed, open_ones))
    whose = status_texts.COUNTY if within >= set(asking.tree.by_id) else asking.unit.name
    return texts.board(whose, group, tallies)


INTENT = Intent(
    "tags_show",
    "三清两管情况",
    ("三清情况", "两管情况", "十大因素 情况"),
    _read,
    _answer,
    first_words={Role.LEADER: "三清情况"},
)
