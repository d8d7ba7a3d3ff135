"""Let missed duties climb (T1-8): one level at a time, one card for all that reaches the same people at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from sqlalchemy import Engine
from sqlmodel import Session

from config.duty_table import Told
from config.escalation_table import DutyLadder
from config.tables import Tables
from config.zone import TZ
from handlers import duty_ladder
from handlers.texts import duty_ladder as texts
from handlers.texts.duty_ladder import Climbing
from scheduler import addressees, piecework, pushing
from scheduler.rules import duty_escalation as rules
from storage import duty_rungs, people, units
from storage.database import reading
from storage.duties import Duty
from storage.duty_rungs import DutyRung
from storage.messages import Recipient
from storage.people import Person
from storage.pushes import About
from storage.units import Tree
from storage.vocabulary import DutyState, PushKind, Role, RungState

NAME = "duty_escalate"
_AT_ONCE = 200
"""So many duties are planned in one commit: of a large county thousands are missed at one moment."""
_CLIMBERS = tuple(one for one in Told if one not in (Told.GROUP, Told.OWNER))
_InCharge = Mapping[Told, Sequence[Person]]


@dataclass(frozen=True, slots=True)
class _Step:
    """A rung that is due, and where it leads."""

    rung_id: int
    number: int
    told: tuple[int, ...]
    """Ids of those who are told, ascending."""


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Plan the first rung of what was missed and say the rungs that are due; return how many cards went out."""
    with reading(engine) as session:
        missed = duty_rungs.without_ladder(session, cut_off_since=now - tables.reminders.forget_after)
    chunks = [missed[at : at + _AT_ONCE] for at in range(0, len(missed), _AT_ONCE)]
    piecework.each(engine, chunks, lambda session, ids: any([_plan(session, one, tables) for one in ids]))
    if tables.reminders.quiet.covers(now.astimezone(TZ).time()):
        return 0
    with reading(engine) as session:
        steps = _steps(session, now, tables)
    together: dict[tuple[int, ...], list[_Step]] = {}
    for step in steps:
        together.setdefault(step.told, []).append(step)
    return piecework.each(engine, together.values(), lambda session, ours: _say(session, ours, now, tables))


def _plan(session: Session, duty_id: int, tables: Tables) -> bool:
    duty = session.get_one(Duty, duty_id)
    version = tables.version("escalation")
    ladder = duty_ladder.ladder_of(session, duty, version, tables)
    if ladder is None or duty.state is not DutyState.MISSED:
        return False
    due_at = rules.rung_due(duty.cutoff_at, 1, ladder, tables.reminders)
    return duty_rungs.plan(session, duty_id, 1, due_at, version)


def _steps(session: Session, now: datetime, tables: Tables) -> list[_Step]:
    found = duty_rungs.due(session, now=now)
    if not found:
        return []
    tree = units.tree(session)
    # Of one unit many duties are missed at one moment: those in charge of it are looked up once.
    in_charge = cache(partial(_in_charge, session, tree))
    return [_step(session, in_charge, one, tables) for one in found]


def _in_charge(session: Session, tree: Tree, unit_id: int) -> _InCharge | None:
    """Return the people above a unit, without those offices that are empty; None for a unit that is no more."""
    if unit_id not in tree.by_id:
        return None
    found = {told: addressees.people_of(session, tree, unit_id, told) for told in _CLIMBERS}
    return {told: ours for told, ours in found.items() if ours}


def _step(session: Session, in_charge: Callable[[int], _InCharge | None], rung: DutyRung, tables: Tables) -> _Step:
    duty = session.get_one(Duty, rung.duty_id)
    ladder = duty_ladder.ladder_of(session, duty, rung.ladder_version, tables)
    present = in_charge(duty.unit_id)
    if ladder is None or duty.state is not DutyState.MISSED or present is None:
        return _Step(rung.id or 0, rung.rung, ())
    climb = rules.told_on(rung.rung, present, ladder)
    # Nobody on the ladder at all: somebody must still hear of it.
    told = [one for told in climb.told for one in present[told]] if climb else people.with_role(session, Role.ADMIN)
    ids = tuple(sorted({one.id for one in told if one.id is not None}))
    return _Step(rung.id or 0, climb.number if climb else rung.rung, ids)


def _say(session: Session, steps: Sequence[_Step], now: datetime, tables: Tables) -> bool:
    tree = units.tree(session)
    told = [session.get_one(Person, one) for one in steps[0].told]
    names = texts.together([one.name for one in told])
    said: list[tuple[Climbing, About]] = []
    for step in steps:
        rung = session.get_one(DutyRung, step.rung_id)
        duty = session.get_one(Duty, rung.duty_id, populate_existing=True)
        ladder = duty_ladder.ladder_of(session, duty, rung.ladder_version, tables)
        is_over = duty.state is not DutyState.MISSED or ladder is None or not told
        state = RungState.STOPPED if is_over else RungState.SAID
        before = texts.together([one.told for one in duty_rungs.of_duties(session, [rung.duty_id]) if one.told])
        planned_at = rung.due_at
        if not duty_rungs.settle(session, step.rung_id, state=state, now=now, rung=step.number, told=names):
            continue
        if is_over or ladder is None:
            continue
        following = rules.next_due(duty.cutoff_at, step.number, now, ladder, tables.reminders)
        if following is not None:
            duty_rungs.plan(session, rung.duty_id, step.number + 1, following, rung.ladder_version)
        about = About(PushKind.DUTY_RUNG, f"duty_rung:{step.rung_id}", planned_at, duty.unit_id, duty.code, duty.slot)
        said.append((_climbing(duty, step, ladder, before, tree, now, tables), about))
    if not said:
        return False
    card = texts.climbed([one for one, _ in said])
    key = f"{said[0][1].key}:{steps[0].number}"
    sent = [
        pushing.send(session, Recipient.person(one.userid), key, card, [about for _, about in said], now=now)
        for one in told
    ]
    return any(sent)


def _climbing(
    duty: Duty, step: _Step, ladder: DutyLadder, before: str, tree: Tree, now: datetime, tables: Tables
) -> Climbing:
    return Climbing(
        unit_id=duty.unit_id,
        unit=tree.by_id[duty.unit_id].name,
        code=duty.code,
        slot=duty.slot,
        name=tables.duties.by_code[duty.code].name,
        period=tables.duty_title(duty.code, duty.slot),
        cutoff_at=duty.cutoff_at,
        days_over=(now.astimezone(TZ).date() - duty.cutoff_at.astimezone(TZ).date()).days,
        rung=step.number,
        height=len(ladder.steps),
        told_before=before,
    )
