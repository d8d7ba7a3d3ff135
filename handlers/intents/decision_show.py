"""Show what meetings decided and is not done yet, or one decision with its history: 议定事项, 查 Y12."""

from handlers import decision_acts as acts
from handlers.asked_scope import asked_scope
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.understand.decisions import read_shown, unit_of_list
from handlers.unit_asking import with_unit


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return None
    if (number := read_shown(heard.text)) is not None:
        return {"number": number}
    unit = unit_of_list(heard.text)
    return None if unit is None else {"unit": unit}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if "number" in wish:
        return acts.shown(wish["number"], asking)
    asked = asked_scope(wish, asking)
    if isinstance(asked, Question):
        return asked
    whose, within = asked
    return acts.listed(within, whose, asking)


INTENT = Intent(
    "decision_show",
    "议定事项",
    ("议定事项", "看张良镇敬老院议定事项", "查 Y12"),
    _read,
    _answer,
    with_unit,
)
