"""Show who answers by name for a unit: 责任人 张良镇敬老院, 张良镇敬老院的属地责任人是谁."""

from handlers import responsibility
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.understand.responsibility import read_show
from handlers.unit_asking import named_unit, with_unit


def _read(heard: Heard) -> Wish | None:
    unit = None if heard.form is not None else read_show(heard.text)
    return None if unit is None else {"unit": unit}


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = named_unit(wish, asking)
    return unit if isinstance(unit, Question) else responsibility.show(unit, asking)


INTENT = Intent(
    "responsible_show",
    "查责任人",
    ("责任人 张良镇敬老院", "张良镇敬老院的属地责任人是谁", "五包一 张良镇敬老院"),
    _read,
    _answer,
    with_unit,
)
