"""Find which units and townships a text names, by names, nicknames, old names, typos and sound; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from config.lexicon import UnitTables
from handlers.understand.words import any_of, sound_of

CERTAIN = 90.0
LIKELY = 78.0
_TELLING = 4
"""How much of a name that is all kind (儿童福利中心) must be said."""
_LEAD = re.compile(r"^(?:鲁山县|鲁山|县)")
_TOWN_TAIL = r"(?:街道办事处|街道|办事处|镇|乡|办)?"


@dataclass(frozen=True, slots=True)
class UnitName:
    """What understanding needs to know of a unit."""

    id: int
    name: str
    short_names: tuple[str, ...] = ()
    town: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit that a text may mean: 100 where it is named in full, `LIKELY` where it only looks or sounds alike."""

    unit: UnitName
    score: float
    words: str


def find_units(text: str, units: Sequence[UnitName], tables: UnitTables) -> tuple[UnitMatch, ...]:
    """Return the units that `text` may mean, best first, at most five; empty where none is near.

    Two matches close together mean: ask. `certain_unit` draws that line.
    """
    plain = _written(text, tables)
    matches = [match for unit in units if (match := _match(plain, unit, tables))]
    if not matches:
        matches = [match for unit in units if (match := _alike(plain, unit, tables))]
    best = sorted(_undominated(matches), key=lambda one: (-one.score, -len(one.words), one.unit.id))
    return tuple(best[:5])


def certain_unit(matches: Sequence[UnitMatch]) -> UnitName | None:
    """Return the one unit that is meant, None where no match is certain or two are equally near."""
    if not matches or matches[0].score < CERTAIN:
        return None
    if len(matches) > 1 and matches[1].score > matches[0].score - 5:
        return None
    return matches[0].unit


def says_own_unit(text: str, tables: UnitTables) -> bool:
    """Return whether the text speaks of the sender's own unit: 我院, 俺院."""
    return bool(tables.own.search(text))


def towns_in(text: str, tables: UnitTables) -> tuple[str, ...]:
    """Return the townships named in `text` by their plain names (without 镇, 乡), in order, without repetition."""
    found = [(match.start(), tables.town_by_variant[match[1]]) for match in _town_pattern(tables).finditer(text)]
    return tuple(dict.fromkeys(town for _, town in sorted(found)))


def _town_pattern(tables: UnitTables) -> re.Pattern[str]:
    return re.compile(f"({any_of(tuple(tables.town_by_variant))})")


def _written(text: str, tables: UnitTables) -> str:
    """Return the text with townships by their plain names and nicknames spelled out."""
    text = _town_pattern(tables).sub(lambda match: tables.town_by_variant[match[1]], text)
    for nickname, name in sorted(tables.nicknames.items(), key=lambda pair: -len(pair[0])):
        if nickname in text and name not in text:
            return text.replace(nickname, name)
    return text


def _match(text: str, unit: UnitName, tables: UnitTables) -> UnitMatch | None:
    names = [_bare(name, tables) for name in (unit.name, *unit.short_names)]
    for name in names:
        if name and name in text:
            return UnitMatch(unit, 100.0, name)
    core, kind = _core_and_kind(names[0], tables)
    if len(core) >= 2 and core in text:
        return _by_core(text, unit, core, kind, tables)
    if not core and len(kind) > _TELLING and kind[:_TELLING] in text:
        return UnitMatch(unit, 92.0, kind[:_TELLING])
    return None


def _by_core(text: str, unit: UnitName, core: str, kind: str, tables: UnitTables) -> UnitMatch | None:
    """Judge a text that names the distinctive part: with the same kind nearly sure, with another kind not at all."""
    after = re.search(
        re.escape(core) + _TOWN_TAIL + rf"(?:的)?({'|'.join(tables.kinds)}|院|公寓|中心|所|站|馆)?", text
    )
    named = after[1] if after else None
    if named is None:
        return UnitMatch(unit, 84.0 if kind else 88.0, core)
    if named == kind or kind.endswith(named) or (named in ("敬老院", "养老院", "院") and kind.endswith("院")):
        return UnitMatch(unit, 95.0, core + named)
    return None


def _bare(name: str, tables: UnitTables) -> str:
    """Return the name without county and without 镇, 乡, 街道 behind a township."""
    name = _LEAD.sub("", name)
    match = re.match(_town_pattern(tables).pattern + _TOWN_TAIL, name)
    return tables.town_by_variant[match[1]] + name[match.end() :] if match else name


def _core_and_kind(name: str, tables: UnitTables) -> tuple[str, str]:
    kind = next((kind for kind in sorted(tables.kinds, key=len, reverse=True) if name.endswith(kind)), "")
    return name.removesuffix(kind), kind


def _alike(text: str, unit: UnitName, tables: UnitTables) -> UnitMatch | None:
    """Compare letters and sounds with the stretch of the text that is most like the name."""
    name = _bare(unit.name, tables)
    core, _ = _core_and_kind(name, tables)
    if len(core) < 2 or len(text) < 2:
        return None
    near = fuzz.partial_ratio_alignment(name, text)
    if near is None:
        return None
    words = text[near.dest_start : near.dest_end]
    core_sound = max((fuzz.ratio(_sound(core), _sound(part)) for part in _windows(text, len(core))), default=0.0)
    score = 0.5 * max(near.score, fuzz.ratio(_sound(name), _sound(words))) + 0.5 * core_sound
    return UnitMatch(unit, min(score, 92.0), words) if score >= LIKELY and core_sound >= 85 else None


@lru_cache(maxsize=4096)
def _sound(text: str) -> str:
    return sound_of(text)


def _windows(text: str, size: int) -> Iterable[str]:
    return (text[start : start + size] for start in range(max(1, min(len(text), 40) - size + 1)))


def _undominated(matches: list[UnitMatch]) -> list[UnitMatch]:
    """Drop a unit whose words are part of a longer match: 福利院 beside 社会福利院."""
    return [
        one for one in matches if not any(one.words != other.words and one.words in other.words for other in matches)
    ]
