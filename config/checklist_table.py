"""Checklists of visits and of the head's check for major hazards: config/checklists/*.toml."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from config.evidence_table import UNIT_TYPES
from config.hazard_table import CATEGORIES
from config.reading import Section, codes, flag, whole

FACTORS = (
    "factor_exit", "factor_evac", "factor_hotwork", "factor_flam", "factor_fire", "factor_elec", "factor_drill",
    "factor_mater", "factor_mixed", "factor_ebike", "factor_flame",
)  # fmt: skip
"""The fatal risk factors that the text lists under 「十大」, eleven of them (T5-6)."""
CLEARINGS = ("clear_passages", "clear_barriers", "clear_flammables")
"""三清 (T5-7)."""
CONTROLS = ("control_fire", "control_hotwork")
"""两管 (T5-8)."""
COUNTS = (*FACTORS, *CLEARINGS, *CONTROLS)
"""What an item may count under, as storage/vocabulary.Tag writes it."""

T = TypeVar("T")

SUPERVISION, MAJOR = "supervision", "major"
PURPOSES = (SUPERVISION, MAJOR)
_LONGEST_TEXT = 30


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to be looked at."""

    id: str
    """Never changed once released."""
    text: str
    category: str
    """The category of a hazard that is found here."""
    counts: tuple[str, ...] = ()
    """Which of COUNTS it stands for."""
    is_major_criterion: bool = False
    clause: str = ""
    """What the suggestion of 「重大」 rests on."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """One list: for whom it is and what is on it, in the order in which people answer by number."""

    code: str
    title: str
    purpose: str
    items: tuple[ChecklistItem, ...]
    unit_types: tuple[str, ...] = ()
    """Empty: for whoever has no list of their own."""
    is_residential: bool | None = None
    headcount_from: int | None = None
    headcount_to: int | None = None

    def fits(self, unit_type: str, *, is_residential: bool, headcount: int | None) -> bool:
        """Return whether the list is for such a unit; one that asks for a size is for none of unknown size."""
        if self.unit_types and unit_type not in self.unit_types:
            return False
        if self.is_residential not in (None, is_residential):
            return False
        if self.headcount_from is None and self.headcount_to is None:
            return True
        return headcount is not None and (self.headcount_from or 0) <= headcount <= (self.headcount_to or headcount)

    @property
    def narrowness(self) -> int:
        """Return how many things the list asks of a unit: of two that fit, the narrower is meant."""
        size = self.headcount_from is not None or self.headcount_to is not None
        return 4 * bool(self.unit_types) + 2 * size + (self.is_residential is not None)


@dataclass(frozen=True, slots=True)
class ChecklistTable:
    """All lists by code."""

    by_code: Mapping[str, Checklist]

    @classmethod
    def from_content(cls, content: str) -> "ChecklistTable":
        """Return the lists of a version kept by `Tables.content`. Raises TablesWrong."""
        files = json.loads(content)
        return read_checklists([Section(f"checklists/{name}", "", one, []) for name, one in sorted(files.items())])

    def choose(self, unit_type: str, purpose: str, *, is_residential: bool, headcount: int | None) -> Checklist:
        """Return the narrowest list of the purpose that is for such a unit; there is always one."""
        fitting = [
            one
            for one in self.by_code.values()
            if one.purpose == purpose and one.fits(unit_type, is_residential=is_residential, headcount=headcount)
        ]
        return max(fitting, key=lambda one: one.narrowness)


def read_checklists(files: list[Section]) -> ChecklistTable:
    """Return the lists of the files. Raises TablesWrong, also where a purpose has no list for all other units."""
    codes_ = {top.text("code"): top for top in files}
    read: dict[str, Checklist] = {}
    for top in files:
        _read_one(top.text("code"), codes_, read, ())
    for purpose in PURPOSES:
        rest = [one for one in read.values() if one.purpose == purpose and not one.narrowness]
        if len(rest) != 1:
            fault = f"{purpose} 要有且只有一份不限单位类型的检查表"
            raise files[0].wrong("purpose", fault, [one.code for one in rest])
    return ChecklistTable(read)


def _read_one(
    wanted: str, files: Mapping[str, Section], read: dict[str, Checklist], below: tuple[str, ...]
) -> Checklist:
    if wanted in read:
        return read[wanted]
    top = files[wanted]
    title, purpose = top.text("title"), top.text("purpose")
    if purpose not in PURPOSES:
        raise top.wrong("purpose", f"只能写 {'、'.join(PURPOSES)}", purpose)
    inherited: tuple[ChecklistItem, ...] = ()
    if top.has("extends"):
        base = top.text("extends")
        if base not in files or base in (wanted, *below):
            raise top.wrong("extends", "要写另一份检查表的 code，不能绕回自己", base)
        inherited = _read_one(base, files, read, (*below, wanted)).items
    own = tuple(_read_item(entry) for entry in top.sections("item"))
    items = (*inherited, *own)
    if len({item.id for item in items}) < len(items):
        raise top.wrong("item", "项目的 id 不能重复，也不能和所接的检查表重复", [item.id for item in own])
    read[wanted] = Checklist(
        wanted,
        title,
        purpose,
        items,
        unit_types=_optional(top, "unit_types", codes(UNIT_TYPES), ()),
        is_residential=_optional(top, "is_residential", flag, None),
        headcount_from=_optional(top, "headcount_from", whole(1), None),
        headcount_to=_optional(top, "headcount_to", whole(1), None),
    )
    _check_coverage(top, read[wanted])
    top.finish()
    return read[wanted]


def _optional(top: Section, key: str, read: Callable[[object], T], default: T) -> T:
    return top.settled(key, read) if top.has(key) else default


def _check_coverage(top: Section, checklist: Checklist) -> None:
    """Refuse a list for visits without one of the factors, 三清 or 两管: each is answered on every check (T5-6)."""
    if checklist.purpose != SUPERVISION:
        return
    missing = set(COUNTS) - {one for item in checklist.items for one in item.counts}
    if missing:
        raise top.wrong("item", "检查表要覆盖全部风险因素、三清、两管，还缺", sorted(missing))


def _read_item(entry: Section) -> ChecklistItem:
    is_major = entry.has("is_major_criterion") and flag(entry.entry("is_major_criterion"))
    category = entry.text("category")
    if category not in CATEGORIES:
        raise entry.wrong("category", f"只能写 {'、'.join(CATEGORIES)}", category)
    item = ChecklistItem(
        id=entry.text("id"),
        text=entry.settled("text", _item_text),
        category=category,
        counts=_counts(entry),
        is_major_criterion=is_major,
        clause=entry.text("clause") if entry.has("clause") else "",
    )
    if is_major and not item.clause:
        raise entry.wrong("clause", "判定重大的项目要写明条款", "")
    entry.finish()
    return item


def _counts(entry: Section) -> tuple[str, ...]:
    if not entry.has("counts"):
        return ()
    found = entry.entry("counts")
    try:
        return codes(COUNTS)(found)
    except ValueError as error:
        raise entry.wrong("counts", str(error), found) from error


def _item_text(found: object) -> str:
    if not isinstance(found, str) or not 2 <= len(found) <= _LONGEST_TEXT:
        raise ValueError(f"要写 2 到 {_LONGEST_TEXT} 个字")
    return found
