"""Read hazards out of free text: are there any, of which category, how grave, where; pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from config.lexicon import HazardTables, PlaceTables
from handlers.understand.clauses import Clause, Tone
from handlers.understand.hazard_category import CategoryChoice, categorise
from handlers.understand.hazard_grade import grade_of, worst_grade
from handlers.understand.hazard_groups import Group, each_once, groups_of
from handlers.understand.message_clauses import clauses_of
from handlers.understand.place_phrase import VAGUE, place_in
from handlers.understand.second_opinion import (
    TRUST_IN_FAULT_AMONG_GOOD,
    TRUST_IN_FAULT_TOLD,
    TRUST_IN_GOOD,
    TRUST_IN_MENTION,
    is_fault,
    why_fault,
)
from storage.vocabulary import Grade


@dataclass(frozen=True, slots=True)
class HazardDraft:
    """One hazard as it is understood so far; what a person still has to say is in `missing`."""

    problem: str
    categories: tuple[str, ...]
    """Codes, the primary first; never empty."""
    grade: str | None
    """"重大" or "一般" as a suggestion, None where one sentence cannot decide."""
    clause: str
    """The condition that suggests the grade, or why none is suggested."""
    place: str | None
    missing: tuple[str, ...]
    why: tuple[str, ...]
    """Which words and which rule decided, a line each, in Chinese."""


@dataclass(frozen=True, slots=True)
class HazardReading:
    """What a message says about hazards."""

    drafts: tuple[HazardDraft, ...]
    grade: str | None
    clause: str
    place: str | None
    clauses: tuple[Clause, ...]
    overruled: Callable[[], str] | None = None
    """Says why the characters decided against the rules, where they did."""
    is_sure: bool = True
    """False where things are only named and nothing says that they are wrong: ask before it is registered."""
    contested: tuple[HazardDraft, ...] = ()
    """What the rules heard where the characters of the message say that there is no fault."""

    @property
    def is_hazard(self) -> bool:
        """Return whether the message tells of at least one present fault."""
        return bool(self.drafts)

    @property
    def why(self) -> tuple[str, ...]:
        """Return what each clause says, how many hazards that makes and what decided against it, a line each."""
        said = (
            f"“{one.text.strip('，。；！？ ')}”：{_SAID[one.tone]}{f'（{one.sign}）' if one.sign else ''}"
            for one in self.clauses
        )
        number = len(self.drafts)
        parted = [f"当作{number}处：前后相邻的话像在说不同的事"] if number > 1 else []
        return (*said, *parted, *([self.overruled()] if self.overruled else []))

    @property
    def as_contested(self) -> "HazardReading":
        """Return the reading that the rules alone would have given, as far as intents ask for it."""
        return replace(self, drafts=self.contested, is_sure=True)

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the categories of all drafts in order of mention, without repetition."""
        return tuple(dict.fromkeys(code for draft in self.drafts for code in draft.categories))


def read_hazards(text: str, hazards: HazardTables, places: PlaceTables) -> HazardReading:
    """Return the hazards that evened-out `text` tells of, in order of mention."""
    clauses = clauses_of(text, hazards)
    groups = each_once(groups_of(clauses, hazards, places))
    is_sure = any(one.tone is Tone.BAD for one in clauses)
    # A turn says so itself that the rest is well and this is not (taxonomy §1.2): the characters are not asked.
    bad = [one for one in clauses if one.tone is Tone.BAD]
    is_turned = bool(groups) and any(one.turned or _STILL.search(one.text) for one in bad)
    is_list = sum(group.is_faulty for group in groups) > 1
    trust = _trust(clauses, is_sure=is_sure, is_told=bool(groups))
    is_told = is_turned or is_list or is_fault(text, hazards.fault_weights, trust, told=bool(groups))
    contested = () if is_told else tuple(_draft(one, categorise(one.text, hazards), None, "", None) for one in groups)
    overruled = None
    if is_told is not bool(groups):
        groups, is_sure = [Group(clauses)] if is_told and clauses else [], False
        overruled = partial(why_fault, text, hazards.fault_weights, told=is_told)
    grade, clause = grade_of(text, hazards) if groups else (None, "")
    if len(groups) == 1:
        place = place_in(groups[0].text, places)
        if place is None or place in VAGUE:
            place = place_in(text, places) or place
        told = "".join(one.text for one in clauses if one.tone in _OPEN or one in groups[0].clauses)
        drafts = [_draft(groups[0], categorise(told, hazards, text), grade, clause, place)]
    else:
        own = [place_in(group.text, places) for group in groups]
        head = next((place_in(one.text, places) for one in clauses if one.is_heading), None)
        place = head or (place_in(groups[0].lead, places) if groups else None) or _shared(own)
        drafts = [
            _draft(group, categorise(group.text, hazards), *grade_of(group.text, hazards), at or place)
            for group, at in zip(groups, own, strict=True)
        ]
        if grade != Grade.MAJOR.term:
            grade, clause = worst_grade([(one.grade, one.clause) for one in drafts])
    return HazardReading(tuple(drafts), grade, clause, place, clauses, overruled, is_sure, contested)


def _trust(clauses: Sequence[Clause], *, is_sure: bool, is_told: bool) -> int:
    """Return how far the rules are trusted when the characters of the message are asked as well."""
    has_good = any(one.tone not in _OPEN for one in clauses)
    if is_told and is_sure:
        return TRUST_IN_FAULT_AMONG_GOOD if has_good else TRUST_IN_FAULT_TOLD
    return TRUST_IN_GOOD if has_good and not is_told else TRUST_IN_MENTION


_STILL = re.compile(r"还是|仍|依然|依旧|照样")
"""What says of a fault that it is there although something was done: 灯换了，开关还是坏的."""

_OPEN = frozenset((Tone.BAD, Tone.MENTION))


def _shared(own: Sequence[str | None]) -> str | None:
    """Return the place of several hazards together: that of the first, where no other is said to be elsewhere."""
    first = own[0] if own else None
    if not first or any(place and not _is_within(place, first) for place in own[1:]):
        return None
    return first


def _is_within(place: str, other: str) -> bool:
    return place in _BESIDE or place.rstrip(_AT) in other or other.rstrip(_AT) in place


_AT = "内里上下中外边"
_BESIDE = frozenset(
    (
        "床头",
        "床边",
        "床下",
        "门口",
        "床底下",
        "墙上",
        "灶台",
        "窗户",
        "窗台",
        "旁边",
        "冰箱里",
        "柜子里",
        "抽屉",
        "过道",
        "楼道",
        "外墙",
        "门口台阶",
        "床铺下",
        "冰柜里",
        "里面",
        "里头",
        "墙根",
        "墙角",
        "窗外",
        "屋顶",
        "房顶",
        "楼顶",
        "祭台",
        "供台",
        "床尾",
        "桌上",
        "桌下",
        "柜顶",
        "角落",
        "地上",
        "底下",
    )
)
"""Places that are part of the place before them."""


_SAID = {
    Tone.BAD: "说有问题",
    Tone.FINE: "说没问题",
    Tone.FIXED: "说已改好",
    Tone.RULE: "是规定或提醒",
    Tone.QUESTION: "是在问",
    Tone.ELSEWHERE: "是别处的事或假设",
    Tone.MENTION: "只是提到",
}


def _draft(group: Group, choice: CategoryChoice, grade: str | None, clause: str, place: str | None) -> HazardDraft:
    missing = tuple(name for name, value in (("部位", place), ("等级", grade)) if not value)
    return HazardDraft(group.problem, choice.codes, grade, clause, place, missing, (choice.reason,))
