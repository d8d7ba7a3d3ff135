"""Enter a make-up session 「补训」 for those who were absent: 补训 张小花、赵大爷 (T11-1, T11-2)."""

from handlers import training_coverage as trainings
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.understand.attendance_words import read_made_up


def _read(heard: Heard) -> Wish | None:
    names = None if heard.form is not None else read_made_up(heard.text)
    return None if names is None else {"names": names}


def _answer(wish: Wish, asking: Asking) -> Reply:
    return trainings.make_up(str(wish["names"]), asking)


INTENT = Intent("training_make_up", "补训", ("补训 张小花", "补训完成 张小花、王铁柱"), _read, _answer)
