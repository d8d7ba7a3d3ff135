"""Even out how a message is written, keep the original, and cut it into words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from config.lexicon import WordTables
from config.limits import LONGEST_READ

_HALF_TO_FULL = str.maketrans({",": "，", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"})
_PICTURE = re.compile(r"[\[【](?:图片|照片|图|视频|语音|文件|动画表情|表情|位置)[\]】]|<图片>")
_FACE = re.compile(r"\[(?!\d)[A-Za-z一-鿿]{1,4}\]")
_RULER = re.compile(r"^\s*(?:[-—_=] ?){4,}\s*$", re.MULTILINE)
_CORNER_QUOTE = re.compile(r"\s*「(?P<quote>[^」]*)」\s*(?P<rest>.+)", re.DOTALL)
_CURLY_QUOTE = re.compile(r"\s*[“\"](?P<quote>[^”\"]{4,})[”\"](?:\s+|——?)(?P<rest>.+)", re.DOTALL)
_REPEATED = re.compile(r"([，。；！？、~～:])\1+")
_CIRCLED = re.compile("(?<![清管])[①-⑳]")
"""The number of an item; behind 三清 and 两管 it is part of the name (三清③)."""
_RUN = re.compile(r"(.)\1{30,}")
"""A key held down: no word, but slow to search."""
_BLANKS = re.compile(r"[^\S\n]+")
_SYMBOLS = frozenset(("So", "Sk", "Cs", "Cf", "Mn", "Co", "Cn", "Me"))


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it was written and as it is read."""

    original: str
    text: str
    """Half-width letters and digits, full-width punctuation except ":", simplified, typos mended; lines kept."""
    quote: str = ""
    """What the message quotes 「…」 before it says something of its own, evened out likewise."""
    mentions: tuple[str, ...] = ()
    pictures: int = 0
    mended: tuple[str, ...] = field(default=())
    """“wrong→right” for every typo that was mended, in the order of the table."""


def normalise(original: str, tables: WordTables) -> Said:
    """Return the message evened out; never raises, whatever the characters are."""
    text = _plain(original[:LONGEST_READ], tables)
    quote, text = _split_quote(text)
    text, pictures = _PICTURE.subn(" ", text)
    text = _FACE.sub("", text)
    text, mentions = _without_mentions(text, tables.robot_names)
    text = _tidy(text)
    text, mended = mend(text, tables)
    return Said(original, text, mend(_tidy(quote), tables)[0] if quote else "", mentions, pictures, mended)


def as_written(words: str, original: str, tables: WordTables) -> str:
    """Return `words`, found in the evened-out text, the way the original writes them (繁體, full width)."""
    if words in original:
        return words
    table = tables.simplified_by_traditional
    even = [unicodedata.normalize("NFKC", character) for character in original]
    begin = "".join(table.get(one, one) if len(one) == 1 else "＿" for one in even).find(words)
    return original[begin : begin + len(words)] if begin >= 0 else words


def _plain(text: str, tables: WordTables) -> str:
    if not _EVERYDAY.fullmatch(text):
        for emoji, word in tables.word_by_emoji.items():
            text = text.replace(emoji, word)
    text = _CIRCLED.sub(
        lambda match: f" {unicodedata.digit(match[0], 0) or unicodedata.numeric(match[0]):.0f}.", text
    )
    text = unicodedata.normalize("NFKC", text.replace("…", "，")).translate(_HALF_TO_FULL)
    if not text.isascii():
        table = tables.simplified_by_traditional
        text = "".join(table.get(character, character) for character in text)
    if _EVERYDAY.fullmatch(text):
        return text
    return "".join(character for character in text if _is_readable(character))


_EVERYDAY = re.compile(r"[\n一-鿿\w，。；！？（）：、“”‘’《》「」【】·—…～%#@&*()\[\]<>/\\|,.;:!?'\"=\- ]*", re.ASCII)
"""Letters, digits and everyday signs, all readable: most messages hold nothing else."""


def _is_readable(character: str) -> bool:
    return character == "\n" or (character.isprintable() and unicodedata.category(character) not in _SYMBOLS)


def _split_quote(text: str) -> tuple[str, str]:
    for pattern in (_CORNER_QUOTE, _CURLY_QUOTE):
        if match := pattern.match(text):
            rest = _RULER.sub("", match["rest"]).strip()
            if rest:
                return match["quote"], rest
    return "", text


