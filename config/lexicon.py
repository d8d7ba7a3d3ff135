"""Read and check `config/lexicon/*.toml`: the words that people use, for `handlers/understand`."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.festival_days import solar_term
from config.grams import without_numbers
from config.linear import LinearTable, LinearWrong, read_linear, together
from config.pattern_sieve import Sieve, Sieved, sieved
from config.required_grams import led, split
from config.simplified import simplified_by_traditional

Pattern = re.Pattern[str]
GIVEN_SIGNS = ("隐患", "陈述隐患", "提到", "编号", "引号", "引文", "图片", "点名", "部位")
"""Signs of intents that are no pattern but what the rest of understanding has found."""
IN_QUOTE = "引:"
"""Before a sign's name in a rule: it is looked for in what the message quotes."""
_LED = frozenset(("phrase",))
"""What is looked for at every place of nearly every message, so that it is worth making its macros fail fast."""
_MACRO = re.compile(r"\{([一-鿿]+)\}")


class LexiconWrong(Exception):
    """A lexicon file is missing or holds something it should not; the message names file and key."""


@dataclass(frozen=True, slots=True, eq=False)
class WordTables:
    """How writing is evened out before it is read; equal only to itself, so that it can be a key."""

    simplified_by_traditional: Mapping[str, str]
    right_by_wrong: Mapping[str, str]
    """Typos and homophones by the word that was meant."""
    robot_names: tuple[str, ...]
    word_by_emoji: Mapping[str, str]
    sound_alikes: tuple[str, ...]
    """Words of three characters and more that are recognised by their sound alone."""
    own_words: tuple[str, ...]
    """Words that the cutter must keep whole."""


@dataclass(frozen=True, slots=True)
class FormKind:
    """A structured message: its code, the titles that open it, and its keys by synonym."""

    code: str
    titles: tuple[str, ...]
    key_by_synonym: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Festival:
    """A day or holiday that deadlines lean on: statutory, lunar, solar, or a solar term 「节气」."""

    names: tuple[str, ...]
    holiday: str
    """The statutory holiday's Chinese name as the calendar knows it; "" where nobody is off."""
    lunar: tuple[int, int] | None
    solar: tuple[int, int] | None
    is_term: bool = False
    """Whether it is the solar term of its first name, 「节气」 behind it or not."""

    @property
    def term(self) -> str:
        """Return the solar term."""
        return self.names[0].removesuffix("节气")


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of emergency: what is said when it happens, and what takes it back."""

    code: str
    term: str
    present: Pattern
    unless: Pattern | None


@dataclass(frozen=True, slots=True)
class EmergencyTables:
    """Words of fires, leaks, injuries and missing people, and what shows that none is meant."""

    dangers: tuple[Danger, ...]
    never: Pattern
    """Whole-sentence signs that nothing is happening: a drill, a rule, a quoted accident, a question."""
    now: Pattern
    """Signs that it is happening all the same; they overrule `never`."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word that speaks for a category; `alone` where its mere presence is a hazard."""

    category: str
    weight: int
    alone: bool


@dataclass(frozen=True, slots=True)
class TieBreak:
    """A rule of taxonomy §1.1: what it looks for in a clause, the primary category and the ones beside it."""

    rule: str
    when: Pattern
    unless: Pattern | None
    categories: tuple[str, ...]


OPEN_GRADE = "open"
"""The class of hazards that one sentence cannot grade (taxonomy §2.3, §2.5)."""


@dataclass(frozen=True, slots=True)
class GradeRule:
    """A condition that suggests 重大 (taxonomy §2.2)."""

    clause: str
    when: Pattern
    unless: Pattern | None


