"""Which duties there are, who owes them, when they are due and when we ask: config/duties.toml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from config.festival_table import FestivalTable
from config.reading import Section, TablesWrong, clock_time, code, codes, flag

LEVELS = ("bureau", "section", "township", "institution")
"""The levels of the tree of units, as storage/vocabulary.Level writes them."""


class Cadence(StrEnum):
    """How often a duty comes round; one period of it is one row for each unit."""

    DAILY = "daily"
    WEEKLY = "weekly"
    QUARTERLY = "quarterly"
    FESTIVAL = "festival"


class Told(StrEnum):
    """Who is told when something was not done."""

    GROUP = "group"
    OWNER = "owner"
    UNIT_HEAD = "unit_head"
    TOWNSHIP = "township"
    SECTION = "section"
    LEADER = "leader"


class Anchor(StrEnum):
    """The day of a period that a moment is counted from; START 「节日首日」 is the festival's own first day."""

    FIRST = "first"
    LAST = "last"
    FIRST_WORKDAY = "first_workday"
    LAST_WORKDAY = "last_workday"
    START = "start"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day some days before or after a day of the period: `last-7 09:10`."""

    anchor: Anchor
    days: int
    at: time

    @classmethod
    def parse(cls, found: object) -> "Moment":
        """Return the moment that was written. Raises ValueError, in Chinese, where it is none."""
        match = re.fullmatch(r"([a-z_]+)([+-]\d+)? (\d\d:\d\d)", found) if isinstance(found, str) else None
        if match is None or match[1] not in set(Anchor):
            raise ValueError(f"时间要写成 first 10:10 或 last-7 09:10 这样，开头只能用 {'、'.join(Anchor)}")
        return cls(Anchor(match[1]), int(match[2] or 0), clock_time(match[3]))

    @property
    def needs_workdays(self) -> bool:
        """Return whether the moment moves with the work calendar."""
        return self.anchor in (Anchor.FIRST_WORKDAY, Anchor.LAST_WORKDAY)


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

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Return all its moments: opens, due, cut-off, reminders."""
        return (self.opens, self.due, self.cutoff, *self.reminders)

    def is_owed_by(self, level: str, *, is_residential: bool) -> bool:
        """Return whether a unit of this level owes the slot."""
        return level in self.levels and (is_residential or not self.residential_only)


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


@dataclass(frozen=True, slots=True)
class DutyTable:
    """All duties by code, in the order of the file."""

    by_code: Mapping[str, DutyRule]

    def title(self, duty_code: str, slot: str, festivals: FestivalTable) -> str:
        """Return how people call one occurrence: 「11月23日夜间第一次」, 「2026年第四季度」.

        Raises KeyError for an unknown duty and ValueError for a slot text that its cadence never writes.
        """
        rule = self.by_code[duty_code]
        period, _, key = slot.partition("/")
        term = next((one.term for one in rule.slots if one.key == key), "")
        return _PERIOD_TITLES[rule.cadence](period, festivals) + (term if key else "")


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
        reminders=section.settled("reminders", _moments),
        minds_quiet_hours=section.settled("minds_quiet_hours", flag),
        skip_without_workday=section.settled("skip_without_workday", flag),
    )
    section.finish()
    _check_order(section, slot)
    return slot


def _moments(found: object) -> tuple[Moment, ...]:
    if not isinstance(found, list):
        raise ValueError('要写成列表，例如 ["first 09:10"]')  # noqa: TRY004 - one kind of fault for all readers
    return tuple(map(Moment.parse, found))


def _check_order(section: Section, slot: Slot) -> None:
    order = (slot.opens, slot.due, slot.cutoff)
    # Moments of different anchors can only be compared once the period is known; the cadence rule does that.
    if len({moment.anchor for moment in order}) == 1:
        times = [(moment.days, moment.at) for moment in order]
        if times != sorted(times):
            raise section.wrong("cutoff", "开始、到期、截止要按先后排", f"{times}")


def _check_slots(section: Section, rule: DutyRule) -> None:
    for slot in rule.slots:
        if rule.cadence is not Cadence.FESTIVAL and any(moment.anchor is Anchor.START for moment in slot.moments):
            raise section.wrong("slot", "只有节日任务能用 start", slot.key)
    owed = [(slot.key, level) for slot in rule.slots for level in slot.levels]
    if len(set(owed)) < len(owed):
        raise section.wrong("slot", "同一级单位有两个 key 相同的时段", owed)


def _day_title(period: str, _: FestivalTable) -> str:
    day = date.fromisoformat(period)
    return f"{day.month}月{day.day}日"


def _week_title(period: str, _: FestivalTable) -> str:
    year, week = period.split("-W")
    first = date.fromisocalendar(int(year), int(week), 1)
    last = first + timedelta(days=6)
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日当周"


def _quarter_title(period: str, _: FestivalTable) -> str:
    year, quarter = period.split("-Q")
    return f"{year}年第{'一二三四'[int(quarter) - 1]}季度"


def _festival_title(period: str, festivals: FestivalTable) -> str:
    year, _, festival_code = period.partition("-")
    festival = festivals.by_code.get(festival_code)
    return f"{year}年{festival.name if festival is not None else festival_code}"


_PERIOD_TITLES = {
    Cadence.DAILY: _day_title,
    Cadence.WEEKLY: _week_title,
    Cadence.QUARTERLY: _quarter_title,
    Cadence.FESTIVAL: _festival_title,
}
