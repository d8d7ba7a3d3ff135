"""Enter a finished visit for the duties that such visits close: the head's own check (T6-3), 双月督导 (T4-5)."""

from collections.abc import Iterator
from dataclasses import replace

from config.duty_table import DutyRule
from handlers import duty_book as book
from handlers.duty_book import Confirmation
from handlers.duty_period import slot_for
from handlers.intent import Asking
from handlers.texts import duty_other as texts
from handlers.texts.duty_confirm import Outcome
from storage.inspections import Inspection
from storage.messages import Card
from storage.people import Person
from storage.units import Unit
from storage.vocabulary import InspectionKind, Level

_OF_THE_BUREAU = (Level.BUREAU, Level.SECTION)
_CLOSING = (Outcome.ON_TIME, Outcome.LATE)


def enter(visit: Inspection, card: Card, asking: Asking) -> Card:
    """Record the visit for every duty that it closes, and return the card with what it closed."""
    closed = [line for rule in asking.desk.tables.duties.by_code.values() for line in _entered(rule, visit, asking)]
    return texts.with_closed(card, closed)


def _entered(rule: DutyRule, visit: Inspection, asking: Asking) -> Iterator[str]:
    if visit.kind.value not in rule.visits:
        return
    for unit in _owing(rule, visit, asking):
        slot = slot_for(rule, unit, "", None, visit.started_at, asking)
        told = Confirmation(rule.code, unit, (slot,), visit.started_at, {"inspection": visit.code})
        # The pictures of a visit belong to the visit.
        recorded = book.enter_period(told, told.facts, slot, replace(asking, shown=()))
        if recorded.outcome in _CLOSING:
            yield texts.closed(rule.name, recorded.period, is_late=recorded.outcome is Outcome.LATE)


def _owing(rule: DutyRule, visit: Inspection, asking: Asking) -> list[Unit]:
    """Return the units that the visit is for: the one that checked itself, or the offices of who began it."""
    if visit.kind is InspectionKind.SELF_MAJOR:
        units = [asking.tree.by_id[visit.unit_id]]
    else:
        starter = asking.session.get_one(Person, visit.started_by)
        above = asking.tree.above(starter.unit_id)
        units = above if above and above[0].level in _OF_THE_BUREAU else []
    return [unit for unit in units if any(slot.is_owed_by(unit) for slot in rule.slots)]