@dataclass(frozen=True, slots=True, eq=False)
class HazardTables:
    """Everything that tells a hazard from a sentence about hazards; equal only to itself, so that it can be a key."""

    term_by_word: Mapping[str, Term]
    lengths_by_start: Mapping[str, tuple[int, ...]]
    """By the first two characters: how long the words of `term_by_word` are that begin with them."""
    starts: frozenset[str]
    """The keys of `lengths_by_start` as `grams` writes them, a number as 0."""
    tie_breaks: tuple[TieBreak, ...]
    grades: tuple[GradeRule, ...]
    sieve: Sieve
    """Which of the tie-breaks, then of the grades may fit a text; the named signs are behind it as well."""
    patterns: Mapping[str, Sieved]
    """Named signs: bad, fine, fixed, rule, question, elsewhere, turn …"""
    category_weights: LinearTable
    """What characters say for each of the categories."""
    fault_weights: LinearTable
    """What characters say for and against a present fault; its one class is "hazard"."""
    grade_weights: LinearTable
    """What characters say for 重大, for 一般, and for that one sentence cannot decide (OPEN_GRADE)."""
    seam_weights: LinearTable
    """What characters around a place say for a statement that begins there; its one class is "seam"."""
    parting_weights: LinearTable
    """What marks of two clauses say for and against another hazard in the second; its one class is "new"."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceTables:
    """Nouns of places inside an institution; equal only to itself, so that it can be a key."""

    phrase: Pattern
    only_with_more: Pattern
    trailing: Pattern
    never: Pattern
    people: Pattern
    """What behind a phrase shows that it names people: 消控室值班人员."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitTables:
    """How units and townships are called; equal only to itself, so that it can be a key."""

    town_by_variant: Mapping[str, str]
    nicknames: Mapping[str, str]
    kinds: tuple[str, ...]
    """Endings that tell what a unit is: 敬老院, 养老院, 日间照料中心 …"""
    own: Pattern
    """我院, 俺院: the sender's own unit."""


@dataclass(frozen=True, slots=True)
class IntentRule:
    """A way to know an intent: the signs a message must show, of each group one, and those it must not."""

    intent: str
    weight: int
    has: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class IntentTables:
    """The signs of the twenty intents, the rules about them in order, and the patterns of the slots.

    Equal only to itself, so that it can be a key.
    """

    signs: Mapping[str, tuple[Pattern, ...]]
    """What shows a sign is that one of its patterns is found."""
    rules: tuple[IntentRule, ...]
    slots: Mapping[str, Pattern]
    weights: LinearTable
    """What characters say for each of the intents."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables of `config/lexicon/`."""

    words: WordTables
    forms: tuple[FormKind, ...]
    festivals: tuple[Festival, ...]
    emergency: EmergencyTables
    hazards: HazardTables
    places: PlaceTables
    units: UnitTables
    intents: IntentTables


