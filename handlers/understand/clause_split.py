"""Split a message into sentences, items of lists and clauses, also where nothing marks them; pure."""

import re
from itertools import pairwise

from config.lexicon import HazardTables
from handlers.understand.clauses import Tag, blanked, tags_of

_MARK = (
    r"(?:(?<![^\s，。；:、）)])|(?<=[一-鿿])(?=\d\.[一-鿿]))(?:（?\d{1,2}|（[一二三四五六七八九十])"
    r"(?:[.、）)](?!\d)|(?=[.、）)]\d{3,4}[^\d.]))"
)
"""A number that opens an item of a list: 1. 2、 (3)."""
SENTENCE = re.compile(rf"(?:{_MARK})?(?:(?!{_MARK})[^。！？\n；])+[。！？；\n]?")
ITEM = re.compile(_MARK)
_COMMA = re.compile(r"[，、]|(?<=[一-鿿\d）)]) (?=[一-鿿\d（(])|(?<!\d):")

_REACH = 60
"""How far back in an endless list a thing and its fault are looked for."""


def parts_of(sentence: str, tables: HazardTables) -> list[str]:
    """Split at commas, blanks and turns; a piece that names no fault of its own stays with the one behind it."""
    turns = {match.start() for match in tables.patterns["turn"].finditer(sentence)} - {0}
    denied = [match.span() for match in tables.patterns["negated"].finditer(sentence)]
    commas = {match.end() for match in _COMMA.finditer(sentence)}
    whole = {cut for cut in commas if not any(begin < cut < end for begin, end in denied)}
    cuts = sorted({0, len(sentence), *turns, *whole})
    pieces = [sentence[left:right] for left, right in pairwise(cuts)]
    merged: list[str] = []
    open_list = is_whole = False
    for piece in pieces:
        if open_list and not (is_whole and _is_faulty(piece, tables)):
            merged[-1] += piece
        elif piece.strip("，、 :。！？；"):
            merged.append(piece)
        open_list = piece.endswith("、") and bool(merged)
        is_whole = open_list and _is_whole(merged[-1][-_REACH:], tables)
    return [part for whole in merged for part in _unjoined(whole, tables)]


def _is_faulty(piece: str, tables: HazardTables) -> bool:
    if tables.patterns["bad"].search(piece):
        return True
    return any(tag.alone and tag.category not in _GOODS for tag in tags_of(piece, tables))


def _is_whole(piece: str, tables: HazardTables) -> bool:
    plain = tables.patterns["negated"].sub(blanked, piece)
    tags = tags_of(piece, tables)
    is_faulty = bool(tables.patterns["bad"].search(plain))
    if tags and tags[-1].category in _GOODS and _BARE.fullmatch(piece[tags[-1].end :]) and not _PUT.search(piece):
        return False
    return any(tag.alone for tag in tags) or (is_faulty and (bool(tags) or _SUBJECT.match(piece) is not None))


_GOODS = frozenset(("FLAM", "MATER"))
_BARE = re.compile(r"、?")
_PUT = re.compile(r"堆|放|存|搁|码|垛|摆|有|囤|用|晒|储|没|未|无")
"""A store of goods that are only listed (油漆、稀料与棉衣混放) waits for what is said of them all."""
_SUBJECT = re.compile(r"[^\W\d不没无未有在把]{2,5}、?$")


def _unjoined(part: str, tables: HazardTables) -> list[str]:
    """Split a clause typed without commas where a second thing with its own fault begins (出口堵了应急灯不亮)."""
    if len(part) < _SHORTEST_PAIR:
        return [part]
    idle = tables.patterns["helpless"].sub(blanked, part)
    tags = [tag for tag in tags_of(part, tables) if tag.weight >= _STRONG and idle[tag.begin] != "＿"]
    plain = tables.patterns["negated"].sub(blanked, idle) if len(tags) > 1 else ""
    faults = _faults_in(plain, tags, tables)
    cuts = [0]
    for fault in faults:
        end = _end_of(fault, part, tags)
        before = [tag for tag in tags if cuts[-1] <= tag.begin < end]
        after = next((tag for tag in tags if tag.begin >= end), None)
        lead = after.begin - end if after else 0
        if (
            not after
            or not before
            or lead > (_LEAD_OF_PLACE if _PLACED.match(part, end) else _LEAD)
            or _BINDS.match(part, end)
            or _leads_on(part, end, after.begin)
            or any(end <= other < after.begin for other, _ in faults)
        ):
            continue
        has_more = any(later >= after.end for later, _ in faults) or (
            after.alone and bool(_ENDED.search(part, 0, end))
        )
        if has_more and after.word not in {tag.word for tag in before}:
            whole = _PLACED.match(part, end) or _OWNER.fullmatch(part, end, after.begin)
            cuts.append(end if whole else after.begin)
    return [part[left:right] for left, right in zip(cuts, [*cuts[1:], len(part)], strict=True)]


