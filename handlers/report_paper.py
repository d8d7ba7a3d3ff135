"""The document of a report, written from its frozen figures in the office's template."""

from datetime import date
from pathlib import Path

from sqlmodel import Session

from config.zone import TZ
from handlers import hazard_finding, report_facts
from handlers.papers import circular, official_template
from handlers.texts import report as texts
from storage.reports import Report


def written(session: Session, report: Report, config_dir: Path, *, issued_on: date | None = None) -> bytes:
    """Return the document: a draft, or as it is issued. Raises TemplateWrong."""
    facts = report_facts.from_json(report.figures)
    words = circular.words(
        facts,
        report.title,
        circular.chart_of(facts),
        made_on=report.made_at.astimezone(TZ).date(),
        issued_by=hazard_finding.name_of(session, report.approved_by) if issued_on else "",
        issued_on=issued_on,
    )
    return official_template.fill(config_dir, circular.template_of(facts), words)


def file_name(report: Report) -> str:
    """Return what the document is called."""
    return texts.file_name(report.title, report.state)
