"""Which duties there are, who owes them, when they are due and when we ask: config/duties.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from config.duty_moment import Anchor, Moment, WorkdayShift, moments
from config.duty_period import CIVIL, Cadence, cadence_of, civil_title
from config.duty_reading import Season, day, names, one_of, season, span, words
from config.festival_table import FestivalTable
from config.reading import Section, TablesWrong, code, codes, flag, whole
from config.register_table import ASSESSMENTS
from config.rite_table import RiteTable

LEVELS = ("bureau", "section", "township", "institution")
"""The levels of the tree of units, as storage/vocabulary.Level writes them."""
TYPES = (
    *("bureau", "section", "township", "care_home", "private_care_home", "day_care", "welfare_home", "children_home"),
    *("minors_protection", "mental_welfare", "rescue_station", "funeral", "other"),
)
"""The types of units, as storage/vocabulary.UnitType writes them."""
VISITS = ("supervision", "unannounced", "cross", "holiday", "special", "expert", "self_major")
"""The kinds of inspection that may close a duty, as storage/vocabulary.InspectionKind writes them."""
EVIDENCE = (
    *("attendees", "expected", "topics", "chair", "film", "number", "approver", "provider", "partner", "summary"),
    *("result", "problem", "file"),
)
"""What a confirmation may have to contain."""


class Told(StrEnum):
    """Who is told when something was not done."""

    GROUP = "group"
    OWNER = "owner"
    UNIT_HEAD = "unit_head"
    TOWNSHIP = "township"
    SECTION = "section"
    LEADER = "leader"


class Covers(StrEnum):
    """Whom a training must cover, by name."""

    HEADS_OFFICERS = "heads_officers"
    """The heads and safety officers of the institutions below (T11-1)."""
    STAFF = "staff"
    """Everybody who works there (T11-2)."""


class Owing(Protocol):
    """What must be known of a unit to say what it owes; a stored unit has it all."""

    @property
    def level(self) -> str:
        """Return the level, of LEVELS."""

    @property
    def type(self) -> str:
        """Return the type, of TYPES."""

    @property
    def is_residential(self) -> bool:
        """Return whether people live there."""

    @property
    def is_key(self) -> bool:
        """Return whether it is a key unit of fire safety."""

    @property
    def is_affiliated(self) -> bool:
        """Return whether it is an institution directly below the bureau."""

    @property
    def headcount(self) -> int | None:
        """Return how many people are there, None where nobody said."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing to do in a period, by some of the units: the second round of a night, the meeting of a week."""

    key: str
    """Stands in the slot text after the period, "" where a period has one slot only."""
    term: str
    levels: tuple[str, ...]
    residential_only: bool
    opens: Moment
    due: Moment
    cutoff: Moment
    """When it counts as missed; the time since `due` is the grace 「宽限」."""
    reminders: tuple[Moment, ...]
    minds_quiet_hours: bool
    skip_without_workday: bool
    """Whether the slot is not owed in a period without a single workday."""
    types: tuple[str, ...] = ()
    """The types of units that owe it; empty: all of the levels."""
    key_only: bool = False
    affiliated_only: bool = False
    """Whether only institutions directly below the bureau 「局属单位」 owe it."""
    headcount_from: int = 0
    """From how many people on a unit owes it; a unit whose number nobody said owes it."""
    workday: WorkdayShift = WorkdayShift.KEEP
    """Where the due time and the reminders move that fall on a day off."""
    valid_from: date | None = None
    """Periods that begin before this day are not owed by this slot; None: always."""
    valid_until: date | None = None
    """The last day on which a period may begin; None: for good."""

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Return all its moments: opens, due, cut-off, reminders."""
        return (self.opens, self.due, self.cutoff, *self.reminders)

    @property
    def needs_workdays(self) -> bool:
        """Return whether the work calendar decides when it is owed, due or asked for."""
        moves = self.workday is not WorkdayShift.KEEP or self.skip_without_workday
        return moves or any(moment.needs_workdays for moment in self.moments)

    def is_owed_by(self, unit: Owing) -> bool:
        """Return whether such a unit owes the slot."""
        return (
            unit.level in self.levels
            and (not self.types or unit.type in self.types)
            and (unit.is_residential or not self.residential_only)
            and (unit.is_key or not self.key_only)
            and (unit.is_affiliated or not self.affiliated_only)
            and (unit.headcount is None or unit.headcount >= self.headcount_from)
        )

    def holds_from(self, first: date) -> bool:
        """Return whether a period that begins on this day is under this rule."""
        return (self.valid_from or first) <= first <= (self.valid_until or first)


@dataclass(frozen=True, slots=True)
class DutyRule:
    """One duty 「任务」 of the policy."""

    code: str
    name: str
    cadence: Cadence
    basis: str
    """What people read as 依据."""
    slots: tuple[Slot, ...]
    told_at_cutoff: tuple[Told, ...]
    evidence: tuple[str, ...] = ()
    """What a confirmation must contain, of EVIDENCE; empty where code knows the duty."""
    topics: tuple[str, ...] = ()
    """What the policy wants to be taught."""
    in_person: bool = False
    """Whether the one who answers for the unit must do it 「主要负责人本人」."""
    visits: tuple[str, ...] = ()
    """The kinds of inspection that close it, of VISITS."""
    covers: Covers | None = None
    """Whom it must cover by name; it is done once nobody of them is missing. None: numbers are enough."""
    assessments: str | None = None
    """The assessment, of ASSESSMENTS, that every institution below must have in its register; None: no such."""
    season: Season | None = None
    """Month and day, first and last, of a yearly duty that is not owed all year."""
    once: tuple[date, date] | None = None
    """First and last day of a duty that is owed once."""


@dataclass(frozen=True, slots=True)
class DutyTable:
    """All duties by code, in the order of the file."""

    by_code: Mapping[str, DutyRule]

    def title(self, duty_code: str, slot: str, festivals: FestivalTable, rites: RiteTable) -> str:
        """Return how people call one occurrence: 「11月23日夜间第一次」, 「2026年第四季度」.

        Raises KeyError for an unknown duty and ValueError for a slot text that no such cadence ever writes.
        """
        rule = self.by_code[duty_code]
        period, _, key = slot.partition("/")
        cadence = cadence_of(period) if rule.cadence in CIVIL and rule.season is None else None
        term = next((one.term for one in rule.slots if one.key == key), "")
        match rule.cadence:
            case Cadence.FESTIVAL:
                name = festivals.title(period)
            case Cadence.RITE:
                name = rites.title(period)
            case _:
                # A unit with an exception may have periods of another cadence.
                name = civil_title(cadence or rule.cadence, period)
        return name + (term if key else "")


def out_of_order(duty_code: str, slot: str) -> TablesWrong:
    """Return the fault of an occurrence whose opening, due time and cut-off do not follow each other."""
    return TablesWrong(f"duties.toml 的 {duty_code}：{slot} 的开始、到期、截止不是按先后排的")


def read_duties(top: Section) -> DutyTable:
    """Return the duties of the file. Raises TablesWrong."""
    return DutyTable({duty_code: _read_duty(duty_code, top.section(duty_code)) for duty_code in top.names()})


def _read_duty(duty_code: str, section: Section) -> DutyRule:
    rule = DutyRule(
        code=duty_code,
        name=section.text("name"),
        cadence=section.settled("cadence", code(Cadence)),
        basis=section.text("basis"),
        slots=tuple(map(_read_slot, section.sections("slot"))),
        told_at_cutoff=tuple(map(Told, section.settled("told_at_cutoff", codes(list(Told))))),
        evidence=section.settled_or("evidence", names(EVIDENCE), ()),
        topics=section.settled_or("topics", words, ()),
        in_person=section.settled_or("in_person", flag, otherwise=False),
        visits=section.settled_or("visits", codes(VISITS), ()),
        covers=section.settled_or("covers", code(Covers), None),
        assessments=section.settled_or("assessments", one_of(ASSESSMENTS), None),
        season=section.settled_or("season", season, None),
        once=section.settled_or("once", span, None),
    )
    section.finish()
    _check_slots(section, rule)
    return rule


def _read_slot(section: Section) -> Slot:
    slot = Slot(
        key=section.text("key") if section.has("key") else "",
        term=section.text("term") if section.has("term") else "",
        levels=section.settled("levels", codes(LEVELS)),
        residential_only=section.settled("residential_only", flag),
        opens=section.settled("opens", Moment.parse),
        due=section.settled("due", Moment.parse),
        cutoff=section.settled("cutoff", Moment.parse),
        reminders=section.settled("reminders", moments),
        minds_quiet_hours=section.settled("minds_quiet_hours", flag),
        skip_without_workday=section.settled("skip_without_workday", flag),
        types=section.settled_or("types", codes(TYPES), ()),
        key_only=section.settled_or("key_only", flag, otherwise=False),
        affiliated_only=section.settled_or("affiliated_only", flag, otherwise=False),
        headcount_from=section.settled_or("headcount_from", whole(0), 0),
        workday=section.settled_or("workday", code(WorkdayShift), WorkdayShift.KEEP),
        valid_from=section.settled_or("valid_from", day, None),
        valid_until=section.settled_or("valid_until", day, None),
    )
    section.finish()
    _check_order(section, slot)
    return slot


def _check_order(section: Section, slot: Slot) -> None:
    order = (slot.opens, slot.due, slot.cutoff)
    # Moments of different anchors can only be compared once the period is known; the cadence rule does that.
    if len({moment.anchor for moment in order}) == 1:
        times = [(moment.days, moment.at) for moment in order]
        if times != sorted(times):
            raise section.wrong("cutoff", "开始、到期、截止要按先后排", f"{times}")


def _check_slots(section: Section, rule: DutyRule) -> None:
    if (rule.once is not None) is not (rule.cadence is Cadence.ONCE):
        raise section.wrong("once", "cadence 是 once 的要写起止日，别的不能写", rule.once)
    if rule.season is not None and rule.cadence is not Cadence.YEARLY:
        raise section.wrong("season", "只有 yearly 的任务能写", rule.season)
    for slot in rule.slots:
        is_windowed = rule.cadence in (Cadence.FESTIVAL, Cadence.RITE)
        if not is_windowed and any(moment.anchor is Anchor.START for moment in slot.moments):
            raise section.wrong("slot", "只有节日任务能用 start", slot.key)
    for n, slot in enumerate(rule.slots):
        if any(_meet(slot, other) for other in rule.slots[:n]):
            raise section.wrong("slot", "同一级单位有两个 key 相同的时段", slot.key)


def _meet(one: Slot, other: Slot) -> bool:
    """Return whether some unit would owe both in one period."""
    return (
        one.key == other.key
        and bool(set(one.levels) & set(other.levels))
        and (not one.types or not other.types or bool(set(one.types) & set(other.types)))
        and (one.valid_from or date.min) <= (other.valid_until or date.max)
        and (other.valid_from or date.min) <= (one.valid_until or date.max)
    )
