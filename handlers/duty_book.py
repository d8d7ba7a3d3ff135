"""Enter a confirmation into the books: the record, the duty it closes, the hazards it tells of, the waiting cards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from config.clock import TZ
from handlers import card_closing, duty_ladder, patrol_evidence, reminder_cards
from handlers import evidence_joining as joining
from handlers import hazard_register as register
from handlers.hazard_drafts import draft_of_form, drafts_of_text, report_of
from handlers.hazard_register import Report
from handlers.intent import Asking
from handlers.rules.duty_evidence import left_out, took_part
from handlers.texts import duty_buttons as buttons
from handlers.texts import duty_confirm as texts
from handlers.texts import greeting
from handlers.texts.duty_confirm import Next, Outcome, Recorded
from handlers.understand.duty_facts import open_problem, problem_form
from storage import duties
from storage.duties import Duty, DutyRecord
from storage.messages import Card
from storage.people import Person
from storage.units import Unit
from storage.vocabulary import DutyState, HazardSource

NEXT_SHOWN = 3
"""How many open duties a confirmation names."""

EARLY = timedelta(days=1)
"""What is confirmed this long before its time is kept, but does not close the duty."""

_CONFIRMED = (DutyState.DONE, DutyState.LATE)
_SOURCES = {
    "patrol": HazardSource.PATROL,
    "rite_fire_patrol": HazardSource.PATROL,
    "rite_fire_check": HazardSource.INSPECTION,
    "drill": HazardSource.DRILL,
    "holiday_check": HazardSource.HOLIDAY,
}


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A confirmation that holds all that is needed."""

    code: str
    unit: Unit
    slots: tuple[str, ...]
    """The periods that it is for; at least one."""
    happened_at: datetime
    facts: dict[str, Any]
    reports: tuple[Report, ...] = ()
    """Hazards of other units that it tells of."""
    remarks: tuple[str, ...] = ()
    """What else is to be said about it."""
    leaves_out: tuple[str, ...] = ()
    """Who must be covered and has come to no session yet, by name: the duty stays open."""


def enter(told: Confirmation, asking: Asking) -> Card:
    """Record the confirmation, close what it closes, and return the card that says so."""
    assert told.unit.id is not None
    attendees = took_part(told.facts)
    facts = told.facts if attendees is None else {**told.facts, "attendees": attendees}
    recorded = [enter_period(told, facts, slot, asking) for slot in told.slots]
    hazards = register.register(asking, [*reports(told, asking), *told.reports])
    is_drill = told.code == "drill"
    next_duties = _next_duties(told.unit.id, asking)
    card = texts.confirmed(
        duty=name(told.code, asking),
        unit=told.unit.name,
        code=told.code,
        facts=facts,
        recorded=recorded,
        left_out=left_out(facts, told.unit.headcount) if is_drill else 0,
        not_covered=told.leaves_out,
        by=_by(told.unit, asking),
        at=asking.now,
        hazards=[*(texts.hazard_line(one.hazard) for one in hazards), *told.remarks],
        next_duties=next_duties,
    )
    card = _with_next(card, told.unit, next_duties, asking)
    if told.code != patrol_evidence.PATROL:
        return card
    return patrol_evidence.prove(card, told.unit, told.slots, told.happened_at, asking)


def record_of(told: Confirmation, asking: Asking) -> DutyRecord | None:
    """Return what this message has told of the first period, None where nothing was kept."""
    return duties.record_by_origin(asking.session, f"{asking.origin}:{told.slots[0]}")


def enter_period(told: Confirmation, facts: dict[str, Any], slot: str, asking: Asking) -> Recorded:
    """Record the confirmation for one period and return what became of the duty."""
    assert told.unit.id is not None
    duty = duties.of_slot(asking.session, told.unit.id, told.code, slot)
    period = _title(told.code, slot, asking)
    if asking.click is not None and duty is not None and duty.state in _CONFIRMED:
        # Words may add to what was told before; a button pressed again has nothing to add.
        return _told_before(duty, Outcome.NOT_AGAIN, period, asking)
    record = duties.add_record(asking.session, _record(told, facts, slot, duty, asking))
    joining.confirmed(record, asking)
    if duty is None or duty.id is None or record.id is None:
        return Recorded(period, Outcome.UNPLANNED if _is_planned(told.code, asking) else Outcome.NOT_PLANNED_EVER)
    if duty.state is DutyState.EXCUSED:
        return Recorded(period, Outcome.EXCUSED)
    if duty.opens_at - asking.now > EARLY:
        return Recorded(period, Outcome.TOO_EARLY, opens_at=duty.opens_at)
    if told.leaves_out and duty.state not in _CONFIRMED:
        return Recorded(period, Outcome.PARTIAL)
    state = DutyState.LATE if record.is_late else DutyState.DONE
    is_first = duties.close(asking.session, duty.id, state, at=asking.now, record_id=record.id)
    # The row was changed behind the session's back: what is read next must be what is stored.
    asking.session.expire(duty)
    if not is_first:
        is_same = record.facts.get("is_repeat") or duty.code == "patrol"
        return _told_before(duty, Outcome.AGAIN if is_same else Outcome.MORE, period, asking)
    _close_cards(told, slot, asking)
    duty_ladder.stop(duty, asking)
    reminder_cards.refresh(asking.session, asking.tree, asking.desk.tables, told.unit.id, told.code, slot)
    return Recorded(period, Outcome.LATE if state is DutyState.LATE else Outcome.ON_TIME)


