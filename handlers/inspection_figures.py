"""Gather the figures of visits for somebody's charge."""

from datetime import date, datetime

from config.clock import TZ
from handlers import inspection_visit as visits
from handlers.intent import Asking
from handlers.rules import inspection_figures as rules
from handlers.rules.access import scope
from handlers.rules.inspection_figures import Age
from handlers.texts.inspection_status import Figures
from handlers.understand.inspection_start import NO_EXPERT
from storage import inspections
from storage.inspections import Inspection
from storage.vocabulary import CheckResult, HazardState, InspectionKind, Level, Tag


def limit(asking: Asking) -> int:
    """Return after how many days an institution comes first."""
    return asking.desk.tables.inspections.recheck_after.days


def ages(asking: Asking) -> list[Age]:
    """Return how long ago each institution in the person's charge was checked, the never checked first."""
    units = _institutions(asking)
    last = {
        unit_id: at.astimezone(TZ).date() for unit_id, at in inspections.last_checked(asking.session, units).items()
    }
    return rules.ages(units, last, asking.today)


def figures(period: str, since: date, asking: Asking) -> Figures:
    """Return the figures of the visits since this day in the person's charge; void ones and self-checks left out."""
    begin = datetime.combine(since, datetime.min.time(), TZ)
    began = inspections.began_since(asking.session, begin, _institutions(asking))
    found = [one for one in began if one.kind is not InspectionKind.SELF_MAJOR]
    hazards = [
        hazard
        for one in found
        for hazard in inspections.hazards_of(asking.session, one)
        if hazard.state is not HazardState.VOID
    ]
    tally = rules.tally(answer for one in found for answer in _answers(one, asking))
    return Figures(
        period=period,
        since=since,
        count_by_kind={kind: sum(one.kind is kind for one in found) for kind in InspectionKind},
        with_expert=sum(one.expert not in ("", NO_EXPERT) for one in found),
        hazards=len(hazards),
        on_the_spot=sum(one.is_on_the_spot for one in hazards),
        tally_by_tag={tag: tally[tag.value] for tag in Tag if tag.value in tally},
    )


def _answers(visit: Inspection, asking: Asking) -> list[tuple[tuple[str, ...], CheckResult]]:
    counts_by_id = {item.id: item.counts for item in visits.checklist_of(visit, asking).items}
    return [(counts_by_id.get(one.item, ()), one.result) for one in inspections.items(asking.session, visit)]


def _institutions(asking: Asking) -> dict[int, str]:
    return {
        unit_id: asking.tree.by_id[unit_id].name
        for unit_id in sorted(scope(asking.person, asking.tree))
        if unit_id in asking.tree.by_id and asking.tree.by_id[unit_id].level is Level.INSTITUTION
    }
