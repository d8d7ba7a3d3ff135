"""The special actions 「专项行动」 that hazards count under (T5-1, T5-2, T5-4): config/campaigns.toml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from config.hazard_table import CATEGORIES
from config.reading import Section, flag

_CODE = re.compile(r"[a-z0-9_]{2,40}")


@dataclass(frozen=True, slots=True)
class Campaign:
    """One special action."""

    code: str
    """What hazards keep; never changed once hazards have it."""
    name: str
    also: tuple[str, ...]
    """What it is called besides."""
    starts: date | None
    ends: date | None
    """The last day, included; None for both: standing."""
    lead: str
    """The leader in charge 「牵头领导」, "" where nobody is named yet."""
    team: tuple[str, ...]
    """The members of the task force 「专班」."""
    group: str
    """The roster's name of the group chat in which it is followed up, "" for none."""
    takes: tuple[str, ...]
    """The categories of hazards that it is about; empty for all."""
    is_auto: bool
    """Whether a new hazard that fits counts under it by itself, where no other running action takes it."""
    checklist: str
    """The code of its checklist, "" for none."""

    def runs_on(self, day: date) -> bool:
        """Return whether the action is going on."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)

    def takes_category(self, category: str) -> bool:
        """Return whether hazards of this category can count under it by themselves."""
        return not self.takes or category in self.takes


@dataclass(frozen=True, slots=True)
class CampaignTable:
    """All special actions, in the order of the file."""

    campaigns: tuple[Campaign, ...]

    @property
    def by_code(self) -> Mapping[str, Campaign]:
        """Return the actions by their code."""
        return {one.code: one for one in self.campaigns}

    @property
    def name_by_code(self) -> Mapping[str, str]:
        """Return what the actions are called by their code."""
        return {one.code: one.name for one in self.campaigns}

    def code(self, name: str) -> str:
        """Return the code of the action of this name; what is no name of one as it is."""
        return next((one.code for one in self.campaigns if name in (one.name, *one.also)), name)

    def name(self, code: str) -> str:
        """Return what the action is called; one that the file no longer has by its code."""
        known = self.by_code.get(code)
        return known.name if known else code


def read_campaigns(top: Section) -> CampaignTable:
    """Return what the file says. Raises TablesWrong."""
    found = [_read_campaign(section) for section in top.sections("campaign")]
    codes = [one.code for one in found]
    if len(set(codes)) < len(codes):
        raise top.wrong("campaign", "code 不能重复", codes)
    top.finish()
    return CampaignTable(tuple(found))


def _read_campaign(section: Section) -> Campaign:
    code = section.text("code")
    if not _CODE.fullmatch(code):
        raise section.wrong("code", "只能用小写字母、数字和下划线，2 到 40 个", code)
    found = Campaign(
        code=code,
        name=section.settled("name", _name),
        also=section.settled("also", _texts),
        starts=section.settled("starts", _day),
        ends=section.settled("ends", _day),
        lead=section.settled("lead", _text),
        team=section.settled("team", _texts),
        group=section.settled("group", _text),
        takes=section.settled("takes", _categories),
        is_auto=section.settled("auto", flag),
        checklist=section.settled("checklist", _text),
    )
    if found.starts and found.ends and found.ends < found.starts:
        raise section.wrong("ends", "不能早于 starts", found.ends)
    section.finish()
    return found


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise ValueError("要写文字，没有就写空的引号")  # noqa: TRY004 - one kind of fault for all readers
    return found.strip()


def _name(found: object) -> str:
    if not _text(found):
        raise ValueError("名字不能空")
    return _text(found)


def _texts(found: object) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise ValueError("要写成列表，没有就写 []")  # noqa: TRY004
    return tuple(_name(one) for one in found)


def _categories(found: object) -> tuple[str, ...]:
    listed = _texts(found)
    if unknown := [one for one in listed if one not in CATEGORIES]:
        raise ValueError(f"没有 {'、'.join(unknown)} 这样的类别，只能用 {'、'.join(CATEGORIES)}")
    return listed


def _day(found: object) -> date | None:
    if isinstance(found, date):
        return found
    try:
        return date.fromisoformat(_text(found)) if _text(found) else None
    except ValueError:
        raise ValueError("日期要写成 2026-03-01 这样，不限就空着") from None
