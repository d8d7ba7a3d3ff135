"""Read who wants a later deadline until when and why, and what the office says to it; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from config.lexicon import Festival
from config.zone import TZ
from handlers.understand.days import Calendar, Time, find_times
from handlers.understand.hazard_command import leading_numbers
from handlers.understand.limits import limit_of

_ASKED = re.compile(
    r"[#＃]?(?:我们?|俺们?)?(?:想|要|需要)?(?:申请|请求|要求)?延期(?:整改)?(?:申请)?(?=[\s:，。、；到至#＃]|\d|YH|$)"
)
_LENGTH = re.compile(r"(?:\d+|[一二两三四五六七八九十半]+)\s*个?(?:半?月(?!\d)|工作日|天|周|星期|礼拜)(?!之?前)")
_AROUND = " \n，。、；:"
_NO_NUMBER = re.compile(r"[到至\d几一二两三四五六七八九十半]")
_VERDICT = re.compile(
    r"[#＃]?(?:我们?|所里|局里|股里)?(?P<no>不(?=同意|批准|予|准))?(?:同意|批准|予以批准|予批准|予|准予|准许|准)\s*"
)
_EXTENSION = re.compile(r"的?(?:这次|申请的?)?延期(?:整改)?(?:的?申请)?")
_QUESTION = ("？", "吗", "没有", "没")
_LABEL = re.compile(
    r"(?:^|(?<=[\s，。；、]))(?:(?P<reason>(?:延期)?(?:原因|理由)|因为|由于)|(?P<measures>(?:临时|防范|防控|安全|应急)*措施)"
    r"|(?P<day>(?:新的?)?(?:期限|时限)|延期?[到至]|日期))\s*(?:是|为|有)?[:\s]\s*"
)
_PIECE = re.compile(r"[^，。；！\n\s]+")
# 「配件没到先停用了」: reason and measure in one breath.
_BEGINS_MEASURE = re.compile(r"(?<=.)(?=(?:先|暂时|已经|已)(?:停|封|关|断|锁|围|撤|搬|隔|拉|禁|安排|派|加))")
_MEASURE = re.compile(
    r"^(?:我们|俺们)?(?:先|暂)|停[用业气电]|断[电气]|拉闸|关[停闭]|封[存闭条住了起堵上]|围[挡起栏住]|隔离|警[戒示]|专人"
    r"|看[守护]|值守|盯[着住防]|加[强密]|撤[离出人]|转移|搬[离出到走开]|腾空|不[让准许][用进住人]|禁[止用]|锁[住上好起]"
)
_WEAK_MEASURE = re.compile(r"临时|暂时|应急|代替|替代|备[用好足]|巡查")
_REQUEST = re.compile(
    r"申请|请求|延期|延几|宽限|能不能|能否|可否|可不可以|行不行|中不中|可以吗|行吗|推[到迟后]|[缓晚][几一两到]|再给"
    r"|来不及|[改弄完干整搞修][不没](?:完|成|好)|赶不[上及]"
)
_ASKING_WORDS = r"(?:想|要|申请|请求|能不能|能否|请|再)*(?:延期?|延长|推迟?|宽限|缓)?(?:整改)?(?:[到至])?\s*"
_BEFORE_DAY = re.compile(rf"{_ASKING_WORDS}$")
_AFTER_DAY = re.compile(r"\s*(?:之?前|底)?(?:完成|整改|改完|吧|行吗|可以吗|中不中|行不行)*")
_IS_CAUSE = re.compile(r"(?:左右|前后|以后|之后)?(?:才|开始|来[人货]|到货|开工|进场)")
_NOT_DONE = re.compile(r"[^，。；]{0,4}(?:[改弄完干整搞修][不没](?:完|成|好)|来不及|赶不[上及]|不了)")
_IS_GOAL = re.compile(r"[到至]\s*$")
_ADDED = re.compile(r"^(?:延|推|宽限|再?缓|再?给|再要)")
_ADDING = re.compile(r"(?:延期?|延长|推迟?|宽限|缓|再给)\s*$")
_SAYS_WHY = re.compile(r"^(?:主要)?(?:因为|由于|原因是|理由是|因)")


@dataclass(frozen=True, slots=True)
class Ask:
    """Whose deadline is to be moved, and what is said besides."""

    numbers: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the office says to wishes for a later deadline."""

    is_granted: bool
    numbers: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a wish for a later deadline says; what it is silent on is None or ""."""

    day: date | None
    reason: str
    measures: str


def read_ask(text: str) -> Ask | None:
    """Return the wish that the evened-out `text` is as a command (延期 12 …, 12号申请延期 …), else None.

    Without a number 「延期到月底」 is none: it may as well answer the question until when.
    """
    before, rest = leading_numbers(text)
    match = _ASKED.match(rest)
    if match is None or rest.endswith(_QUESTION):
        return None
    said = rest[match.end() :].lstrip(_AROUND)
    numbers = before
    if not before and not _LENGTH.match(said):
        numbers, said = leading_numbers(said)
    if not numbers and _NO_NUMBER.match(said):
        return None
    said = said.lstrip(_AROUND)
    # 「延期5天」 is five days more, 「5天」 alone is nothing.
    return Ask(numbers, f"{rest[match.start() : match.end()]}{said}" if _LENGTH.match(said) else said)


def read_verdict(text: str) -> Verdict | None:
    """Return the decision that the evened-out `text` is (同意延期 12, 12号不同意延期 …, 同意12号延期), else None."""
    before, rest = leading_numbers(text)
    verdict = _VERDICT.match(rest)
    if verdict is None or rest.endswith(_QUESTION):
        return None
    between, rest = leading_numbers(rest[verdict.end() :])
    match = _EXTENSION.match(rest)
    if match is None:
        return None
    numbers, note = before or between, rest[match.end() :]
    if not numbers:
        numbers, note = leading_numbers(note.lstrip(_AROUND))
    label = _LABEL.match(note.lstrip(_AROUND))
    note = note.lstrip(_AROUND)[label.end() if label else 0 :]
    return Verdict(verdict["no"] is None, numbers, note.strip(_AROUND))


def without_number(text: str, number: str) -> str:
    """Return free text without the hazard's number, which might be taken for a day: 15号能不能缓几天."""
    digits = rf"0*{number}" if number.isdigit() else re.escape(number)
    return re.sub(
        rf"(?:隐患|编号|第)?\s*[#＃]?(?<![\d月./]){digits}(?![\d月日./])\s*(?:号|条|项)?(?:的?隐患)?",
        " ",
        text,
        count=1,
    ).strip(_AROUND)


