"""Say that one has read an issued report 「已阅」, and ask who has not: 已阅 10月通报, 谁没看 10月通报."""

import re
from datetime import date

from handlers import report_issuing as issuing
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules.access import OFFICERS
from handlers.texts import report as texts
from handlers.understand.report_words import is_report, leading_report
from storage import reports
from storage.reports import Report
from storage.vocabulary import Level, ReportState

_READ = re.compile(r"已阅(?:读|知)?[\s:，]*(?P<said>.{0,30})")
_WHO = re.compile(
    r"(?:谁|哪些人|哪几个|还有谁)(?:还)?(?:没有?|未)(?:看|阅|已阅|确认)(?:过|完)?[\s:，]*(?P<said>.{0,30}?)[？。]?"
    r"|(?P<before>.{0,30}?)(?:有)?(?:谁|哪些人)(?:还)?(?:没有?|未)(?:看|阅|已阅|确认)(?:过|完)?[？。]?"
)


def _read(heard: Heard) -> Wish | None:
    text = heard.text.strip()
    if heard.form is not None:
        return None
    for asks, pattern in (("read", _READ), ("unread", _WHO)):
        if found := pattern.fullmatch(text):
            said = (found["said"] or (found["before"] if asks == "unread" else "") or "").strip()
            if not said or is_report(said):
                return {"asks": asks, "said": said}
    return None


def _answer(wish: Wish, asking: Asking) -> Reply:
    if wish["asks"] == "unread" and asking.person.role not in OFFICERS:
        raise Sorry(texts.not_yours())
    report = _find(str(wish["said"]), asking.today, asking)
    if wish["asks"] == "unread":
        return issuing.unread(report, asking)
    if report.state is not ReportState.ISSUED:
        raise Sorry(texts.not_issued(report.title))
    is_new = reports.read_by(asking.session, report, asking.person, now=asking.now)
    return texts.read(report.title, is_new=is_new)


def _find(said: str, today: date, asking: Asking) -> Report:
    """Return the report that is named, the one issued last where none is. Raises Sorry."""
    if found := leading_report(said, today):
        return issuing.find(found[0], asking)
    latest = reports.latest_issued(asking.session)
    if latest is None:
        raise Sorry(texts.none_issued())
    return latest


INTENT = Intent(
    "report_read",
    "已阅通报",
    ("已阅", "已阅 10月通报", "谁没看 10月通报"),
    _read,
    _answer,
    levels=tuple(Level),
)
