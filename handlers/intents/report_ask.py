"""Send a report that fell due, or tell the figures so far: 月通报, 10月通报, 本旬调度, 季通报, 半年小结, 全年总评."""

import re
from datetime import date

from config.zone import TZ
from handlers import enclosures, report_facts, report_issuing, report_making, report_paper
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules.access import scope
from handlers.texts import report as texts
from handlers.texts import report_names as names
from handlers.texts.status import COUNTY
from handlers.understand.report_words import is_report, leading_report
from storage import reports
from storage.report_periods import Span
from storage.vocabulary import Level, ReportState, Role

_LEAD = re.compile(r"^(?:请|麻烦|帮我|给我|我要|看看|查看|打开|看|查|要|发|出|生成|起草|做)*(?:一下|一?份)?")
_END = re.compile(r"(?:发给?我|给我|一份|草稿|文件|吧|呢)*[。！]?")
_ANY_DAY = date(2026, 1, 1)
_COUNTY_WIDE = (Role.SECTION, Role.LEADER, Role.ADMIN)


def _read(heard: Heard) -> Wish | None:
    said = _LEAD.sub("", heard.text.strip(), count=1)
    if heard.form is not None or not is_report(said):
        return None
    return {"said": said} if _END.fullmatch(_rest(said)) else None


def _rest(said: str) -> str:
    # Which day it is makes no difference to where the name of a report ends.
    found = leading_report(said, _ANY_DAY)
    return found[1] if found else said


def _answer(wish: Wish, asking: Asking) -> Reply:
    found = leading_report(str(wish["said"]), asking.today)
    assert found is not None
    span = found[0]
    title = names.called(span)
    if span.first > asking.today:
        raise Sorry(texts.not_yet(title))
    begun = reports.begun(asking.session)
    if begun is None or begun.astimezone(TZ).date() > span.last:
        raise Sorry(texts.nothing(title))
    standing = reports.standing(asking.session, span.kind, span.key)
    is_over = span.last < asking.today
    is_for_all = standing is not None and standing.state is ReportState.ISSUED
    if is_over and (is_for_all or asking.person.role in _COUNTY_WIDE):
        return _paper(span, asking)
    return _figures(span, asking)


def _paper(span: Span, asking: Asking) -> Reply:
    report = report_making.draft(asking.session, span, tree=asking.tree, tables=asking.desk.tables, now=asking.now)
    assert report.id is not None
    name = report_paper.file_name(report)
    if report.file:
        enclosures.send(asking, report.file, name)
    else:
        enclosures.send_paper(asking, report_issuing.paper(report, asking), name)
    facts = report_facts.from_json(report.figures)
    about = report_issuing.titled(report, asking)
    return texts.following(about, facts, report.id, may_issue=report_issuing.may_issue(asking))


def _figures(span: Span, asking: Asking) -> Reply:
    facts, is_frozen = report_making.facts_of(
        asking.session, span, tree=asking.tree, tables=asking.desk.tables, now=asking.now
    )
    within = scope(asking.person, asking.tree)
    sees_all = within >= set(asking.tree.by_id) or asking.person.role in _COUNTY_WIDE
    if not facts.is_over:
        state = texts.running(facts.until, report_making.draft_day(span, asking.desk.tables))
    elif is_frozen:
        state = texts.frozen(report_issuing.titled(report_issuing.find(span, asking), asking))
    else:
        state = texts.NOT_FROZEN
    mine = facts if sees_all else facts.within(within)
    return texts.figures(names.called(span), COUNTY if sees_all else asking.unit.name, mine, state)


INTENT = Intent(
    "report_ask",
    "到期材料",
    ("月通报", "10月通报", "本旬调度", "季通报", "半年小结", "全年总评", "2026年第3季度通报"),
    _read,
    _answer,
    levels=(Level.BUREAU, Level.SECTION, Level.TOWNSHIP),
)
