"""Gather what a week was in the towns of a section 「股室周报」, by the figures that status and circulars read."""

from collections import Counter
from datetime import datetime

from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers.texts.section_weekly import Missed, TownWeek, Week
from storage import duty_figures, figures
from storage.figures import HazardRow, Period
from storage.units import Tree, Unit
from storage.vocabulary import Grade, Level


def gather(
    session: Session, section: Unit, over: Period, *, tree: Tree, tables: Tables, now: datetime
) -> Week | None:
    """Return the week of the units in the section's charge, None where there are none."""
    below = {one for one in tree.below(section.id or 0) if one != section.id}
    if not below:
        return None
    today = now.astimezone(TZ).date()
    rows = figures.hazard_rows(session, below)
    missed = duty_figures.missed_by_unit(session, below, over)
    names: dict[str, list[tuple[str, int]]] = {}
    for code, unit_id, count in missed:
        rule = tables.duties.by_code.get(code)
        names.setdefault(rule.name if rule else code, []).append((tree.by_id[unit_id].name, count))
    still = figures.counted("hazard_open", rows, None, today)
    times: Counter[int] = Counter()
    for _, unit_id, count in missed:
        times[unit_id] += count
    return Week(
        section=section.name,
        first=over.first,
        last=over.last,
        institutions=sum(tree.by_id[one].level is Level.INSTITUTION for one in below),
        new=len(figures.counted("hazard_new", rows, over, today)),
        closed=len(figures.counted("hazard_closed", rows, over, today)),
        open=len(still),
        overdue=[row.number for row in figures.counted("hazard_overdue", rows, None, today)],
        major=[row.number for row in still if row.grade is Grade.MAJOR],
        missed=[Missed(name, units) for name, units in names.items()],
        towns=[_town(tree.by_id[one], rows, times, over, tree, now) for one in _towns(below, tree)],
        at=now,
    )


def _towns(below: set[int], tree: Tree) -> list[int]:
    return [one for one in sorted(below) if tree.by_id[one].level is Level.TOWNSHIP]


def _town(
    town: Unit, rows: list[HazardRow], times: Counter[int], over: Period, tree: Tree, now: datetime
) -> TownWeek:
    ours = tree.below(town.id or 0)
    mine = [row for row in rows if row.unit_id in ours]
    today = now.astimezone(TZ).date()
    return TownWeek(
        name=town.name,
        new=len(figures.counted("hazard_new", mine, over, today)),
        closed=len(figures.counted("hazard_closed", mine, over, today)),
        open=len(figures.counted("hazard_open", mine, None, today)),
        overdue=len(figures.counted("hazard_overdue", mine, None, today)),
        missed=sum(times[one] for one in ours),
    )
