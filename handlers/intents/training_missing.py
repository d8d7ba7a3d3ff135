"""Say by name who is not trained (T11-1, T11-2): 谁没培训."""

from handlers import training_coverage as trainings
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.understand.attendance_words import unit_of_missing
from handlers.unit_asking import named_unit, with_unit


def _read(heard: Heard) -> Wish | None:
    unit = None if heard.form is not None else unit_of_missing(heard.text)
    return None if unit is None else {"unit": unit}


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = named_unit(wish, asking)
    return unit if isinstance(unit, Question) else trainings.who_is_missing(unit, asking)


INTENT = Intent(
    "training_missing", "谁没培训", ("谁没培训", "张良镇敬老院谁没培训", "未培训人员"), _read, _answer, with_unit
)
