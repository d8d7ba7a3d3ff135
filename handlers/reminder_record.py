"""Gather what was said to a unit and those below it, and what came of it 「一键取证」 (S2-6): facts, no verdict."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers.papers.reminder_book import Case, Climb, Record, Task
from handlers.reminder_letters import Known, duty_name, letter, waiting
from handlers.rules.hazard_deadline import days_over
from handlers.texts import reminder_record as texts
from storage import pushes, reminded, units
from storage.duties import Duty
from storage.figures import Period
from storage.hazards import Hazard, HazardEvent, Rung
from storage.messages import Recipient
from storage.vocabulary import DutyState, HazardSource, OutboxState, Urgency


def gather(session: Session, unit_ids: Collection[int], period: Period, *, tables: Tables, now: datetime) -> Record:
    """Return what was said to these units in the period, how it climbed, what they owed and which hazards they had.

    Tips and who gave them are in no part of it.
    """
    begin, end = (datetime.combine(day, time(), TZ) for day in (period.first, period.last + timedelta(days=1)))
    known = _known(session, unit_ids, begin, end, tables, now)
    own = {one for one, (_, unit_id) in known.readers.items() if unit_id in unit_ids}
    written = reminded.letters(session, begin, end, own)
    known = replace(known, pushes=pushes.of_letters(session, [row.key for row in written]))
    letters = [letter(row, known) for row in written]
    letters += [waiting(one, known) for one in pushes.without_letter(session, begin, end, own)]
    cases = [known.hazards[one] for one in sorted(known.hazards, key=lambda one: known.hazards[one].number)]
    return Record(
        letters=sorted((one for one in letters if one is not None), key=lambda one: one.at),
        climbs=[_climb(rung, hazard, known) for rung, hazard in reminded.rungs_said(session, unit_ids, begin, end)],
        tasks=[_task(duty, known) for duty in known.duties],
        cases=[_case(one, known) for one in cases],
    )


def _known(
    session: Session, unit_ids: Collection[int], begin: datetime, end: datetime, tables: Tables, now: datetime
) -> Known:
    every = units.everyone(session)
    staff = reminded.people_of(session, [unit.id for unit in every if unit.id is not None])
    readers = {str(Recipient.person(one.userid)): (one.name, one.unit_id) for one in staff}
    readers |= {str(Recipient.group(one.id or 0)): (one.name, one.unit_id) for one in units.groups(session)}
    events: defaultdict[int, list[HazardEvent]] = defaultdict(list)
    for event in reminded.events_of(session, unit_ids, begin):
        events[event.hazard_id].append(event)
    return Known(
        unit_ids=unit_ids,
        name_by_unit={unit.id: unit.name for unit in every if unit.id is not None},
        person_by_id={one.id: one for one in staff if one.id is not None},
        readers=readers,
        hazards={one.id: one for one in reminded.hazards_of(session, unit_ids, begin, end) if one.id is not None},
        events=events,
        duties=reminded.duties_of(session, unit_ids, begin, end, now=now),
        pushes={},
        tables=tables,
        now=now,
    )


def _climb(rung: Rung, hazard: Hazard, known: Known) -> Climb:
    assert rung.said_at is not None
    later = [one for one in known.events.get(hazard.id or 0, ()) if one.at >= rung.said_at]
    answers = [texts.answer(one.action, one.at, _name(one, hazard, known)) for one in later[:1]]
    return Climb(
        number=hazard.number,
        code=hazard.code,
        unit=known.name_by_unit[hazard.unit_id],
        deadline=rung.deadline,
        rung=rung.rung,
        due_at=rung.due_at,
        said_at=rung.said_at,
        told=rung.told,
        answer="".join(answers),
    )


def _name(event: HazardEvent, hazard: Hazard, known: Known) -> str:
    if hazard.source is HazardSource.TIP and event.person_id == hazard.reported_by:
        return ""
    person = known.person_by_id.get(event.person_id or 0)
    return person.name if person else ""


def _task(duty: Duty, known: Known) -> Task:
    return Task(
        unit=known.name_by_unit[duty.unit_id],
        title=duty_name(duty.code, duty.slot, known),
        due_at=duty.due_at,
        cutoff_at=duty.cutoff_at,
        state=duty.state.term,
        done_at=duty.done_at,
        excuse=duty.excuse,
    )


def _case(hazard: Hazard, known: Known) -> Case:
    ended = hazard.closed_at.astimezone(TZ).date() if hazard.closed_at else known.now.astimezone(TZ).date()
    return Case(
        number=hazard.number,
        code=hazard.code,
        unit=known.name_by_unit[hazard.unit_id],
        place=hazard.place,
        problem=hazard.problem,
        grade=hazard.grade.term,
        found_at=hazard.reported_at,
        due_on=hazard.due_on,
        owner=hazard.owner_name,
        state=hazard.state.term,
        closed_at=hazard.closed_at,
        days_over=days_over(hazard.due_on, ended),
        is_extended=hazard.is_extended,
    )


def figures(record: Record, whose: str, period: Period, at: datetime) -> texts.Told:
    """Return the record in figures."""
    states = [one.state for one in record.letters]
    tasks = [one.state for one in record.tasks]
    return texts.Told(
        whose=whose,
        first=period.first,
        last=period.last,
        letters=len(states),
        sent=states.count(OutboxState.SENT.term),
        dead=states.count(OutboxState.DEAD.term),
        unknown=states.count(OutboxState.UNKNOWN.term),
        urgent=sum(one.urgency == Urgency.URGENT.term for one in record.letters),
        to_answer=sum(one.is_to_answer for one in record.letters),
        answered=sum(one.is_to_answer and bool(one.answer) for one in record.letters),
        climbs=len(record.climbs),
        highest=max((one.rung for one in record.climbs), default=0),
        tasks=len(tasks),
        done=tasks.count(DutyState.DONE.term),
        late=tasks.count(DutyState.LATE.term),
        missed=tasks.count(DutyState.MISSED.term),
        cases=len(record.cases),
        open=sum(one.closed_at is None for one in record.cases),
        overdue=tuple(one.number for one in record.cases if one.closed_at is None and one.days_over),
        at=at,
    )


def period_of(periods: Sequence[Period], today: date) -> Period:
    """Return from the first to the last day that were named, this month where none was; never beyond today."""
    if not periods:
        return Period(today.replace(day=1), today)
    return Period(periods[0].first, min(periods[-1].last, today))
