"""Whether the dates of a duty may still be moved by a notice that is not out; pure."""

from datetime import date

from config.duty_period import Cadence
from config.duty_table import DutyRule
from config.tables import Tables


def year_to_announce(rule: DutyRule, slot: str, due_on: date, tables: Tables) -> tuple[int, str] | None:
    """Return the year and the event whose missing notice may still move the duty; None where it stands.

    The event is "" where it is the year's holiday arrangement 「放假安排」.
    """
    if rule.cadence is Cadence.FESTIVAL:
        year, _, festival = slot.partition("-")
        windows = tables.festivals.windows(int(year), tables.calendar)
        window = next((one for one in windows if one.code == festival), None)
        return (window.year, window.unannounced_event) if window is not None and window.is_provisional else None
    key = slot.partition("/")[2]
    moves = any(one.needs_workdays for one in rule.slots if one.key == key)
    years = tables.calendar.provisional_years(due_on) if moves else ()
    return (years[0], "") if years else None
