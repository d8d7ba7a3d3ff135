"""Send an office the training matrix of its institutions (T10-4): 培训情况表."""

from handlers import training_coverage as trainings
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.understand.attendance_words import unit_of_matrix
from handlers.unit_asking import named_unit, with_unit
from storage.vocabulary import Level


def _read(heard: Heard) -> Wish | None:
    unit = None if heard.form is not None else unit_of_matrix(heard.text)
    return None if unit is None else {"unit": unit}


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = named_unit(wish, asking)
    return unit if isinstance(unit, Question) else trainings.matrix(unit, asking)


INTENT = Intent(
    "training_matrix_ask",
    "培训情况表",
    ("培训情况表", "张良镇民政所培训情况表"),
    _read,
    _answer,
    with_unit,
    levels=(Level.BUREAU, Level.SECTION, Level.TOWNSHIP),
)
