"""Issue a report, or make it void: 签发 10月通报, 作废 10月通报 原因."""

import re

from handlers import report_issuing as issuing
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.texts import report as texts
from handlers.understand.report_words import leading_report, read_move
from storage.vocabulary import Level

_REASON = re.compile(r"^[\s:，。；、]*(?:原因|理由|因为)?[\s:，]*")


def _read(heard: Heard) -> Wish | None:
    found = read_move(heard.text)
    return None if found is None else {"does": found[0], "said": found[1]}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    return {**known, "reason": heard.text.strip()}


def _answer(wish: Wish, asking: Asking) -> Reply:
    found = leading_report(str(wish["said"]), asking.today)
    assert found is not None
    report = issuing.find(found[0], asking)
    if wish["does"] == texts.ISSUE:
        return issuing.issue(report, found[0], asking)
    reason = str(wish.get("reason", "")) or _REASON.sub("", found[1]).strip()
    if not reason and issuing.may_issue(asking):
        return Question(texts.why_void(report.title), wish)
    return issuing.void(report, reason, asking)


INTENT = Intent(
    "report_move",
    "签发通报",
    ("签发 10月通报", "作废 10月通报 原因：数据有误"),
    _read,
    _answer,
    _resume,
    levels=(Level.BUREAU, Level.SECTION),
)
