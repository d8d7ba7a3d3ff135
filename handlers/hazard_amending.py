"""Put right what was registered of a hazard 「更正」: judge, change, write down, tell those concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers import hazard_amendment_notices as notices
from handlers import hazard_cards as cards
from handlers import hazard_case as cases
from handlers import hazard_finding as finding
from handlers import hazard_history, hazard_tagging
from handlers.hazard_offers import with_offers
from handlers.intent import Asking, Sorry
from handlers.rules.hazard_amending import Hindrance, hindrance
from handlers.rules.hazard_grade import grading
from handlers.texts import hazard as hazard_texts
from handlers.texts import hazard_amend as texts
from handlers.texts.hazard_buttons import Asks
from handlers.texts.hazard_move import named
from handlers.understand.hazard_grade import grade_of
from storage import corrections, hazards, people, topics
from storage.hazards import OPEN_STATES, Hazard
from storage.messages import Card
from storage.vocabulary import CorrectionKind, Grade, HazardAction, HazardField, HazardSource, Role

_TOPIC = "hazard:"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed of one hazard."""

    field: HazardField
    columns: Mapping[str, Any]
    """What becomes of each column."""
    before: str
    after: str
    """As people read them."""


def hold(hazard: Hazard, asking: Asking) -> None:
    """Keep others from changing the hazard until this message is answered."""
    hazards.hold(asking.session, hazard)


def check(hazard: Hazard, field: HazardField, asking: Asking) -> None:
    """Raise Sorry, with why and who may, where this person may not amend this of the hazard."""
    why = _hindrance(hazard, field, asking)
    if why is Hindrance.OUT_OF_SCOPE:
        raise Sorry(hazard_texts.not_found(str(hazard.number)))
    if why is not None:
        heads = people.of_unit(asking.session, hazard.unit_id, Role.HEAD)
        whom = [*heads, *finding.superiors(asking.session, asking.tree, hazard)]
        names = [one.name for one in whom if one.id != asking.person.id]
        raise Sorry(texts.refused(hazard, field, why, named(names)))


def candidates(asking: Asking) -> Sequence[Hazard]:
    """Return the open hazards that this person may amend, their own reports before the others, the latest first."""
    able = [one for one in finding.open_hazards(asking) if _hindrance(one, HazardField.PLACE, asking) is None]
    return sorted(able, key=lambda one: (one.reported_by != asking.person.id, -one.number))


def last_spoken_of(asking: Asking) -> Hazard | None:
    """Return the hazard that this person spoke of here a short while ago, None where that was none or is long ago."""
    since = asking.now - asking.desk.tables.evidence.joins_within
    topic = topics.last(asking.session, asking.incoming.conversation, asking.person.id or 0, since=since)
    if topic is None or not topic.subject.startswith(_TOPIC):
        return None
    return asking.session.get(Hazard, int(topic.subject.removeprefix(_TOPIC)))


def amend(hazard: Hazard, change: Change, asking: Asking) -> Card:
    """Make the change of a hazard that is held and tell those concerned; return the read-back.

    Raises Sorry where it is refused or changes nothing.
    """
    check(hazard, change.field, asking)
    if change.before == change.after:
        raise Sorry(texts.same(hazard, change.field, change.after))
    grade = _new_grade(hazard, change, asking)
    former_owner = hazard.owner_id
    if change.field is HazardField.CATEGORY:
        _keep_for_the_lexicon(hazard, change, asking)
    hazards.amend(asking.session, hazard, **change.columns, **grade)
    changed = texts.change(change.field, change.before, change.after)
    hazard_history.write(hazard, HazardAction.AMEND, asking, before=hazard.state, note=changed)
    if change.field in (HazardField.CATEGORY, HazardField.PROBLEM, HazardField.PLACE):
        hazard_tagging.tag(hazard, asking)
    unit = asking.tree.by_id[hazard.unit_id].name
    if change.field is HazardField.OWNER:
        notices.tell_of_owner(hazard, former_owner, changed, asking)
    else:
        notices.tell_of_facts(hazard, change.field, changed, asking)
    if grade.get("suggested_grade") is Grade.MAJOR:
        notices.tell_of_grade(hazard, asking)
    remarks = [texts.about_new_grade(hazard)] if grade else []
    if change.field is not HazardField.DEADLINE:
        remarks.append(texts.deadline_stays(hazard))
    return with_offers(texts.amended(hazard, unit, changed, remarks), hazard, asking)


def confirm(numbers: Sequence[str], asking: Asking) -> Card:
    """Take the reporter's word that these were registered as they are. Raises Sorry where it is not theirs."""
    found = [finding.find(asking, number) for number in numbers]
    for hazard in found:
        if hazard.reported_by != asking.person.id:
            raise Sorry(texts.not_your_report(hazard, finding.name_of(asking.session, hazard.reported_by)))
        if hazard.state not in OPEN_STATES:
            raise Sorry(texts.refused(hazard, HazardField.PLACE, Hindrance.ENDED, ""))
    for about in {(one.number,) for one in found} | {tuple(one.number for one in found)}:
        cards.close((Asks.READ_BACK,), about, texts.CONFIRMED, asking)
    if len(found) > 1:
        return texts.all_right([one.number for one in found])
    return with_offers(texts.right(found[0]), found[0], asking)


def _hindrance(hazard: Hazard, field: HazardField, asking: Asking) -> Hindrance | None:
    return hindrance(field, cases.case_of(hazard, HazardAction.AMEND, asking), asking.person.role)


def _keep_for_the_lexicon(hazard: Hazard, change: Change, asking: Asking) -> None:
    """Keep a category put right as a suggestion; the words of a tip stay where they are."""
    if hazard.source is HazardSource.TIP:
        return
    said, meant = f"{hazard.place} {hazard.problem}".strip(), change.columns["category"].value
    corrections.keep(
        asking.session,
        CorrectionKind.CATEGORY,
        said,
        hazard.category.value,
        meant,
        origin=f"{asking.origin}:{hazard.number}",
        now=asking.now,
    )


def _new_grade(hazard: Hazard, change: Change, asking: Asking) -> Mapping[str, Any]:
    """Return the columns of a grade that is suggested anew; none where a person has decided or claimed one."""
    is_about_grade = change.field in (HazardField.CATEGORY, HazardField.PROBLEM)
    is_claimed = hazard.grade_reason == hazard_texts.claimed_major()
    if not is_about_grade or is_claimed or hazard.grade is Grade.MAJOR or _is_graded(hazard, asking):
        return {}
    category = change.columns.get("category", hazard.category)
    problem = str(change.columns.get("problem", hazard.problem))
    place = "" if hazard.place in problem else hazard.place
    hint, reason = grade_of(f"{category.term}，{place}{problem}", asking.desk.lexicon.hazards)
    found = grading(None, is_officer=False, hint=Grade.from_term(hint) if hint else None, reason=reason, claim="")
    return {"suggested_grade": found.suggested, "grade_reason": found.reason}


def _is_graded(hazard: Hazard, asking: Asking) -> bool:
    """Return whether an officer has decided the grade: amendments of it begin with its term."""
    assert hazard.id is not None
    terms = tuple(grade.term for grade in Grade)
    events = hazards.events(asking.session, hazard.id)
    return any(one.action is HazardAction.AMEND and one.note.startswith(terms) for one in events)
