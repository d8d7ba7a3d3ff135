"""Draft the reports that fall due 「旬调度」 to 「全年总评」 on their days and show them to the approvers."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers import report_facts, report_making, report_paper
from handlers.papers.official_template import TemplateWrong
from handlers.texts import report as texts
from handlers.texts.report import Titled
from storage import outbox, papers, people, reports, units
from storage.database import reading, work
from storage.messages import Card, Recipient
from storage.report_periods import Span, last_ended
from storage.reports import Report
from storage.vocabulary import ReportKind, Role, Urgency

NAME = "report_draft"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Draft the latest report of each kind that is due and was never made; return how many.

    Of several that an outage held up only the latest is drafted; older ones are made where somebody asks for them.
    """
    spans = [last_ended(kind, now.astimezone(TZ).date()) for kind in ReportKind]
    with reading(engine) as session:
        due = [
            one for one in spans if _is_time(one, now, tables) and not reports.was_made(session, one.kind, one.key)
        ]
        begun = reports.begun(session) if due else None
    if begun is None:
        return 0
    first_day = begun.astimezone(TZ).date()
    return sum(_draft(engine, one, now, tables) for one in due if first_day <= one.last)


def _is_time(span: Span, now: datetime, tables: Tables) -> bool:
    day, time = report_making.draft_day(span, tables), tables.reports.draft_at_by_kind[span.kind]
    return now >= datetime.combine(day, time, TZ)


def _draft(engine: Engine, span: Span, now: datetime, tables: Tables) -> bool:
    with work(engine) as session:
        if reports.was_made(session, span.kind, span.key):
            return False
        report = report_making.draft(session, span, tree=units.tree(session), tables=tables, now=now)
        _show(session, report, now, tables)
        return True


def _show(session: Session, report: Report, now: datetime, tables: Tables) -> None:
    assert report.id is not None
    facts = report_facts.from_json(report.figures)
    try:
        file = papers.keep(session, report_paper.written(session, report, tables.folder), now=now)
        fault = ""
    except TemplateWrong as wrong:
        file, fault = "", str(wrong)
    about = Titled(report.title, report.state)
    roles = [role for role in Role if role.value in tables.reports.told]
    for person in (one for role in roles for one in people.with_role(session, role)):
        may_issue = person.role.value in tables.reports.approvers
        card = texts.drafted(about, facts, report.id, may_issue=may_issue, fault=fault)
        cards = (card, Card(report_paper.file_name(report), file=file)) if file else (card,)
        for nth, one in enumerate(cards):
            key = f"report:{report.id}:draft:{person.id}:{nth}"
            outbox.enqueue(session, key, Recipient.person(person.userid), one, urgency=Urgency.PROMPT, now=now)
