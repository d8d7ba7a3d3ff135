"""Show what was told of a duty and every correction of it: 记录历史 例会."""

from handlers import duty_correcting as correcting
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.understand.duty_correction import read_history
from handlers.unit_asking import named_unit, with_unit


def _read(heard: Heard) -> Wish | None:
    found = read_history(heard.text)
    return None if found is None else {"unit": found.unit, "code": found.code, "when": found.when}


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = named_unit(wish, asking)
    if isinstance(unit, Question):
        return unit
    return correcting.history(correcting.record_meant(unit, wish["code"], wish["when"], asking), asking)


INTENT = Intent(
    "duty_history",
    "登记和更正的历史",
    ("记录历史 例会", "记录历史 张良镇敬老院 昨晚夜巡", "演练的更正历史"),
    _read,
    _answer,
    with_unit,
)