def _without_mentions(text: str, robot_names: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    mentions: list[str] = []
    names = any_of(tuple(robot_names))

    def take(match: re.Match[str]) -> str:
        mentions.append(match[1] or match[2])
        return " "

    text = re.sub(rf"@(?:({names})|(\S{{1,20}}?)(?=[\s，:]|$))[，:]?", take, text)
    return text, tuple(mentions)


def _tidy(text: str) -> str:
    text = _RUN.sub(lambda match: match[1] * 30, _REPEATED.sub(r"\1", _BLANKS.sub(" ", text)))
    lines = (line.strip(" ~～") for line in text.split("\n"))
    return "\n".join(lines).strip("\n ")


def mend(text: str, tables: WordTables) -> tuple[str, tuple[str, ...]]:
    """Return the text with known typos and unmistakable homophones replaced, and what was replaced."""
    mended: list[str] = []
    is_right = _typo_starts(tables).isdisjoint(pairwise(text))
    for wrong, right in () if is_right else tables.right_by_wrong.items():
        if wrong in text and (right not in text or wrong not in right):
            text = text.replace(wrong, right)
            mended.append(f"{wrong}→{right}")
    return _mend_by_sound(text, tables, mended), tuple(mended)


@lru_cache(maxsize=8)
def _typo_starts(tables: WordTables) -> frozenset[tuple[str, str]]:
    """Return the two characters that each of the typos begins with."""
    return frozenset((wrong[0], wrong[1]) for wrong in tables.right_by_wrong)


def _mend_by_sound(text: str, tables: WordTables, mended: list[str]) -> str:
    word_by_sound, heads = _sounds_of(tables)
    sounds = [_SOUND_BY_CHARACTER.get(character) or _sound(character) for character in text]
    pairs = list(pairwise(sounds))
    if heads.isdisjoint(pairs):
        return text
    starts = [start for start, pair in enumerate(pairs) if pair in heads]
    for size in range(6, 1, -1):
        for start in starts:
            right = word_by_sound.get(tuple(sounds[start : start + size]))
            wrong = text[start : start + size]
            if right and wrong != right and _is_like(wrong, right):
                text = text[:start] + right + text[start + size :]
                mended.append(f"{wrong}→{right}")
    return text


def _is_like(wrong: str, right: str) -> bool:
    """Return whether a character is right as well; of a word of two it must be the first."""
    if len(right) == 2:
        return wrong[0] == right[0]
    return any(left == meant for left, meant in zip(wrong, right, strict=True))


_SOUND_BY_CHARACTER: dict[str, str] = {}
_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


@lru_cache(maxsize=8)
def _sounds_of(tables: WordTables) -> tuple[dict[tuple[str, ...], str], frozenset[tuple[str, ...]]]:
    """Return the words by their sounds, and the two sounds that each of them begins with."""
    word_by_sound = {tuple(_sound(character) for character in word): word for word in tables.sound_alikes}
    return word_by_sound, frozenset(sounds[:2] for sounds in word_by_sound)


def _sound(character: str) -> str:
    """Return the toneless sound with 平翘舌 and 前后鼻音 made equal; the character itself where it has none."""
    if character not in _SOUND_BY_CHARACTER:
        _SOUND_BY_CHARACTER[character] = sound_of(character) if "一" <= character <= "鿿" else character
    return _SOUND_BY_CHARACTER[character]


def sound_of(text: str) -> str:
    """Return the toneless pinyin of a word, blanks between syllables, 平翘舌 and 前后鼻音 made equal."""
    from pypinyin import lazy_pinyin

    sound = " ".join(lazy_pinyin(text))
    for careful, loose in _FUZZY:
        sound = sound.replace(careful, loose)
    return sound


@lru_cache(maxsize=64)
def any_of(words: tuple[str, ...]) -> str:
    """Return the alternatives of a pattern that matches any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class Cutter:
    """Cuts text into words with jieba and the project's own dictionary; loads on the first cut.

    `cache_folder` receives jieba's cache; a folder of one's own, because the default is a file with a name
    that all users of the machine share.
    """

    def __init__(self, own_words: Iterable[str], cache_folder: Path) -> None:
        self._own_words = tuple(own_words)
        self._cache_folder = cache_folder
        self._tokenizer: Any = None

    def cut(self, text: str) -> list[str]:
        """Return the words of `text` in order, without blanks and punctuation."""
        words = self._loaded().lcut(text)
        return [word for word in words if any(character.isalnum() for character in word)]

    def _loaded(self) -> Any:
        if self._tokenizer is None:
            import logging

            import jieba

            jieba.setLogLevel(logging.WARNING)
            tokenizer = jieba.Tokenizer()
            tokenizer.tmp_dir = str(self._cache_folder)
            for word in self._own_words:
                tokenizer.add_word(word)
            self._tokenizer = tokenizer
        return self._tokenizer


def dictionary(own_words: Iterable[str], term_by_word: Mapping[str, object]) -> tuple[str, ...]:
    """Return all words that the cutter keeps whole: the listed ones and those of the categories."""
    return tuple(dict.fromkeys((*own_words, *term_by_word)))