def without_label(text: str) -> str:
    """Return the answer to the question for one part without the name of that part: 原因：配件没到 → 配件没到."""
    return _LABEL.sub("", text, count=1).strip(_AROUND)


def until_said(note: str, ref: datetime, calendar: Calendar, festivals: Sequence[Festival]) -> date | None:
    """Return the day that a decision names (到12月3日), None where it names none."""
    goal = re.match(r"(?:延期?)?[到至]", note)
    return limit_of(note[goal.end() :], ref, calendar, festivals) if goal else None


def read_told(
    said: str,
    *,
    due_on: date,
    ref: datetime,
    calendar: Calendar,
    festivals: Sequence[Festival],
    cause: re.Pattern[str],
) -> Told:
    """Return the new day, the reason and the interim measures that `said` names, by labels or by their words.

    A length (延期5天) counts from the deadline `due_on`, a date is seen from `ref`; `cause` are the words of reasons.
    """
    free, labelled = _labelled(said)
    found = _day_in(free, due_on, ref, calendar, festivals)
    day = found[0] if found else None
    if "day" in labelled:
        named = _day_in(labelled["day"], due_on, ref, calendar, festivals)
        day = named[0] if named else day
    rest = _without_day(free, found[1]) if found else free
    reason, measures = _sorted(rest, cause)
    if "reason" in labelled:
        reason, more = (labelled["reason"], "") if "measures" in labelled else _sorted(labelled["reason"], cause)
        measures = measures or more
    return Told(day, reason, labelled.get("measures", measures))


def _labelled(said: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the first label, and the value of each label."""
    marks = list(_LABEL.finditer(said))
    if not marks:
        return said, {}
    values: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = said[mark.end() : following.start() if following else len(said)].strip(_AROUND)
        if value:
            values.setdefault(str(mark.lastgroup), value)
    return said[: marks[0].start()], values


def _day_in(
    text: str, due_on: date, ref: datetime, calendar: Calendar, festivals: Sequence[Festival]
) -> tuple[date, Time] | None:
    times = [
        one
        for one in find_times(text, ref, calendar, festivals, is_past=False)
        if one.words and not _IS_CAUSE.match(text, one.end) and not _NOT_DONE.match(text, one.end)
    ]
    if not times:
        return None
    goals = [one for one in times if _IS_GOAL.search(text[: one.begin])]
    lengths = [one for one in times if _is_length(one, text)]
    chosen = (goals or lengths or times)[0]
    if _is_length(chosen, text):
        ref = datetime.combine(due_on, time(12), TZ)
    day = limit_of(chosen.words, ref, calendar, festivals)
    return None if day is None else (day, chosen)


def _is_length(one: Time, text: str) -> bool:
    """Return whether it says how much longer, not until when: 延期5天, 延3个工作日."""
    is_added = one.rule == "allowed" and _ADDED.match(one.words) is not None
    return is_added or (one.rule == "workdays" and _ADDING.search(text[: one.begin]) is not None)


def _without_day(text: str, day: Time) -> str:
    before, after = _BEFORE_DAY.sub("", text[: day.begin]), text[day.end :]
    behind = _AFTER_DAY.match(after)
    return f"{before}，{after[behind.end() if behind else 0 :]}"


def _sorted(text: str, cause: re.Pattern[str]) -> tuple[str, str]:
    """Return (reason, measures) of what is said without labels; what is neither is a reason where no other is."""
    reasons, measures, others = [], [], []
    for piece in _pieces(text, cause):
        if _REQUEST.search(piece) and not cause.search(piece):
            continue
        if _MEASURE.search(piece):
            measures.append(piece)
        elif cause.search(piece):
            reasons.append(_SAYS_WHY.sub("", piece))
        elif _WEAK_MEASURE.search(piece):
            measures.append(piece)
        else:
            others.append(_SAYS_WHY.sub("", piece))
    return "，".join(reasons or others), "，".join(measures)


def _pieces(text: str, cause: re.Pattern[str]) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        measure = _BEGINS_MEASURE.search(piece)
        if measure and cause.search(piece[: measure.start()]):
            yield from (piece[: measure.start()], piece[measure.start() :])
        else:
            yield piece
