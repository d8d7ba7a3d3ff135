"""Measure whether 滚动排查, 分类处置, 闭环管理 and 动态清零 are lived by (G-4) in some units."""

from collections.abc import Collection

from config.clock import TZ
from handlers.intent import Asking
from handlers.texts.mechanism import Measures
from storage import figures, hazard_stock, hazards, inspections
from storage.vocabulary import HazardState, Level


def measures(unit_ids: Collection[int], asking: Asking) -> Measures:
    """Return the four measures as they stand now, each with what falls short of it."""
    session, tables = asking.session, asking.desk.tables
    limit = tables.inspections.recheck_after.days
    checked = inspections.last_checked(session, unit_ids)
    institutions = [one for one in asking.tree.at(Level.INSTITUTION) if one.id in unit_ids]
    unchecked = [
        one.name
        for one in institutions
        if one.id not in checked or (asking.today - checked[one.id].astimezone(TZ).date()).days > limit
    ]
    registered = hazards.registered_in(session, unit_ids)
    closed = [one.number for one in registered if one.state is HazardState.CLOSED]
    accepted = hazard_stock.accepted_by_others(session, unit_ids)
    rows = figures.hazard_rows(session, unit_ids)
    return Measures(
        days=limit,
        institutions=len(institutions),
        unchecked=unchecked,
        hazards=len(registered),
        ungraded=[one.number for one in registered if one.suggested_grade is not None],
        closed=len(closed),
        unaccepted=[number for number in closed if number not in accepted],
        overdue=[one.number for one in figures.counted("hazard_overdue", rows, None, asking.today)],
    )
