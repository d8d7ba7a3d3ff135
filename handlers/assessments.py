"""Tests and assessments by technical services (T6-2, T13-2): what they find are hazards, all institutions count."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from config.duty_table import DutyRule
from handlers import duty_book as book
from handlers import hazard_register as register
from handlers.duty_book import Confirmation
from handlers.duty_period import slot_of_day
from handlers.hazard_drafts import draft_of_form, drafts_of_text, report_of
from handlers.hazard_register import Report
from handlers.intent import Asking
from handlers.reported_unit import resolve_unit, without_leading_unit
from handlers.texts import assessment as texts
from handlers.texts.duty_confirm import Outcome
from storage import registers
from storage.duties import NOT_DONE, of_slot
from storage.hazards import Hazard
from storage.registers import RegisterEntry
from storage.units import Unit
from storage.vocabulary import HazardSource, Level, RegisterKind

_CLOSING = (Outcome.ON_TIME, Outcome.LATE)
_OFFICE_SOURCES = {
    "building_assessment": HazardSource.ASSESSMENT,
    "technical_check": HazardSource.ASSESSMENT,
    "self_built_check": HazardSource.INSPECTION,
}


def register_findings(unit: Unit, entry: RegisterEntry, asking: Asking) -> Sequence[Hazard]:
    """Register what the assessment found as hazards of the unit that know the entry; a repeat registers none."""
    found = [str(one) for one in entry.facts.get("findings", ())]
    if not found or register.registered_by(asking):
        return [one.hazard for one in register.registered_by(asking)]
    reports = [report for said in found for report in _reports(unit, said, HazardSource.ASSESSMENT, entry.id, asking)]
    return [one.hazard for one in register.register(asking, reports)]


def of_office(told: Confirmation, problem: str, asking: Asking) -> tuple[list[Report], list[str]]:
    """Return the hazards that an office tells of institutions below it, and the findings that name none."""
    reports: list[Report] = []
    nowhere: list[str] = []
    below = asking.tree.below(told.unit.id or 0)
    for said in texts.split(problem):
        unit = resolve_unit("", said, asking)
        if isinstance(unit, Unit) and unit.level is Level.INSTITUTION and unit.id in below:
            reports += _reports(unit, without_leading_unit(said, asking), _OFFICE_SOURCES[told.code], None, asking)
        else:
            nowhere.append(said)
    return reports, nowhere


def is_of_offices(code: str) -> bool:
    """Return whether what such a duty finds is about the institutions of an office."""
    return code in _OFFICE_SOURCES


def not_assessed(rule: DutyRule, office: Unit, slot: str, asking: Asking) -> tuple[str, ...]:
    """Return the institutions below the office without a registered assessment of the period, by name."""
    below = asking.tree.below(office.id or 0)
    ours = [one for one in asking.tree.at(Level.INSTITUTION) if one.id in below]
    entries = registers.standing(asking.session, [one.id or 0 for one in ours], RegisterKind.ASSESSMENT)
    done = {
        one.unit_id
        for one in entries
        if one.facts.get("assessment") == rule.assessments and _slot(rule, one.done_on, asking) == slot
    }
    return tuple(one.name for one in ours if one.id not in done)


def complete(unit: Unit, entry: RegisterEntry, asking: Asking) -> list[str]:
    """Close the office's duty once every institution has its assessment; return what is closed by this entry."""
    closed = []
    for rule in asking.desk.tables.duties.by_code.values():
        if rule.assessments is None or rule.assessments != entry.facts.get("assessment"):
            continue
        slot = _slot(rule, entry.done_on, asking)
        for office in asking.tree.above(unit.id or 0):
            duty = of_slot(asking.session, office.id or 0, rule.code, slot)
            if duty is None or duty.state not in NOT_DONE or not_assessed(rule, office, slot, asking):
                continue
            facts = {"summary": texts.all_assessed(), "entry": entry.id}
            told = Confirmation(rule.code, office, (slot,), asking.now, facts)
            recorded = book.enter_period(told, facts, slot, replace(asking, shown=()))
            if recorded.outcome in _CLOSING:
                closed.append(texts.closed(rule.name, recorded.period))
    return closed


def source_of(hazard: Hazard, asking: Asking) -> list[tuple[str, str]]:
    """Return which assessment found the hazard, as a labelled line; empty where none did."""
    entry = (
        asking.session.get(RegisterEntry, hazard.register_entry_id) if hazard.register_entry_id is not None else None
    )
    return [texts.source(entry)] if entry is not None else []


def _slot(rule: DutyRule, day: date | None, asking: Asking) -> str:
    return slot_of_day(rule, day, asking.desk.tables) if day is not None else ""


def _reports(unit: Unit, said: str, source: HazardSource, entry_id: int | None, asking: Asking) -> list[Report]:
    drafts = drafts_of_text(said, asking) or [draft_of_form({texts.PROBLEM: said}, asking)]
    return [replace(report_of(one, unit, asking), source=source, register_entry_id=entry_id) for one in drafts]
