"""Split a message into sentences, items of lists and clauses, also where nothing marks them; pure."""

import re
from itertools import pairwise

from config.lexicon import HazardTables
from handlers.understand.clause_seams import seams
from handlers.understand.clauses import blanked, tags_of

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


def _unjoined(part: str, tables: HazardTables) -> list[str]:
    """Split what was typed without a mark where a second statement begins (出口堵了应急灯不亮)."""
    cuts = [0, *seams(part, tables), len(part)]
    return [part[left:right] for left, right in pairwise(cuts)]


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
