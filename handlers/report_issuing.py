"""Issue a report by a named person, push it to the groups, take it back, keep who has read it (T4-4)."""

from collections.abc import Sequence

from handlers import card_closing, hazard_finding, report_duties, report_facts, report_paper
from handlers.intent import Asking, Sorry
from handlers.papers.official_template import TemplateWrong
from handlers.rules.access import scope
from handlers.texts import papers as paper_texts
from handlers.texts import report as texts
from handlers.texts import report_names as names
from handlers.texts.report import Titled
from storage import outbox, papers, people, reports, units
from storage.messages import Card, Recipient
from storage.people import Person
from storage.report_periods import Span
from storage.reports import Report
from storage.vocabulary import ReportState, Role, Urgency

_READERS = (Role.SECTION, Role.TOWNSHIP, Role.HEAD)
"""Those who are asked to read an issued report."""


def titled(report: Report, asking: Asking) -> Titled:
    """Return the report as it is spoken of."""
    by = hazard_finding.name_of(asking.session, report.approved_by) if report.approved_by else ""
    return Titled(report.title, report.state, by)


def may_issue(asking: Asking) -> bool:
    """Return whether the asker may issue reports and make them void."""
    return asking.person.role.value in asking.desk.tables.reports.approvers


def find(span: Span, asking: Asking) -> Report:
    """Return the standing report of the period. Raises Sorry where there is none."""
    found = reports.standing(asking.session, span.kind, span.key)
    if found is None:
        raise Sorry(texts.none_standing(names.called(span)))
    return found


def paper(report: Report, asking: Asking) -> bytes:
    """Return the document of a draft. Raises Sorry where the template cannot be used."""
    try:
        return report_paper.written(asking.session, report, asking.desk.config_dir)
    except TemplateWrong as wrong:
        raise Sorry(paper_texts.template_wrong(report.title, str(wrong))) from wrong


def issue(report: Report, span: Span, asking: Asking) -> Card:
    """Issue the draft and send it to every group and, privately, to those who are to read it. Raises Sorry."""
    _refuse_others(texts.ISSUE, asking)
    values = {"approved_by": asking.person.id, "issued_at": asking.now}
    is_draft = report.state is ReportState.DRAFT
    if not (is_draft and reports.move(asking.session, report, ReportState.ISSUED, **values)):
        raise Sorry(texts.issued_before(titled(report, asking)))
    try:
        content = report_paper.written(asking.session, report, asking.desk.config_dir, issued_on=asking.today)
    except TemplateWrong as wrong:
        raise Sorry(paper_texts.template_wrong(report.title, str(wrong))) from wrong
    report.file = papers.keep(asking.session, content, now=asking.now)
    report_duties.enter(report, span, asking)
    _close(texts.draft_subject(_id(report)), report.state, asking)
    card = texts.pushed(report.title, asking.person.name, report_facts.from_json(report.figures), _id(report))
    readers = [Recipient.person(one.userid) for one in _readers(asking) if one.id != asking.person.id]
    groups = _groups(asking)
    for to in (*groups, *readers):
        _push(report, to, card, "issued", asking)
        _push(report, to, Card(report_paper.file_name(report), file=report.file), "file", asking)
    return texts.issued(report.title, groups=len(groups), people=len(readers))


def void(report: Report, reason: str, asking: Asking) -> Card:
    """Make the report void for a reason; whom it went to is told. Raises Sorry."""
    _refuse_others(texts.VOID, asking)
    was_issued = report.state is ReportState.ISSUED
    values = {"voided_by": asking.person.id, "voided_at": asking.now, "void_reason": reason}
    if not reports.move(asking.session, report, ReportState.VOID, **values):
        raise Sorry(texts.none_standing(report.title))
    for subject in (texts.draft_subject(_id(report)), texts.subject(_id(report))):
        _close(subject, report.state, asking)
    groups = _groups(asking) if was_issued else []
    readers = [Recipient.person(one.userid) for one in _readers(asking)] if was_issued else []
    for to in (*groups, *readers):
        _push(report, to, texts.withdrawn(report.title, reason, asking.person.name), "void", asking)
    return texts.void(report.title, reason, told=len(groups))


def unread(report: Report, asking: Asking) -> Card:
    """Return who in the asker's charge has not read the issued report. Raises Sorry."""
    if report.state is not ReportState.ISSUED:
        raise Sorry(texts.not_issued(report.title))
    within = scope(asking.person, asking.tree)
    expected = [one for one in _readers(asking) if one.unit_id in within]
    have = set(reports.readers(asking.session, report))
    lacking = [one for one in expected if one.id not in have]
    return texts.unread(report.title, [_named(one, asking) for one in lacking], of=len(expected))


def _readers(asking: Asking) -> Sequence[Person]:
    return [one for role in _READERS for one in people.with_role(asking.session, role)]


def _named(person: Person, asking: Asking) -> str:
    unit = asking.tree.by_id.get(person.unit_id)
    return f"{person.name}（{unit.name}）" if unit else person.name


def _groups(asking: Asking) -> list[Recipient]:
    return [Recipient.group(one.id) for one in units.groups(asking.session) if one.id is not None]


def _push(report: Report, to: Recipient, card: Card, what: str, asking: Asking) -> None:
    outbox.enqueue(
        asking.session, f"report:{report.id}:{what}:{to}", to, card, urgency=Urgency.PROMPT, now=asking.now
    )


def _close(subject: str, state: ReportState, asking: Asking) -> None:
    click = asking.incoming if asking.click else None
    card_closing.close(
        asking.session, subject, texts.closed_as(state, asking.person.name), now=asking.now, click=click
    )


def _refuse_others(what: str, asking: Asking) -> None:
    if not may_issue(asking):
        roles = [one.term for one in Role if one.value in asking.desk.tables.reports.approvers]
        raise Sorry(texts.only_approvers(what, roles))


def _id(report: Report) -> int:
    assert report.id is not None
    return report.id
