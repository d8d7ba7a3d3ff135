"""Gather how things stand for some units: the same rows that the figures, the ledger and the reminders read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from config.clock import TZ
from config.duty_period import Cadence
from config.tables import Tables
from handlers.rules.duty_slot import NIGHT
from handlers.texts import status as texts
from handlers.texts.status import Board, Coming, Progress
from storage import duties, duty_figures, figures, outbox
from storage.duties import Duty
from storage.duty_figures import Round
from storage.figures import Period
from storage.hazards import OPEN_STATES
from storage.units import Tree
from storage.vocabulary import DutyState, Grade, Level

COMING_WITHIN = timedelta(days=60)
_TROUBLED_LOOKED_AT = 1000
_PATROL = "patrol"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose state is asked for, in words, and over which days."""

    whose: str
    unit_ids: Collection[int]
    period: Period
    period_name: str
    """今日, 本周."""
    sees_deliveries: bool


def gather(session: Session, asked: Asked, *, tree: Tree, tables: Tables, now: datetime) -> Board:
    """Return how things stand at `now` for the asked units; rows of units outside never count."""
    today = now.astimezone(TZ).date()
    rows = figures.hazard_rows(session, asked.unit_ids)
    open_rows = figures.counted("hazard_open", rows, None, today)
    overdue = figures.counted("hazard_overdue", rows, None, today)
    new = figures.counted("hazard_new", rows, asked.period, today)
    return Board(
        whose=asked.whose,
        period=asked.period_name,
        units=sum(unit.id in asked.unit_ids for unit in tree.at(Level.INSTITUTION)),
        new=len(new),
        on_the_spot=figures.on_the_spot(new),
        closed=len(figures.counted("hazard_closed", rows, asked.period, today)),
        open=len(open_rows),
        open_by_state=tuple((one.term, sum(row.state is one for row in open_rows)) for one in OPEN_STATES),
        overdue=tuple(row.number for row in overdue),
        major=tuple(row.number for row in open_rows if row.grade is Grade.MAJOR),
        duties=tuple(_progress(session, asked.unit_ids, tree, tables, now)),
        coming=tuple(_coming(session, asked.unit_ids, tables, now)),
        undelivered=len(outbox.troubled(session, limit=_TROUBLED_LOOKED_AT)) if asked.sees_deliveries else None,
        at=now,
    )


def _progress(
    session: Session, unit_ids: Collection[int], tree: Tree, tables: Tables, now: datetime
) -> list[Progress]:
    """Return today's patrol, last night's rounds, and every duty whose period holds today."""
    today = now.astimezone(TZ).date()
    last_night = today - timedelta(days=1)
    day_rows = duties.of_period(session, _PATROL, f"{today}/day", unit_ids)
    nights = [
        row
        for number in range(1, duty_figures.ROUNDS_A_NIGHT + 1)
        for row in duties.of_period(session, _PATROL, f"{last_night}/{NIGHT}{number}", unit_ids)
    ]
    found = [
        _of_rows(texts.this_day(today), day_rows, tree),
        _of_rows(texts.last_night(last_night), nights, tree, is_rounds=True),
    ]
    for one in _not_daily(duty_figures.rounds(session, unit_ids, since=now, opened_by=now), tables):
        found.append(_of_rows(_title(one, tables), duties.of_period(session, one.code, one.slot, unit_ids), tree))
    return [one for one in found if one.owed]


def _of_rows(title: str, rows: Sequence[Duty], tree: Tree, *, is_rounds: bool = False) -> Progress:
    owed = [row for row in rows if row.state is not DutyState.EXCUSED]
    missing = dict.fromkeys(row.unit_id for row in owed if row.state in duties.NOT_DONE)
    return Progress(
        title=title,
        owed=len(owed),
        done=sum(row.state not in duties.NOT_DONE for row in owed),
        missing=tuple(tree.by_id[one].name for one in sorted(missing) if one in tree.by_id),
        unit=texts.ROUNDS if is_rounds else texts.UNITS,
    )


def _coming(session: Session, unit_ids: Collection[int], tables: Tables, now: datetime) -> list[Coming]:
    """Return of each duty that is not a daily one the next round that is not all done, soonest due first."""
    ahead = duty_figures.rounds(session, unit_ids, since=now, opened_by=now + COMING_WITHIN)
    next_by_code: dict[str, Round] = {}
    for one in _not_daily(ahead, tables):
        if one.done < one.owed:
            next_by_code.setdefault(one.code, one)
    return [Coming(_title(one, tables), one.due_at) for one in next_by_code.values()]


def _not_daily(rounds: Sequence[Round], tables: Tables) -> list[Round]:
    known = tables.duties.by_code
    return [one for one in rounds if one.code in known and known[one.code].cadence is not Cadence.DAILY]


def _title(one: Round, tables: Tables) -> str:
    return texts.for_period(tables.duties.by_code[one.code].name, tables.duty_title(one.code, one.slot))


def week_of(day: date) -> Period:
    """Return Monday to Sunday of the week that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))
