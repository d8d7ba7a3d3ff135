"""Add to the last drill whether it was at night and how the spot questions went (T12-8): 白天演练 抽问3人 答对3人."""

from handlers import duty_correcting as correcting
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.understand import duty_facts
from handlers.understand.duty_correction import tells_more_of_drill
from storage.vocabulary import Level


def _read(heard: Heard) -> Wish | None:
    return {"text": heard.text} if heard.form is None and tells_more_of_drill(heard.text) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    text = str(wish["text"])
    record = correcting.record_meant(asking.unit, "drill", "", asking)
    correcting.check_may_correct(record, asking)
    return correcting.correct(record, {**duty_facts.spot(text), **duty_facts.night(text, {})}, asking)


INTENT = Intent(
    "drill_more",
    "补充演练情况（夜间、抽问）",
    ("抽问3人 答对3人", "白天演练 抽问5人 都会", "本次演练是夜间的"),
    _read,
    _answer,
    levels=(Level.INSTITUTION,),
)
