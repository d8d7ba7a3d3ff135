"""Read hot work: 动火 地点厨房 时间明天9点到11点 焊工张三 证号T123 监护人李四, 同意动火 3, 复查 3 正常; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.lexicon import Festival
from handlers.understand.days import Calendar, find_times

PARTS = ("place", "time", "operator", "certificate", "watcher")
"""What a ticket must say, in the order in which it is asked for."""

_LABELS = {
    "place": "动火地点 地点 位置 部位",
    "time": "动火时间 时间",
    "operator": "焊工 电焊工 操作人 作业人 动火人",
    "certificate": "特种作业证号 操作证号 证书号 证号 证书 操作证",
    "watcher": "监护人 看火人 看护人",
    "work": "作业内容 内容 干什么",
}
_PART_BY_LABEL = {label: part for part, line in _LABELS.items() for label in line.split()}
_LABEL = re.compile(
    rf"(?:^|(?<=[\s，；。、]))({'|'.join(sorted(_PART_BY_LABEL, key=len, reverse=True))})\s*[:为是]?\s*"
)
_ASK = re.compile(r"(?:申请)?动火(?:作业)?(?:申请|审批|报备)?(?:$|[\s:，。]+(?P<rest>.*))", re.DOTALL)
_MOVE = re.compile(
    r"(?P<what>不同意动火|不批准动火|同意动火|批准动火|动火结束|结束动火|动火完成|动火复查|复查动火|取消动火|撤销动火|复查)"
    r"[\s:，]*(?P<number>\d{1,6})?\s*(?:号|票)?[\s:，。]*(?P<note>.*)",
    re.DOTALL,
)
_ACTS = {
    "同意动火": "grant", "批准动火": "grant", "不同意动火": "refuse", "不批准动火": "refuse",
    "动火结束": "end", "结束动火": "end", "动火完成": "end", "取消动火": "cancel", "撤销动火": "cancel",
    "动火复查": "recheck", "复查动火": "recheck", "复查": "recheck",
}  # fmt: skip
_ALL_RIGHT = re.compile(r"(?:一切|都|均)?(?:正常|没问题|无余火|没有余火|无异常|安全|已熄灭)[。！]?")
_AROUND = " ，；。、:\n"
_LIST = re.compile(r"(?:查看|看)?动火(?:作业)?(?:票|情况|清单)")


@dataclass(frozen=True, slots=True)
class HotWorkMove:
    """What is done to which ticket; the number "" where none was typed."""

    act: str
    """grant, refuse, end, cancel, recheck, embers or list."""
    number: str = ""
    note: str = ""


def read_ask(text: str) -> dict[str, str] | None:
    """Return the parts of the ticket that the evened-out `text` asks for, as written; None where it asks for none."""
    match = _ASK.fullmatch(text.strip())
    return None if match is None else parts_in(match["rest"] or "")


def parts_in(text: str) -> dict[str, str]:
    """Return what stands behind each label, as written; what stands before the first one is the place."""
    found: dict[str, str] = {}
    labels = list(_LABEL.finditer(text))
    lead = (text[: labels[0].start()] if labels else text).strip(_AROUND)
    for match, following in zip(labels, [*labels[1:], None], strict=False):
        value = text[match.end() : following.start() if following else len(text)].strip(_AROUND)
        if value:
            found.setdefault(_PART_BY_LABEL[match[1]], value)
    if lead and not re.search(r"\d", lead):
        found.setdefault("place", lead)
    return found


def read_move(text: str) -> HotWorkMove | None:
    """Return what the evened-out `text` does to a ticket, None where it does nothing."""
    said = text.strip(" 。！")
    if _LIST.fullmatch(said):
        return HotWorkMove("list")
    match = _MOVE.fullmatch(said)
    if match is None or said.endswith(("？", "吗")):
        return None
    act, number, note = _ACTS[match["what"]], match["number"] or "", match["note"].strip()
    if match["what"] == "复查" and not number:
        return None
    if act == "recheck" and note:
        return HotWorkMove("recheck" if _ALL_RIGHT.fullmatch(note) else "embers", number, note)
    return HotWorkMove(act, number, note)


def span_of(
    said: str, ref: datetime, calendar: Calendar, festivals: Sequence[Festival]
) -> tuple[datetime, datetime] | None:
    """Return (begin, end) of 「明天9点到11点」; the end without a day is the begin's day, or the night after.

    None where not two times of day are named.
    """
    times = [one for one in find_times(said, ref, calendar, festivals, is_past=False) if one.span.at is not None]
    if len(times) != 2:
        return None
    first, last = times
    assert first.span.at is not None
    assert last.span.at is not None
    begin = datetime.combine(first.span.end, first.span.at, ref.tzinfo)
    day = first.span.end if last.rule == "clock" else last.span.end
    end = datetime.combine(day, last.span.at, ref.tzinfo)
    if last.rule == "clock" and end <= begin and begin.hour >= 12 > end.hour:
        end += timedelta(days=1)
    return begin, end


def is_all_right(said: str) -> bool:
    """Return whether the look back has found nothing."""
    return _ALL_RIGHT.fullmatch(said) is not None
