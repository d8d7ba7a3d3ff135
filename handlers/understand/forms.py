"""Read structured messages: a title and `键：值` items in any order, on one line or many."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from config.lexicon import FormKind
from handlers.understand.duty_words import DUTY_WORD
from handlers.understand.words import any_of

_TITLE = re.compile(r"[#＃【\[\s]*(?P<title>[一-鿿]{2,10})(?:[】\]]|#?\s*(?::|，|\s|$))")


@dataclass(frozen=True, slots=True)
class Form:
    """A structured message: the code of its kind (None where no title says so) and its fields by key."""

    kind: str | None
    fields: Mapping[str, str]


def read_form(text: str, kinds: Sequence[FormKind]) -> Form | None:
    """Return the form that the evened-out `text` is, or None where it is plain talk.

    A form has a title with at least one known key, or two known keys without a title. Keys come back as the
    lexicon names them; a line without a key continues the field before it; an empty value is left out; of a
    repeated key the first value stays.
    """
    if ":" not in text:
        return None
    titled = _titled(text, kinds)
    if titled:
        kind, body = titled
        fields = _fields(body, kind)
        return Form(kind.code, fields) if fields else None
    if _ABOUT_A_HAZARD.match(text) or _CORRECTS.match(text):
        return None
    fields, kind = max(((_fields(text, kind), kind) for kind in kinds), key=lambda found: len(found[0]))
    if len(fields) < 2:
        return None
    return Form(_told_by_keys(fields, kinds), fields)


_ABOUT_A_HAZARD = re.compile(r"[#＃]?(?:填写?)?五(?:落实|到位)|[#＃]?\d+号(?:隐患)?(?:填写?)?五(?:落实|到位)")
"""What has labels of its own and speaks of a hazard that is registered already: no form."""
_CORRECTS = re.compile(rf"[#＃]?(?:更正|改正|修正|修改)[^\n:]{{0,30}}?(?:{DUTY_WORD.pattern})")
"""What corrects a record: its keys are for whoever knows which record."""


def _titled(text: str, kinds: Sequence[FormKind]) -> tuple[FormKind, str] | None:
    match = _TITLE.match(text)
    if not match:
        return None
    for kind in kinds:
        if match["title"] in kind.titles:
            return kind, _after_title(text, match, kind)
    return None


def _after_title(text: str, match: re.Match[str], kind: FormKind) -> str:
    """Leave the title in where it is a key as well: 「隐患：…」「巡查：正常」 carry their value behind it."""
    is_key = match["title"] in kind.key_by_synonym and text[match.end("title") :].lstrip("】]# ")[:1] == ":"
    return text[match.start("title") :] if is_key else text[match.end() :]


def _fields(text: str, kind: FormKind) -> dict[str, str]:
    fields: dict[str, str] = {}
    for key, value in _items(text, kind.key_by_synonym):
        cleaned = value.strip(" \n，;；。、")
        if cleaned:
            fields.setdefault(key, cleaned)
    return fields


def _items(text: str, key_by_synonym: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (key, value); an item reaches to the next known key that stands at a border and has a colon."""
    keys = list(_key_pattern(tuple(key_by_synonym)).finditer(text))
    for match, following in zip(keys, [*keys[1:], None], strict=False):
        yield key_by_synonym[match[1]], text[match.end() : following.start() if following else len(text)]


@lru_cache(maxsize=32)
def _key_pattern(synonyms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<=[\s，；。、#])|^)[\d一二三四五六七八九十]*[\.、)）]?({any_of(synonyms)})\s*:")


_TELLING = (
    ("meeting", {"应到", "主持", "议题", "议定"}),
    ("drill", {"用时", "失能", "预案"}),
    ("patrol", {"巡查人"}),
    ("holiday_check", {"节日"}),
    ("hazard", {"部位", "问题", "期限", "等级"}),
)


def _told_by_keys(fields: Mapping[str, str], kinds: Sequence[FormKind]) -> str | None:
    """Return the kind that an untitled form's keys give away, None where they fit several."""
    for code, telling in _TELLING:
        if telling & fields.keys():
            return code
    return None
