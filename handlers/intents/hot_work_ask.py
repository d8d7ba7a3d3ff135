"""Ask for hot work: 动火 地点厨房 时间明天9点到11点 焊工张三 证号T123 监护人李四, or the form."""

from datetime import datetime

from config.clock import TZ
from handlers import hot_work as works
from handlers.hot_work import Wanted
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.rules.hot_work import Fault
from handlers.texts import hot_work as texts
from handlers.understand.hot_work import PARTS, parts_in, read_ask, span_of
from storage import hot_work
from storage.vocabulary import Level

TEMPLATE = "动火作业\n地点：\n时间：\n焊工：\n证号：\n监护人：\n作业内容："
_FORM = "hot_work"
_LONGEST = {"operator": 40, "watcher": 40, "certificate": 60, "place": 80, "work": 120, "time": 60}


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None and heard.form.kind not in (_FORM, None):
        return None
    parts = read_ask(heard.text)
    return None if parts is None else {"parts": parts}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    told = parts_in(heard.text)
    lacks = known["lacks"]
    if len(lacks) == 1 and not set(told) & set(PARTS) - {"place"}:
        # The only thing that was asked for: whatever the words, this is it.
        told = {lacks[0]: heard.text.strip("。！ ")}
    wanted = {part: value for part, value in told.items() if part in lacks or part == "work"}
    return {"parts": {**known["parts"], **wanted}, "lacks": lacks} if wanted else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    if (before := hot_work.by_origin(asking.session, asking.origin)) is not None:
        return texts.asked(before, [one.name for one in works.deciders(before, asking)])
    works.check_may_ask(asking)
    parts = {part: str(value)[: _LONGEST[part]] for part, value in wish["parts"].items()}
    trouble, span = "", _span(parts.get("time", ""), asking)
    if "time" in parts and span is None:
        trouble = texts.about_time(parts.pop("time"))
    if span is not None:
        probe = _wanted({"place": "", "operator": "1", "certificate": "", "watcher": "2"} | parts, span)
        fault = works.fault_of(probe, asking)
        if fault is not None:
            longest = asking.desk.tables.inspections.hot_work.longest
            trouble = texts.about_fault(fault, longest)
            parts.pop("time" if fault is not Fault.SAME_PERSON else "watcher")
    lacks = [part for part in PARTS if part not in parts]
    if lacks or span is None:
        known = [(texts.TERM_BY_PART[part], parts[part]) for part in PARTS if part in parts]
        return Question(texts.lacking(lacks, known, trouble), {"parts": parts, "lacks": lacks})
    return works.ask(_wanted(parts, span), asking)


def _wanted(parts: dict[str, str], span: tuple[datetime, datetime]) -> Wanted:
    begin, end = span
    return Wanted(
        parts["place"], begin, end, parts["operator"], parts["certificate"], parts["watcher"], parts.get("work", "")
    )


def _span(said: str, asking: Asking) -> tuple[datetime, datetime] | None:
    now = asking.now.astimezone(TZ)
    return span_of(said, now, asking.desk.calendar, asking.desk.lexicon.festivals) if said else None


INTENT = Intent(
    "hot_work_ask",
    "申请动火作业",
    (
        "动火 地点厨房 时间明天9点到11点 焊工张三 证号T123 监护人李四",
        "动火作业\n地点：厨房\n时间：明天9点到11点\n焊工：张三\n证号：T123\n监护人：李四",
    ),
    _read,
    _answer,
    _resume,
    template=TEMPLATE,
    levels=(Level.INSTITUTION,),
)