def _faults_in(plain: str, tags: list[Tag], tables: HazardTables) -> list[tuple[int, int]]:
    """Return where words of fault, and things that are faults by themselves, begin and end, in order."""
    said = [match.span() for match in tables.patterns["bad"].finditer(plain)] if plain else []
    alone = ((tag.begin, tag.end) for tag in tags if tag.alone and _IS.search(plain, 0, tag.begin))
    return sorted({*said, *alone})


_IS = re.compile(r"(?:全是|都是|净是|是|有|装了?|焊了?|设了?)$")


def _leads_on(part: str, end: int, begin: int) -> bool:
    """Return whether the thing at `begin` is what the words before it are about: 违规用…, 倒在…, 充电的…."""
    if _LEADS_ON.search(part, end, begin) or _TO.search(part, end, begin) or _COUNTED.search(part, 0, begin):
        return True
    said = part[:end]
    return bool(_BE.search(said)) or (said.endswith("的") and not _COMPLEMENT.search(said))


_TO = re.compile(r"[在把从给对往于将被叫让拿离距比到]$")
_COUNTED = re.compile(
    r"(?:停|堆|放|摆|搁|存|装|有|用|挂|插|塞|码|养|住|睡|坐)(?:放|满)?(?:着|了)?[一二两三四五六七八九十几俩仨\d]+[辆个只台张桶瓶罐箱堆具盏块名位口人把排]?$"
)
_BE = re.compile(r"是[^，。]{1,4}[的哩]$")
_COMPLEMENT = re.compile(r"(?:得|是|死死|牢牢|严实|满满)[^，。]{0,4}的$")


def _end_of(fault: tuple[int, int], part: str, tags: list[Tag]) -> int:
    """Return where a statement of fault ends: behind its particles, and behind its object (堆床, 挡住灭火器)."""
    end = max([fault[1], *(tag.end for tag in tags if tag.begin < fault[1] < tag.end)])
    if _LEADS_ON.search(part, 0, end):
        thing = next((tag for tag in tags if tag.begin >= end), None)
        end = thing.end if thing and thing.begin - end < _LEAD else len(part)
    return _PARTICLES.match(part, end).end()  # type: ignore[union-attr]


_SHORTEST_PAIR = 10
_ENDED = re.compile(
    r"(?:了|哩|死|坏|黑|灭|断|亮|水|压|力|星|花|气|证|电|裂|漏|烂|堵|着|歪|斜|缺|满|严|过期|失效|锁|响|不动)$"
)
_STRONG = 2
_LEAD = 5
"""How many characters (of a place, of a person) may stand before the second thing."""
_LEAD_OF_PLACE = 9
_PLACED = re.compile(
    r"(?:[一二三四五六七八九十\d]{1,3}(?:楼|层|号|室|单元)|\d{3,4}|[东西南北前后]\w{0,2}(?:楼|院|屋|房|头)|[一-鿿]{1,3}(?:室|房|屋|间|厅|库|棚)(?!顶|门))"
)
_PARTICLES = re.compile(
    r"(?:了|着|死|住|满|光|黑|过|开|动|哩|呢|的|一半|两块|\d+[个块具盏只]|[一两三]?[个块具盏只])*"
)
_LEADS_ON = re.compile(
    r"(?:没有|教|讲|学|搭|建|盖|围|堆|放|挡|占|缺|少|没|无|未|遮|(?<![没欠失低])压|用|搁|摆|住|塞|存|埋|得|停|停放|停在|放在|在|靠|接|焊|穿|私拉|乱拉|拉|使用|用|给|只有|仅有|不会|不知道|不懂|不熟|不了解)(?:了|着|满|住|过)?$"
)
_OWNER = re.compile(
    r"(?:床头|床边|门口|屋里|抽屉里?|墙上|院里|楼[上下]|老[一-鿿](?:还|也)?(?:搁|在)?|"
    r"[一-鿿]{0,3}(?:大爷|师傅|护工)|里头|外头|上头|旁边)+"
)
_BINDS = re.compile(
    r"的|和|与|跟|及|、|在|把|从|到|上|里|下|内|外|边|就|也会|得|地(?!面|上|下)|中|时|期间|过程|人员|上岗"
)
