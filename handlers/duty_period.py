"""Find for which period of a duty something was done: the one named, the one open, the one that holds the day."""

from datetime import date, datetime

from config.clock import TZ
from config.duty_change import rule_on
from config.duty_period import CIVIL, Cadence, period_of
from config.duty_table import DutyRule
from config.tables import Tables
from handlers.intent import Asking
from handlers.understand.duty_period import is_made_up, is_rite_named, is_year_named, period_named
from storage import duties, duty_changes
from storage.units import Unit


def slot_for(rule: DutyRule, unit: Unit, text: str, day: date | None, at: datetime, asking: Asking) -> str:
    """Return the slot of the duty that was done at `at`.

    A period that is named wins, by the calendar or by the rite it leads to. 「补报」 without a day is for the last
    one missed. Otherwise it is the earliest that is open and can still be done in time; else the one of the day.
    """
    assert unit.id is not None
    rule = rule_on(rule, duty_changes.of_unit(asking.session, unit.id), at.astimezone(TZ).date())
    named = period_named(rule.cadence, text, at.astimezone(TZ).date()) or _rite_named(rule, text, at, asking)
    if named:
        return named
    if day is None and is_made_up(text) and (missed := duties.last_missed(asking.session, unit.id, rule.code)):
        return missed.slot
    waiting = duties.open_at(asking.session, unit.id, rule.code, at)
    return waiting.slot if waiting else slot_of_day(rule, at.astimezone(TZ).date(), asking.desk.tables)


def slot_by_exception(code: str, unit: Unit, day: date, asking: Asking) -> str | None:
    """Return the slot that the day belongs to for a unit whose cadence is not the usual one; None for all others."""
    assert unit.id is not None
    rule = asking.desk.tables.duties.by_code.get(code)
    changed = rule_on(rule, duty_changes.of_unit(asking.session, unit.id), day) if rule is not None else None
    if rule is None or changed is None or changed.cadence is rule.cadence:
        return None
    return period_of(changed.cadence, day).name


def slot_of_day(rule: DutyRule, day: date, tables: Tables) -> str:
    """Return the slot of the duty that the day belongs to; of a rite the nearest one."""
    if rule.cadence in CIVIL:
        return period_of(rule.cadence, day).name
    if rule.cadence is Cadence.RITE:
        windows = [one for year in (day.year - 1, day.year, day.year + 1) for one in tables.rites.windows(year)]
        nearest = min(windows, key=lambda one: max(day - one.day, one.opens_on - day))
        return f"{nearest.year}-{nearest.code}"
    return rule.once[1].isoformat() if rule.once else day.isoformat()


def _rite_named(rule: DutyRule, text: str, at: datetime, asking: Asking) -> str | None:
    if rule.cadence is not Cadence.RITE:
        return None
    table, day = asking.desk.tables.rites, at.astimezone(TZ).date()
    windows = [
        one
        for year in (day.year - 1, day.year, day.year + 1)
        for one in table.windows(year)
        if is_rite_named(one.name, text)
    ]
    of_year = [one for one in windows if is_year_named(one.year, text)] or windows
    if not of_year:
        return None
    nearest = min(of_year, key=lambda one: max(day - one.day, one.opens_on - day))
    return f"{nearest.year}-{nearest.code}"