class _Table:
    """One TOML table, read with errors that name its file and key."""

    def __init__(self, file: str, values: Mapping[str, Any], path: str = "", macros: Mapping[str, str] | None = None):
        self.file, self.values, self.path = file, values, path
        self.macros = dict(macros or {})
        self.expansions: dict[str, str] = {}
        """The macros that were written out already."""

    def wrong(self, key: str, what: str) -> LexiconWrong:
        return LexiconWrong(f"{self.file}：{self.path}{key} {what}")

    def value(self, key: str, kind: type, what: str) -> Any:
        found = self.values.get(key)
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            raise self.wrong(key, f"应为{what}")
        return found

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and key not in self.values:
            return default
        return str(self.value(key, str, "文字"))

    def number(self, key: str) -> int:
        return int(self.value(key, int, "整数"))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the words of a list; one text of several words, split at blanks, does as well."""
        found = self.values.get(key)
        if isinstance(found, str):
            return tuple(found.split())
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            raise self.wrong(key, "应为文字列表")
        return tuple(found)

    def pairs(self, key: str) -> dict[str, str]:
        found = self.value(key, dict, "“词 = 词”的表")
        for word, meant in found.items():
            if not isinstance(meant, str):
                raise self.wrong(f"{key}.{word}", "应为文字")
        return dict(found)

    def day(self, key: str) -> tuple[int, int] | None:
        if key not in self.values:
            return None
        match self.values[key]:
            case [int(month), int(day)] if 1 <= month <= 12 and 1 <= day <= 31:
                return month, day
        raise self.wrong(key, "应为 [月, 日]")

    def pattern(self, key: str) -> Pattern:
        """Return a text, or the alternatives of a list, as one pattern; `{名}` is replaced by that macro."""
        found = self.values.get(key)
        parts = [found] if isinstance(found, str) else list(self.texts(key))
        return self.compiled(key, "|".join(f"(?:{part})" for part in parts) if len(parts) > 1 else parts[0])

    def compiled(self, key: str, pattern: str) -> Pattern:
        try:
            return re.compile(self.expanded(key, pattern))
        except re.error as error:
            raise self.wrong(key, f"不是合法的模式（{error}）") from error

    def expanded(self, key: str, pattern: str) -> str:
        def macro(match: re.Match[str]) -> str:
            name = match[1]
            if name not in self.macros:
                raise self.wrong(key, f"用了没有定义的 {{{name}}}")
            if name not in self.expansions:
                written = self.expanded(key, self.macros[name])
                self.expansions[name] = f"(?:{led(written) if key in _LED else written})"
            return self.expansions[name]

        return _MACRO.sub(macro, pattern)

    def maybe_pattern(self, key: str) -> Pattern | None:
        return self.pattern(key) if key in self.values else None

    def tables(self, key: str) -> Iterator["_Table"]:
        found = self.value(key, list, "[[表]]")
        for number, values in enumerate(found, 1):
            if not isinstance(values, dict):
                raise self.wrong(f"{key}[{number}]", "应为表")
            yield _Table(self.file, values, f"{self.path}{key}[{number}].", self.macros)

    def table(self, key: str) -> "_Table":
        return _Table(self.file, self.value(key, dict, "表"), f"{self.path}{key}.", self.macros)


_OF_MESSAGES = ("category", "fault", "grade", "intent")
"""The models that are asked about the same texts: added up in one go."""
_MODELS = (*_OF_MESSAGES, "seam", "parting")


def read_lexicon(folder: Path) -> Lexicon:
    """Return the lexicon of `folder` (`config/lexicon`).

    Raises LexiconWrong, in Chinese with file and key, where a file is missing or wrong.
    """
    words = _words(_read(folder, "words"))
    weights = {name: _weights(folder, name) for name in _MODELS}
    weights |= zip(_OF_MESSAGES, together(weights[name] for name in _OF_MESSAGES), strict=True)
    return Lexicon(
        words=words,
        forms=tuple(_form(kind) for kind in _read(folder, "forms").tables("form")),
        festivals=tuple(_festival(day) for day in _read(folder, "festivals").tables("festival")),
        emergency=_emergency(_read(folder, "emergency")),
        hazards=_hazards(folder, weights),
        places=_places(_read(folder, "places")),
        units=_units(_read(folder, "units")),
        intents=_intents(_read(folder, "intents"), weights["intent"]),
    )


def _read(folder: Path, name: str) -> _Table:
    file = folder / f"{name}.toml"
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LexiconWrong(f"{file.name}：没有这个文件") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconWrong(f"{file.name}：不是合法的 TOML（{error}）") from error
    table = _Table(file.name, values)
    table.macros = table.pairs("macros") if "macros" in values else {}
    return table


def _words(table: _Table) -> WordTables:
    return WordTables(
        simplified_by_traditional=simplified_by_traditional(),
        right_by_wrong=table.pairs("typos"),
        robot_names=table.texts("robot_names"),
        word_by_emoji=table.pairs("emoji"),
        sound_alikes=table.texts("sound_alikes"),
        own_words=table.texts("own_words"),
    )


def _form(table: _Table) -> FormKind:
    synonyms = {}
    for key in table.value("keys", dict, "表"):
        for synonym in (key, *table.table("keys").texts(key)):
            synonyms[synonym] = key
    return FormKind(table.text("code"), table.texts("titles"), synonyms)


def _festival(table: _Table) -> Festival:
    names, is_term = table.texts("names"), bool(table.values.get("term", False))
    festival = Festival(names, table.text("holiday", ""), table.day("lunar"), table.day("solar"), is_term)
    if not (festival.holiday or festival.lunar or festival.solar or is_term):
        raise table.wrong("holiday", "、lunar、solar、term 至少要有一个")
    try:
        if is_term:
            solar_term(2026, festival.term)
    except KeyError as error:
        raise table.wrong("names", f"的第一个“{names[0]}”不是节气") from error
    return festival


def _emergency(table: _Table) -> EmergencyTables:
    dangers = tuple(
        Danger(danger.text("code"), danger.text("term"), danger.pattern("present"), danger.maybe_pattern("unless"))
        for danger in table.tables("danger")
    )
    return EmergencyTables(dangers, table.pattern("never"), table.pattern("now"))


def _weights(folder: Path, name: str) -> LinearTable:
    try:
        return read_linear(folder / f"weights_{name}.json")
    except LinearWrong as error:
        raise LexiconWrong(str(error)) from error


def _hazards(folder: Path, weights: Mapping[str, LinearTable]) -> HazardTables:
    categories, signs, grades = (_read(folder, name) for name in ("categories", "hazards", "grades"))
    terms: dict[str, Term] = {}
    for row in categories.tables("words"):
        term = Term(row.text("category"), row.number("weight"), bool(row.values.get("alone", False)))
        for word in row.texts("words"):
            if len(word) > 12:
                raise row.wrong("words", f"里的“{word}”超过十二个字")
            if word in terms and terms[word] != term:
                raise row.wrong("words", f"里的“{word}”已在别处出现")
            terms[word] = term
    lengths: dict[str, set[int]] = {}
    for word in terms:
        lengths.setdefault(word[:2], set()).add(len(word))
    ties = tuple(
        TieBreak(tie.text("rule"), tie.pattern("when"), tie.maybe_pattern("unless"), tie.texts("categories"))
        for tie in signs.tables("tie")
    )
    rules = tuple(
        GradeRule(row.text("clause"), row.pattern("when"), row.maybe_pattern("unless"))
        for row in grades.tables("grade")
    )
    said = _patterns(signs, "signs")
    sieve = Sieve((*(tie.when for tie in ties), *(rule.when for rule in rules), *said.values()))
    return HazardTables(
        term_by_word=terms,
        lengths_by_start={start: tuple(sorted(found)) for start, found in lengths.items()},
        starts=frozenset(map(without_numbers, lengths)),
        tie_breaks=ties,
        grades=rules,
        sieve=sieve,
        patterns=sieved(said, sieve, len(ties) + len(rules)),
        category_weights=weights["category"],
        fault_weights=weights["fault"],
        grade_weights=weights["grade"],
        seam_weights=weights["seam"],
        parting_weights=weights["parting"],
    )


def _patterns(table: _Table, key: str) -> dict[str, Pattern]:
    return {name: table.table(key).pattern(name) for name in table.value(key, dict, "表")}


def _places(table: _Table) -> PlaceTables:
    return PlaceTables(
        table.pattern("phrase"),
        table.pattern("only_with_more"),
        table.pattern("trailing"),
        table.pattern("never"),
        table.pattern("people"),
    )


def _units(table: _Table) -> UnitTables:
    towns = {}
    for town in table.value("towns", dict, "表"):
        for variant in (town, *table.table("towns").texts(town)):
            towns[variant] = town
    return UnitTables(towns, table.pairs("nicknames"), table.texts("kinds"), table.pattern("own"))


def _intents(table: _Table, weights: LinearTable) -> IntentTables:
    signs = {key: _fast_patterns(table.table("signs"), key) for key in table.value("signs", dict, "表")}
    rules = tuple(_intent_rule(rule, {*signs, *GIVEN_SIGNS}) for rule in table.tables("rule"))
    slots = _patterns(table, "slots")
    return IntentTables(signs, rules, slots, weights)


def _fast_patterns(table: _Table, key: str) -> tuple[Pattern, ...]:
    """Return a sign's alternatives as patterns that search fast.

    Alternatives that begin with a character are one pattern, every other is one of its own: only so the engine
    knows from the first character where it need not look.
    """
    plain: list[str] = []
    others: list[str] = []
    for part in split(table.text(key)):
        (others if part[:1] in "([{\\^" else plain).append(part)
    return tuple(table.compiled(key, part) for part in (*(["|".join(plain)] if plain else []), *others))


def _intent_rule(rule: _Table, known: Set[str]) -> IntentRule:
    has = tuple(tuple(group.split("|")) for group in rule.text("has").split())
    lacks = tuple(rule.text("lacks", "").split())
    for name in (*lacks, *(name for group in has for name in group)):
        if name.removeprefix(IN_QUOTE) not in known:
            raise rule.wrong("has/lacks", f"里的“{name}”不是 signs 里的迹象")
    return IntentRule(rule.text("intent"), rule.number("weight"), has, lacks)
