"""Tell of each letter of the record of reminders (S2-6): when it was to go, when it went, what came of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from config.tables import Tables
from handlers.papers.reminder_book import Letter
from handlers.texts import reminder_record as texts
from storage import reminded
from storage.duties import NOT_DONE, Duty
from storage.hazards import Hazard, HazardEvent
from storage.messages import Recipient
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.pushes import Push
from storage.vocabulary import HazardAction, HazardSource, OutboxState, PushKind, Urgency

_OF_ONE_DUTY = ("remind:", "missing:")


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows are named by."""

    unit_ids: Collection[int]
    name_by_unit: Mapping[int, str]
    person_by_id: Mapping[int, Person]
    readers: Mapping[str, tuple[str, int]]
    """By recipient: the name, and the unit that it belongs to."""
    hazards: Mapping[int, Hazard]
    events: Mapping[int, Sequence[HazardEvent]]
    """By hazard id, oldest first."""
    duties: Sequence[Duty]
    pushes: Mapping[str, Sequence[Push]]
    """What the clock said, by the key of the letter that it went in."""
    tables: Tables
    now: datetime


def letter(row: OutboxMessage, known: Known) -> Letter | None:
    """Return the letter as it is told, None where it is about none of the units."""
    name, unit_id = known.readers.get(row.recipient, (row.recipient.partition(":")[2], 0))
    hazard = _hazard_of(row, known)
    is_own = unit_id in known.unit_ids
    if row.key.startswith(reminded.OF_HAZARDS) and hazard is None and not is_own:
        return None
    if row.key.startswith(reminded.OF_DUTIES) and not is_own and not _names_one(row, known):
        return None
    if hazard is not None and _is_giver_of_tip(row, hazard, known):
        return None
    ours = known.pushes.get(row.key, ())
    is_to_person = Recipient.parse(row.recipient).kind == "person"
    return Letter(
        at=row.created_at,
        whom=name,
        unit=known.name_by_unit.get(unit_id, ""),
        what=row.as_card().title,
        about=texts.hazard(hazard.number) if hazard else _about(row, ours, known),
        urgency=row.urgency.term,
        state=row.state.term,
        sent_at=row.sent_at,
        error=row.error if row.state in (OutboxState.DEAD, OutboxState.UNKNOWN) else "",
        answer=_answer(row, hazard, known) if hazard else _acknowledged(ours, known) or _done_of(row, ours, known),
        is_to_answer=is_to_person and (hazard is not None or any(one.kind is PushKind.DUTY_RUNG for one in ours)),
        planned_at=min((one.planned_at for one in ours), default=None),
        held_at=min((one.held_at for one in ours if one.held_at), default=None),
    )


def waiting(push: Push, known: Known) -> Letter:
    """Return a push that has gone in no letter: held back still, or not wanted any more."""
    name, unit_id = known.readers.get(push.recipient, ("", 0))
    return Letter(
        at=push.held_at or push.planned_at,
        whom=name,
        unit=known.name_by_unit.get(unit_id, ""),
        what=push.kind.term,
        about=duty_name(push.code, push.slot, known),
        urgency=Urgency.PROMPT.term,
        state=push.state.term,
        sent_at=None,
        error="",
        answer="",
        is_to_answer=False,
        planned_at=push.planned_at,
        held_at=push.held_at,
    )


def _about(row: OutboxMessage, ours: Sequence[Push], known: Known) -> str:
    named = dict.fromkeys(duty_name(one.code, one.slot, known) for one in ours if one.code)
    if named:
        return texts.together(list(named))
    return texts.DUTY if row.key.startswith(reminded.OF_DUTIES) else ""


def duty_name(code: str, slot: str, known: Known) -> str:
    """Return how people call one occurrence of a duty."""
    rule = known.tables.duties.by_code.get(code)
    return f"{rule.name} {known.tables.duty_title(code, slot)}" if rule else code


def _acknowledged(ours: Sequence[Push], known: Known) -> str:
    """Return who answered first, and when; "" for nobody."""
    answered = [one for one in ours if one.acknowledged_at is not None]
    if not answered:
        return ""
    first = min(answered, key=lambda one: one.acknowledged_at or known.now)
    person = known.person_by_id.get(first.acknowledged_by or 0)
    return texts.answer(HazardAction.ACKNOWLEDGE, first.acknowledged_at or known.now, person.name if person else "")


def _hazard_of(row: OutboxMessage, known: Known) -> Hazard | None:
    kind, _, rest = row.key.partition(":")
    said = rest.partition(":")[0]
    if not said.isdigit():
        return None
    if kind == "escalate":
        return known.hazards.get(int(said))
    if kind == "hazard":
        return next((one for one in known.hazards.values() if one.number == int(said)), None)
    return None


def _names_one(row: OutboxMessage, known: Known) -> bool:
    card = row.as_card()
    words = "\n".join((card.title, *card.lines, *(value for _, value in card.facts)))
    return any(known.name_by_unit[one] in words for one in known.unit_ids)


def _is_giver_of_tip(row: OutboxMessage, hazard: Hazard, known: Known) -> bool:
    giver = known.person_by_id.get(hazard.reported_by or 0)
    is_to_giver = giver is not None and row.recipient == str(Recipient.person(giver.userid))
    return hazard.source is HazardSource.TIP and is_to_giver


def _done_of(row: OutboxMessage, ours: Sequence[Push], known: Known) -> str:
    """Return how many of the units have done by now what a reminder of duties asks for; "" for any other letter."""
    asked = {(one.code, one.slot) for one in ours if one.code} or _asked_by(row)
    owed = [one for one in known.duties if (one.code, one.slot) in asked]
    return texts.done_of(sum(one.state not in NOT_DONE for one in owed), len(owed)) if owed else ""


def _asked_by(row: OutboxMessage) -> set[tuple[str, str]]:
    """Return the duty that a letter from before there was a ledger asks for."""
    if not row.key.startswith(_OF_ONE_DUTY):
        return set()
    _, _, code, slot, *_ = row.key.partition("@")[0].split(":")
    return {(code, slot)}


def _answer(row: OutboxMessage, hazard: Hazard, known: Known) -> str:
    """Return what the reader did about the hazard first after the letter."""
    for event in known.events.get(hazard.id or 0, ()):
        person = known.person_by_id.get(event.person_id or 0)
        if (
            person is not None
            and event.at >= row.created_at
            and row.recipient == str(Recipient.person(person.userid))
        ):
            return texts.answer(event.action, event.at)
    return ""
