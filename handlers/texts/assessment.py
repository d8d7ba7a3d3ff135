"""What we say about tests and assessments by technical services (T6-2, T13-2)."""

import re
from collections.abc import Sequence

from handlers.texts.register import facts_of, full_day, what
from storage.registers import RegisterEntry
from storage.vocabulary import HazardSource

PROBLEM = "问题"
"""The field of a hazard's form that tells what is wrong."""
_SHOWN = 20
_BREAK = re.compile(r"[；;\n]+")


def split(problem: str) -> list[str]:
    """Return the findings one by one."""
    return [one for part in _BREAK.split(problem) if (one := part.strip(" ，。、"))]


def source(entry: RegisterEntry) -> tuple[str, str]:
    """Return which assessment found a hazard, as a labelled line."""
    done = full_day(entry.done_on) if entry.done_on else ""
    said = "，".join(one for one in (*facts_of(entry)[1:], done) if one)
    return "来源", f"{HazardSource.ASSESSMENT.term}（{what(entry)}{'，' if said else ''}{said}）"


def without_unit(findings: Sequence[str]) -> str:
    """Return the line about findings that name no institution."""
    return f"没写是哪家机构，没有登记隐患：{'；'.join(findings)}。请逐条发：隐患 单位 部位 问题"


def not_assessed(names: Sequence[str]) -> str:
    """Return the line about the institutions without a registered assessment."""
    shown = "、".join(names[:_SHOWN]) + (f" 等{len(names)}家" if len(names) > _SHOWN else "")
    return (
        f"还有{len(names)}家没有登记评估：{shown}。先发报告，再逐家发："
        f"检测评估 {names[0]} 消防评估 某某公司 11月20日 合格"
    )


def all_assessed() -> str:
    """Return what is noted where the last institution has been assessed."""
    return "各机构均已登记评估检测"


def closed(duty: str, period: str) -> str:
    """Return which duty of which period the last assessment has closed."""
    return f"{duty}（{period}）"