def _record(told: Confirmation, facts: dict[str, Any], slot: str, duty: Duty | None, asking: Asking) -> DutyRecord:
    assert told.unit.id is not None
    is_repeat = any(
        one.facts.get("slot") == slot for one in _records_of_day(told.unit.id, told.code, told.happened_at, asking)
    )
    return DutyRecord(
        origin=f"{asking.origin}:{slot}",
        unit_id=told.unit.id,
        code=told.code,
        happened_at=told.happened_at,
        reported_at=asking.now,
        person_id=asking.person.id,
        facts={**facts, "slot": slot} | ({"is_repeat": True} if is_repeat else {}),
        is_late=duty is not None and asking.now > duty.cutoff_at,
    )


def _records_of_day(unit_id: int, code: str, at: datetime, asking: Asking) -> Sequence[DutyRecord]:
    return duties.records_on(asking.session, unit_id, code, at.astimezone(TZ).date())


def _close_cards(told: Confirmation, slot: str, asking: Asking) -> None:
    assert told.unit.id is not None
    card_closing.close(
        asking.session,
        buttons.subject(told.unit.id, told.code, slot),
        buttons.closed_as(asking.person.name),
        now=asking.now,
        click=asking.incoming if asking.click else None,
    )


def _told_before(duty: Duty, outcome: Outcome, period: str, asking: Asking) -> Recorded:
    first = asking.session.get(DutyRecord, duty.record_id) if duty.record_id is not None else None
    person = asking.session.get(Person, first.person_id) if first and first.person_id is not None else None
    return Recorded(period, outcome, person.name if person else "", duty.done_at)


def reports(told: Confirmation, asking: Asking) -> list[Report]:
    """Return the hazards that the confirmation tells of."""
    if told.code not in _SOURCES or not open_problem(told.facts):
        return []
    form = problem_form(told.facts)
    found = [] if "place" in told.facts else drafts_of_text(open_problem(told.facts), asking)
    drafts = found or [draft_of_form(form, asking)]
    return [replace(report_of(draft, told.unit, asking), source=_SOURCES[told.code]) for draft in drafts]


def _with_next(card: Card, unit: Unit, next_duties: Sequence[Next], asking: Asking) -> Card:
    """Return the card with the buttons that confirm what the unit owes next."""
    if not next_duties or unit.id is None:
        return card
    first, is_own = next_duties[0], unit.id == asking.unit.id
    offered = buttons.confirming(first.code, first.slot, first.period, "" if is_own else unit.name)
    return replace(
        card, buttons=(*offered, greeting.MY_TODO), subject=buttons.subject(unit.id, first.code, first.slot)
    )


def _by(unit: Unit, asking: Asking) -> str:
    return asking.person.name if unit.id == asking.unit.id else texts.on_behalf(asking.person.name, asking.unit.name)


def name(code: str, asking: Asking) -> str:
    """Return how people call the duty."""
    return asking.desk.tables.duties.by_code[code].name if _is_planned(code, asking) else texts.name_of(code)


def _is_planned(code: str, asking: Asking) -> bool:
    return code in asking.desk.tables.duties.by_code


def _title(code: str, slot: str, asking: Asking) -> str:
    return asking.desk.tables.duty_title(code, slot) if _is_planned(code, asking) else texts.day_of(slot)


def _next_duties(unit_id: int, asking: Asking) -> list[Next]:
    return [
        Next(name(one.code, asking), _title(one.code, one.slot, asking), one.due_at, one.code, one.slot)
        for one in duties.to_do(asking.session, [unit_id], now=asking.now)[:NEXT_SHOWN]
    ]
