"""Read what a meeting decided 「议定」: 清理杂物（责任人 张三，11月30日前）, and what is done to it: 办结 Y12."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.understand.days import Time
from handlers.understand.duty_words import OFFICES
from storage.vocabulary import Role

FindTimes = Callable[[str], Sequence[Time]]
"""words → the times ahead in them, in order."""

_LEAD = re.compile(
    r"[#＃]?(?:(?:会议|例会|周例会|研判会|旬?调度)(?:的)?)?"
    r"(?P<what>决议|决定|议定事项|议定|议决|调度指示|工作指示|指示)(?:如下|事项)?\s*:\s*(?P<said>\S.*)",
    re.DOTALL,
)
_DISPATCH = re.compile(r"调度")
_ORDINAL = r"[（(]?\d{1,2}[）)]|\d{1,2}[.、．](?!\d)|[一二三四五六七八九十]、"
_ITEM_BREAK = re.compile(rf"[；;\n]+|。(?=\S)|(?:(?<=^)|(?<=[\s，。；]))(?:{_ORDINAL})")
_NAME = r"[一-鿿]{2,4}"
_OFFICE = rf"[一-鿿](?:{'|'.join(OFFICES)})"
_WHO = rf"(?:{_OFFICE}|{_NAME}?)"
_OWNER = (
    re.compile(
        rf"(?:主要)?(?:责任人|负责人|承办人|落实人|牵头人)\s*[:是为]?\s*(?P<who>{_OFFICE}|{_NAME})(?=[\s，。；、）)]|$)"
    ),
    re.compile(rf"(?:^|(?<=[\s，。；、（(]))由\s*(?P<who>{_WHO})\s*(?:负责|牵头|落实|办理|承办)"),
    re.compile(rf"(?:^|(?<=[\s，。；、（(]))(?P<who>{_WHO})\s*(?:负责|牵头|落实|承办)(?=[\s，。；、）)]|$)"),
)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_LIMIT_BEHIND = re.compile(r"\s*(?:之前|以前|前|内|之内)?\s*(?:必须|要|务必)?\s*(?:完成|办结|落实到位|到位)?")
_EDGES = " ，,。；;、:\n"
_NOTHING = re.compile(r"(?:无|没有?|暂无|/|同上)[。\s]*")
_NUMBER = r"[Yy]\s*(?P<number>\d{1,6})\s*号?"
_LIST = re.compile(
    r"(?:查看?|看看?)?\s*(?P<unit>[^\s\d:，。？]{2,20}?)?(?:的|\s)*(?:未办结的?|没办结的?|会议)?(?:议定事项|议定任务|决议事项)"
    r"(?:清单|列表|情况|有哪些)?\s*(?P<named>[^\s\d:，。？]{2,20})?[。？]?"
)
_ONE = re.compile(rf"(?:查看?|看看?)?\s*(?:议定(?:事项)?)?\s*{_NUMBER}\s*(?:情况|进展|历史|经过)?[。？]?")
_ACTS = (
    ("close", r"(?:已经?)?(?:办结|办完|完成|做完|办好)了?"),
    ("cancel", r"(?:撤销|取消|作废)(?:议定(?:事项)?)?"),
    ("postpone", r"(?:改期|延期|推迟|改期限)"),
    ("assign", r"(?:改?责任人(?:改?为|是)?|转给|交给|由)"),
)
_NUMBERS = rf"(?P<numbers>{_NUMBER}(?:[\s、，和]*[Yy]\s*\d{{1,6}}\s*号?)*)"
_BEFORE = tuple(
    (act, re.compile(rf"{words}\s*[:，]?\s*{_NUMBERS}[\s:，。]*(?P<said>.*)", re.DOTALL))
    for act, words in (*_ACTS[:-1], ("assign", "(?:改责任人|转给|交给)"))
)
_BEHIND = tuple(
    (act, re.compile(rf"{_NUMBERS}[\s:，]*{words}[\s:，。]*(?P<said>.*)", re.DOTALL)) for act, words in _ACTS
)
_NUMBERED = re.compile(r"[Yy]\s*(\d{1,6})\s*号?")
_TO = re.compile(r"^(?:到|至|为|改为|改到|推到|延到)\s*")
_WHY = re.compile(r"^(?:原因|理由|因为?)\s*[:，]?\s*")
OFFICES_BY_ROLE: Mapping[Role, tuple[str, ...]] = {
    Role.HEAD: ("院长", "主任", "负责人"),
    Role.TOWNSHIP: ("所长", "主任", "负责人"),
    Role.SECTION: ("股长", "主任", "负责人"),
    Role.LEADER: ("局长", "书记", "负责人"),
}
"""What people call whom by besides the name: 李院长."""
MINE = ("我", "我负责", "由我负责", "都由我负责", "我来")
"""What a person says who takes it on."""


@dataclass(frozen=True, slots=True)
class Said:
    """One decision as it was said."""

    text: str
    owner: str
    """The name, or surname and office; "" where nobody was named."""
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to which decisions."""

    act: str
    """close, cancel, postpone or assign."""
    numbers: tuple[int, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of the roster, as decisions may name them."""

    id: int
    name: str
    offices: tuple[str, ...] = ()
    """What may stand behind the surname instead of the name: 院长."""


def read_added(text: str) -> tuple[str, bool] | None:
    """Return the decisions that 「决议：…」 tells, unread, and whether it is a dispatch; None: something else."""
    match = _LEAD.fullmatch(text.strip())
    return (match["said"].strip(), bool(_DISPATCH.match(text.strip("#＃ ")))) if match else None


def read_items(text: str, find: FindTimes, today: date) -> list[Said]:
    """Return the decisions of the minutes, in order; empty for 「无」."""
    parts = [part.strip(_EDGES) for part in _split(text)]
    return [_item(part, find, today) for part in parts if part and not _NOTHING.fullmatch(part)]


def _split(text: str) -> list[str]:
    """Cut between decisions; what stands in brackets is never cut."""
    brackets = [match.span() for match in _BRACKETS.finditer(text)]
    cuts = [
        match.span()
        for match in _ITEM_BREAK.finditer(text)
        if not any(begin < match.start() < end for begin, end in brackets)
    ]
    parts, at = [], 0
    for begin, end in [*cuts, (len(text), len(text))]:
        parts.append(text[at:begin])
        at = end
    return parts


def _item(said: str, find: FindTimes, today: date) -> Said:
    owner, rest = "", said
    for pattern in _OWNER:
        if (match := pattern.search(rest)) is not None:
            owner, rest = match["who"], rest[: match.start()] + rest[match.end() :]
            break
    due_on, rest = _due(rest, find, today)
    rest = re.sub(r"[（(][\s，,。；;、:]*[）)]", "", rest)
    rest = re.sub(r"[，,、\s]{2,}", "，", rest).strip(_EDGES)
    return Said((rest if len(rest) >= 2 else said.strip(_EDGES))[:400], owner, due_on)


def _due(said: str, find: FindTimes, today: date) -> tuple[date | None, str]:
    """Return the last day that is named and the words without it, where they make sense without."""
    times = [one for one in find(said) if one.span.end >= today]
    if not times:
        return None, said
    last = times[-1]
    behind = _LIMIT_BEHIND.match(said, last.end)
    end = behind.end() if behind else last.end
    before = said[last.begin - 1] if last.begin else ""
    is_last = not said[end:].strip(_EDGES + "）)") and before not in "在于为到是"
    is_edge = is_last or before in "（(，,、 ；"
    return last.span.end, (said[: last.begin] + said[end:] if is_edge else said)


def read_act(text: str) -> Act | None:
    """Return what the text does to decisions, None where it does nothing to any."""
    said = text.strip(" 。！#＃")
    if said.endswith(("？", "吗", "没有")):
        return None
    for act, pattern in (*_BEFORE, *_BEHIND):
        if (match := pattern.fullmatch(said)) is not None:
            numbers = tuple(dict.fromkeys(map(int, _NUMBERED.findall(match["numbers"]))))
            return Act(act, numbers, match["said"].strip(" ，。:"))
    return None


def read_shown(text: str) -> int | None:
    """Return the number of the one decision that is asked about, None where the text asks something else."""
    match = _ONE.fullmatch(text.strip())
    return int(match["number"]) if match else None


def unit_of_list(text: str) -> str | None:
    """Return the unit whose decisions are asked for ("" for all in charge), None where the text is something else."""
    match = _LIST.fullmatch(text.strip())
    if match is None:
        return None
    unit = (match["unit"] or match["named"] or "").strip()
    return "" if unit in ("全县", "全局", "我的", "我们的", "本单位") else unit


def new_day(said: str, find: FindTimes) -> tuple[date | None, str]:
    """Return the new day that is named first, and the reason behind it."""
    rest = _TO.sub("", said)
    times = find(rest)
    if not times:
        return None, _WHY.sub("", rest).strip(_EDGES)
    first = times[0]
    left = (rest[: first.begin] + re.sub(r"^\s*(?:之前|以前|前)", "", rest[first.end :])).strip(_EDGES)
    return first.span.end, _WHY.sub("", left).strip(_EDGES)


def reason(said: str) -> str:
    """Return the reason without its label."""
    return _WHY.sub("", said).strip(_EDGES)


def meant(who: str, among: Sequence[Named]) -> list[Named]:
    """Return who of these is named: by the full name, else by surname and office; several where it is not clear."""
    by_name = [one for one in among if one.name == who]
    return by_name or [one for one in among if one.name[:1] == who[:1] and len(who) > 1 and who[1:] in one.offices]


def mentioned(text: str, among: Sequence[Named]) -> list[Named]:
    """Return whom of these the text names in full, each once."""
    return [one for one in among if one.name in text]


def read_owners(said: str, numbers: Sequence[int], among: Sequence[Named], me: int) -> dict[int, int]:
    """Return by number of the decision who is to do it, in an answer to the question for owners.

    「张三」 takes all, 「Y12 张三，Y13 李四」 each its own, 「张三 李四」 in their order; empty where nobody is.
    """
    bare = said.strip(_EDGES + "！")
    if bare in MINE:
        return dict.fromkeys(numbers, me)
    marks = list(_NUMBERED.finditer(said))
    if marks:
        found = {}
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            part = said[mark.end() : following.start() if following else len(said)].strip(_EDGES)
            if int(mark[1]) in numbers and len(who := _people(part, among, me)) == 1:
                found[int(mark[1])] = who[0]
        return found
    who = [one for part in re.split(r"[\s，,、；;和]+", bare) for one in _people(part, among, me)]
    if len(who) == 1:
        return dict.fromkeys(numbers, who[0])
    return dict(zip(numbers, who, strict=True)) if len(who) == len(numbers) else {}


def _people(part: str, among: Sequence[Named], me: int) -> list[int]:
    if part in MINE:
        return [me]
    named = re.sub(r"^(?:由|责任人|是|为)+\s*|(?:负责|牵头|落实)$", "", part.strip(_EDGES))
    return [one.id for one in (meant(named, among) if 2 <= len(named) <= 4 else mentioned(named, among))]
