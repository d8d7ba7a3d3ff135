"""Write down what was found at the items of a visit, and hand problems over with owner and deadline 「现场交办」."""

from collections.abc import Sequence
from datetime import date

from config.checklist_table import ChecklistItem
from handlers import evidence_joining as joining
from handlers import hazard_register as register
from handlers import inspection_visit as visits
from handlers.hazard_drafts import Draft, draft_of_form
from handlers.hazard_register import Report
from handlers.intent import Asking, Sorry
from handlers.rules.hazard_grade import Grading
from handlers.texts import inspection as texts
from handlers.texts.hazard import Registered
from handlers.texts.inspection import Line
from handlers.understand.hazard_form import with_problem
from handlers.understand.inspection_words import Answer
from handlers.understand.limits import limit_of
from storage import evidence, hazards, inspections
from storage.inspections import Inspection
from storage.vocabulary import (
    Category,
    CheckResult,
    Grade,
    HazardSource,
    InspectionKind,
    InspectionStep,
    Phase,
)

SOURCE_BY_KIND = {
    InspectionKind.HOLIDAY: HazardSource.HOLIDAY,
    InspectionKind.SPECIAL: HazardSource.SPECIAL,
    InspectionKind.EXPERT: HazardSource.EXPERT,
    InspectionKind.SELF_MAJOR: HazardSource.SELF_CHECK,
}


def source_of(visit: Inspection) -> HazardSource:
    """Return where a hazard found in the visit comes from."""
    return SOURCE_BY_KIND.get(visit.kind, HazardSource.INSPECTION)


def settle(visit: Inspection, answers: Sequence[Answer], asking: Asking) -> list[tuple[int, Answer]]:
    """Return the item numbers that these answers are about, each with its answer; the last one of a number counts.

    Raises Sorry for a number that is not on the list.
    """
    lines = visits.lines_of(visit, asking)
    found: dict[int, Answer] = {}
    for answer in answers:
        for number in answer.numbers:
            if not 1 <= number <= len(lines):
                raise Sorry(texts.no_such_item(number, len(lines)))
        found |= dict.fromkeys(answer.numbers, answer)
    rest = next((answer for answer in answers if not answer.numbers), None)
    if rest is not None:
        found |= {one.ordinal: rest for one in lines if one.result is None and one.ordinal not in found}
    return sorted(found.items())


def write(visit: Inspection, told: Sequence[tuple[int, Answer]], asking: Asking) -> None:
    """Keep the answers; the sender's pictures show the problem where there is just one."""
    items = visits.checklist_of(visit, asking).items
    for ordinal, answer in told:
        item = items[ordinal - 1]
        inspections.answer(asking.session, visit, item.id, ordinal, answer.result, answer.note, now=asking.now)
    bad = [ordinal for ordinal, answer in told if answer.result is CheckResult.PROBLEM]
    if len(bad) == 1:
        joining.show(inspections.subject(visit, items[bad[0] - 1].id), Phase.BEFORE, asking)
    said = "；".join(f"{ordinal} {answer.result.value} {answer.note}".strip() for ordinal, answer in told)
    visits.note(visit, InspectionStep.ANSWER, said, asking)


def deadline(said: str, asking: Asking) -> date | None:
    """Return the day that the words set, None where they set none. Raises Sorry for one that has passed."""
    day = limit_of(said, asking.now, asking.desk.calendar, asking.desk.lexicon.festivals)
    if day is not None and day < asking.today:
        raise Sorry(texts.which_deadline(said))
    return day


def hand_over(
    visit: Inspection, lines: Sequence[Line], owner: str, due_on: date | None, asking: Asking
) -> list[Registered]:
    """Register a hazard for each of these problems and tell its owner; return them in order."""
    items = visits.checklist_of(visit, asking).items
    found = [items[line.ordinal - 1] for line in lines]
    reports = [_report(visit, item, line, owner, due_on, asking) for item, line in zip(found, lines, strict=True)]
    done = register.register(asking, reports)
    for item, one in zip(found, done, strict=True):
        link(visit, one, asking)
        inspections.hand_over(asking.session, visit, item.id, one.hazard)
        shown = [piece for _, piece in evidence.about(asking.session, inspections.subject(visit, item.id))]
        evidence.use(
            asking.session,
            shown,
            f"hazard:{one.hazard.id}",
            Phase.BEFORE,
            person_id=asking.person.id,
            now=asking.now,
        )
    numbers = "、".join(str(one.hazard.number) for one in done)
    visits.note(visit, InspectionStep.HAND_OVER, numbers, asking)
    return done


def link(visit: Inspection, one: Registered, asking: Asking) -> None:
    """Write down that the hazard was found in the visit."""
    hazards.amend(asking.session, one.hazard, inspection_id=visit.id, source=source_of(visit))


def _report(
    visit: Inspection, item: ChecklistItem, line: Line, owner: str, due_on: date | None, asking: Asking
) -> Report:
    draft = draft_of_form(with_problem(line.note or item.text), asking)
    return Report(
        unit=asking.tree.by_id[visit.unit_id],
        place=draft.place,
        problem=draft.problem,
        category=Category[item.category],
        grading=_grading(item, draft),
        due_on=due_on,
        owner=owner,
        source=source_of(visit),
        campaign=visit.campaign,
    )


def _grading(item: ChecklistItem, draft: Draft) -> Grading:
    if item.is_major_criterion:
        return Grading(Grade.GENERAL, Grade.MAJOR, item.clause)
    if draft.hint is Grade.MAJOR:
        return Grading(Grade.GENERAL, Grade.MAJOR, draft.reason)
    return Grading(Grade.GENERAL, None, "" if draft.hint is Grade.GENERAL else draft.reason)
