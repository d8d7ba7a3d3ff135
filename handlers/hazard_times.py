"""Count how long hazards take and for how long none is overdue, in a scope and for each of its units."""

from collections.abc import Collection, Mapping, Sequence

from handlers.intent import Asking
from handlers.rules import hazard_times as rules
from handlers.texts import hazard_times as texts
from handlers.texts.hazard_times import UnitZero
from storage import hazard_times
from storage.figures import Period
from storage.hazard_times import HazardTimes
from storage.messages import Card


def zero(whose: str, unit_ids: Collection[int], asking: Asking) -> Card:
    """Return how the scope stands to the aim that nothing is overdue, and which units are behind it."""
    rows = hazard_times.of_units(asking.session, unit_ids)
    whole = _zero(whose, rows, asking)
    each = [_zero(unit, ours, asking) for unit, ours in _by_unit(rows, asking).items()]
    behind = [one for one in each if one.zero.overdue or one.days is not None]
    behind.sort(key=lambda one: (-len(one.zero.overdue), one.days or 0, one.unit))
    return texts.zero(whole, behind if len(unit_ids) > 1 else [])


def times(whose: str, unit_ids: Collection[int], period: Period | None, name: str, asking: Asking) -> Card:
    """Return how long the steps of the scope's hazards took in the period, which is called `name`."""
    rows = hazard_times.of_units(asking.session, unit_ids)
    by_unit = {unit: rules.course(ours, period).closing for unit, ours in _by_unit(rows, asking).items()}
    closing = [(unit, taken) for unit, taken in by_unit.items() if taken is not None]
    closing.sort(key=lambda one: (-one[1].middle, one[0]))
    return texts.times(whose, name, rules.course(rows, period), closing if len(unit_ids) > 1 else [])


def _zero(name: str, rows: Sequence[HazardTimes], asking: Asking) -> UnitZero:
    found = rules.zero(rows, asking.today)
    return UnitZero(name, found, found.days(asking.today))


def _by_unit(rows: Sequence[HazardTimes], asking: Asking) -> Mapping[str, list[HazardTimes]]:
    found: dict[str, list[HazardTimes]] = {}
    for row in rows:
        found.setdefault(asking.tree.by_id[row.unit_id].name, []).append(row)
    return found
