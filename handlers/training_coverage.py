"""Answers about trainings that must cover everybody: who is missing, made up for, and the matrix of an office."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.clock import TZ
from config.duty_period import Cadence, period_of
from config.duty_table import Covers, DutyRule
from handlers import coverage, enclosures
from handlers import duty_book as book
from handlers.duty_book import Confirmation
from handlers.duty_period import slot_of_day
from handlers.intent import Asking, Sorry
from handlers.papers.training_matrix import Half, MatrixRow, draw_matrix
from handlers.rules.access import Standing, standing
from handlers.texts import training as texts
from storage import duties
from storage.duties import DutyRecord
from storage.messages import Card
from storage.units import Unit
from storage.vocabulary import DutyState, Level

_MOST = 60
"""Of more institutions nobody reads the names in one answer."""


@dataclass(frozen=True, slots=True)
class _Trained:
    rule: DutyRule
    unit: Unit
    slot: str


def who_is_missing(unit: Unit, asking: Asking) -> Card:
    """Return who is not trained: of an institution its staff, of an office heads and officers, then staff below.

    Of more institutions than fit into one answer the offices alone are told.
    """
    ours = [one for one in asking.tree.by_id.values() if one.id in asking.tree.below(unit.id or 0)]
    institutions = [one for one in ours if one.level is Level.INSTITUTION]
    offices = [one for one in ours if one.level is not Level.INSTITUTION]
    named = [*offices, *(institutions if len(institutions) <= _MOST else ())]
    rows = [_missing(trained, asking) for one in named for trained in _own(one, asking)]
    return texts.who_is_missing(rows, is_partly=len(institutions) > _MOST)


def make_up(said: str, asking: Asking) -> Card:
    """Enter a make-up session of the asker's unit; the duty closes once nobody is missing. Raises Sorry."""
    trained = [one for one in _own(asking.unit, asking) if _sessions(one, asking)]
    if not trained:
        raise Sorry(texts.nothing_to_make_up(asking.unit.name))
    one = next((each for each in trained if coverage.missing_of(each.rule, each.unit, each.slot, asking)), trained[0])
    names = coverage.named(said, one.rule, one.unit, asking)
    left = coverage.missing_of(one.rule, one.unit, one.slot, asking)
    theirs = [name for name in names if any(each.endswith(name) for each in left)]
    first = _sessions(one, asking)[-1]
    if not theirs and duties.record_by_origin(asking.session, f"{asking.origin}:{one.slot}") is None:
        raise Sorry(texts.not_missing(names, left))
    facts = {"made_up": theirs, "attendees": len(theirs), "make_up_of": first.id}
    facts |= {key: first.facts[key] for key in ("topics", "taught", "not_taught") if key in first.facts}
    judged = coverage.judge(one.rule, one.unit, one.slot, facts, asking)
    told = Confirmation(one.rule.code, one.unit, (one.slot,), asking.now, facts, leaves_out=judged.missing)
    card = book.enter(told, asking)
    record = book.record_of(told, asking)
    if record is not None:
        coverage.keep(record, one.slot, judged, asking)
    return card


def matrix(unit: Unit, asking: Asking) -> Card:
    """Send the matrix of the institutions of the office; return what it says in numbers. Raises Sorry."""
    is_above = standing(asking.person, asking.tree, unit.id or 0) is Standing.SUPERIOR
    is_own_office = unit.id == asking.unit.id and unit.level is not Level.INSTITUTION
    if unit.level is Level.INSTITUTION or not (is_above or is_own_office):
        raise Sorry(texts.only_offices())
    year = asking.today.year
    rows = [_row(one, year, asking) for one in _institutions(unit, asking)]
    now = 0 if period_of(Cadence.HALF_YEARLY, asking.today).name.endswith("H1") else 1
    complete = sum(row.halves[now].state in (DutyState.DONE.term, DutyState.LATE.term) for row in rows)
    missing = sum(len(row.halves[now].missing) for row in rows)
    content = draw_matrix(rows, texts.matrix_sheet(year))
    enclosures.send_paper(asking, content, texts.matrix_name(unit.name, year))
    return texts.matrix_follows(unit.name, year, units=len(rows), complete=complete, missing=missing)


def _own(unit: Unit, asking: Asking) -> list[_Trained]:
    """Return the trainings of the unit itself that must cover everybody, in the period of today."""
    return [
        _Trained(rule, unit, slot_of_day(rule, asking.today, asking.desk.tables))
        for rule in asking.desk.tables.duties.by_code.values()
        if rule.covers is not None and any(slot.is_owed_by(unit) for slot in rule.slots)
    ]


def _institutions(unit: Unit, asking: Asking) -> list[Unit]:
    below = asking.tree.below(unit.id or 0)
    return [one for one in asking.tree.at(Level.INSTITUTION) if one.id in below]


def _missing(one: _Trained, asking: Asking) -> texts.Missing:
    period = asking.desk.tables.duty_title(one.rule.code, one.slot)
    return texts.Missing(
        title=f"{one.rule.name}（{period}）",
        unit=one.unit.name,
        names=coverage.missing_of(one.rule, one.unit, one.slot, asking),
        total=len(coverage.register_of(one.rule, one.unit, asking)),
        has_begun=bool(_sessions(one, asking)),
    )


def _sessions(one: _Trained, asking: Asking) -> Sequence[DutyRecord]:
    """Return what the unit told of the training in the period, newest first."""
    found = duties.latest_records(asking.session, one.unit.id or 0, one.rule.code)
    return [record for record in found if record.facts.get("slot") == one.slot]


def _row(unit: Unit, year: int, asking: Asking) -> MatrixRow:
    by_covers = {one.covers: one for one in asking.desk.tables.duties.by_code.values() if one.covers is not None}
    staff = by_covers.get(Covers.STAFF)
    halves = [_half(staff, unit, f"{year}-H{n}", asking) for n in (1, 2)] if staff else []
    leaders, left = _leaders(by_covers.get(Covers.HEADS_OFFICERS), unit, year, asking)
    return MatrixRow(unit.name, halves, left, leaders)


def _half(rule: DutyRule, unit: Unit, slot: str, asking: Asking) -> Half:
    one = _Trained(rule, unit, slot)
    duty = duties.of_slot(asking.session, unit.id or 0, rule.code, slot)
    sessions = _sessions(one, asking)
    last = sessions[0] if sessions else None
    is_over_or_begun = last is not None or (duty is not None and duty.opens_at <= asking.now)
    return Half(
        state=duty.state.term if duty else "",
        on=last.happened_at.astimezone(TZ).date() if last else None,
        attendees=last.facts.get("attendees") if last else None,
        taught=[one for one in rule.topics if any(one in each.facts.get("taught", ()) for each in sessions)],
        not_taught=[one for one in rule.topics if not any(one in each.facts.get("taught", ()) for each in sessions)]
        if last
        else [],
        missing=coverage.missing_of(rule, unit, slot, asking) if is_over_or_begun else (),
    )


def _leaders(rule: DutyRule | None, unit: Unit, year: int, asking: Asking) -> tuple[int, list[str]]:
    """Return how many heads and safety officers the institution has, and who of them the office has not trained."""
    if rule is None:
        return 0, []
    office = next(
        (one for one in asking.tree.above(unit.id or 0) if any(slot.is_owed_by(one) for slot in rule.slots)), None
    )
    if office is None:
        return 0, []
    ours = [one for one in coverage.register_of(rule, office, asking) if one.unit_id == unit.id]
    left = coverage.missing_of(rule, office, str(year), asking)
    return len(ours), [one.name for one in ours if f"{unit.name}{one.name}" in left]
