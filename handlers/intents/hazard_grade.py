"""Decide a hazard's grade: 定为重大 12, 12号定为一般; only an officer above the unit may."""

from handlers import hazard_case as cases
from handlers import hazard_finding as finding
from handlers import hazard_steps as steps
from handlers.hazard_offers import with_offers
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules.hazard_authority import is_of_level
from handlers.texts import hazard_major as major_texts
from handlers.texts import hazard_move as texts
from handlers.understand.hazard_command import read_grading
from storage.hazards import Hazard
from storage.vocabulary import Grade, HazardAction, Role


def _read(heard: Heard) -> Wish | None:
    found = read_grading(heard.text)
    if found is None:
        return None
    numbers, term, note = found
    return {"numbers": list(numbers), "grade": term, "note": note}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if len(wish["numbers"]) == 1:
        done = _decide(wish["numbers"][0], wish, asking)
        return with_offers(texts.done(done.hazard, HazardAction.AMEND, done.remark), done.hazard, asking)
    return texts.done_several(HazardAction.AMEND, [_line(number, wish, asking) for number in wish["numbers"]])


def _line(number: str, wish: Wish, asking: Asking) -> str:
    try:
        done = _decide(number, wish, asking)
    except Sorry as sorry:
        return texts.not_done_line(sorry.card)
    return texts.done_line(done.hazard, HazardAction.AMEND, done.remark)


def _decide(number: str, wish: Wish, asking: Asking) -> steps.Done:
    grade = Grade.from_term(wish["grade"]) or Grade.GENERAL
    note = f"{grade.term} {wish['note']}".strip()
    hazard = finding.find(asking, number)
    cases.after(hazard, HazardAction.AMEND, asking)
    if hazard.grade is Grade.MAJOR and grade is Grade.GENERAL:
        _check_may_lift(hazard, asking)
    is_doubted = hazard.suggested_grade is not None or (grade is Grade.GENERAL and hazard.grade_reason)
    if hazard.grade is grade and not is_doubted:
        raise Sorry(texts.graded_before(hazard))
    # The clause stays with what was found to be major; with a general grade the doubt is settled.
    reason = hazard.grade_reason if grade is Grade.MAJOR and hazard.suggested_grade is Grade.MAJOR else ""
    decided = {"grade": grade, "suggested_grade": None, "grade_reason": reason}
    return steps.move(hazard, HazardAction.AMEND, note, asking, **decided)


def _check_may_lift(hazard: Hazard, asking: Asking) -> None:
    """Raise Sorry where this person may not decide that the major hazard is general."""
    if hazard.needs_engineering:
        raise Sorry(major_texts.condemned(hazard))
    least = asking.desk.tables.hazards.lifts_major
    if not is_of_level(asking.person.role, least):
        able = finding.superiors(asking.session, asking.tree, hazard, least=least)
        raise Sorry(major_texts.too_low_to_lift(hazard, texts.named([one.name for one in able])))


INTENT = Intent(
    "hazard_grade",
    "定隐患等级",
    ("定为重大 12", "12号定为一般", "定为重大 12 已现场核实"),
    _read,
    _answer,
    first_words=dict.fromkeys((Role.TOWNSHIP, Role.SECTION), "定为重大 12"),
)
