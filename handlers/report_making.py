"""Make the reports that fall due: what was frozen is read, else it is gathered; one draft of a period."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from config.gap_table import DaysOff
from config.tables import Tables
from handlers import report_facts
from handlers.rules.report_shape import Facts
from handlers.texts import report_names as names
from storage import reports
from storage.report_periods import Span
from storage.reports import Report
from storage.units import Tree


def facts_of(session: Session, span: Span, *, tree: Tree, tables: Tables, now: datetime) -> tuple[Facts, bool]:
    """Return the figures of the period, and whether they are frozen: those of the standing report, else as of now."""
    report = reports.standing(session, span.kind, span.key)
    if report is not None:
        return report_facts.from_json(report.figures), True
    return report_facts.gather(session, span, tree=tree, tables=tables, now=now), False


def draft_day(span: Span, tables: Tables) -> date:
    """Return the day on which the draft of the period is made: the day after it, put off from a day off."""
    day = span.last + timedelta(days=1)
    is_put_off = tables.reports.on_days_off is DaysOff.NEXT_WORKDAY and not tables.calendar.is_workday(day)
    return tables.calendar.next_workday(day) if is_put_off else day


def draft(session: Session, span: Span, *, tree: Tree, tables: Tables, now: datetime) -> Report:
    """Freeze the figures of a period that is over as a draft and return it; or the one that stands."""
    found = reports.standing(session, span.kind, span.key)
    if found is not None:
        return found
    facts = report_facts.gather(session, span, tree=tree, tables=tables, now=now)
    return reports.draft(
        session,
        Report(
            kind=span.kind,
            period=span.key,
            title=names.called(span),
            figures=report_facts.as_json(facts),
            ranking_version=tables.version("ranking") if facts.ranked else "",
            made_at=now,
        ),
    )
