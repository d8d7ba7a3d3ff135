"""Visits, who may check whom crosswise, and hot work: config/inspections.toml."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from config.reading import Section, code, flag, span


class Grants(StrEnum):
    """Who grants hot work."""

    TOWNSHIP = "township"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class CrossRule:
    """Who may begin a visit 「交叉互查」 to a unit that is not in their charge (T5-10)."""

    by_townships: bool
    by_sections: bool


@dataclass(frozen=True, slots=True)
class HotWorkRule:
    """How hot work is granted and watched over (T5-8b)."""

    granted_by: Grants
    longest: timedelta
    recheck_after: timedelta
    """After the end: embers."""
    head_after: timedelta
    """After what is not told in time: when the head hears of it."""
    township_after: timedelta


@dataclass(frozen=True, slots=True)
class SignRule:
    """How long a record waits for its signatures (T9-7) before somebody hears of it; from the end of the visit."""

    remind_after: timedelta
    """Whose signature is missing is reminded, once."""
    township_after: timedelta
    """The unit's township office is told, once."""


@dataclass(frozen=True, slots=True)
class InspectionTable:
    """What config/inspections.toml says."""

    recheck_after: timedelta
    """An institution that was not checked for so long comes first (T6-1)."""
    cross: CrossRule
    hot_work: HotWorkRule
    sign: SignRule


def read_inspections(top: Section) -> InspectionTable:
    """Return the table of the file. Raises TablesWrong."""
    cross, hot, sign = top.section("cross"), top.section("hot_work"), top.section("sign")
    table = InspectionTable(
        recheck_after=top.settled("recheck_after", span),
        cross=CrossRule(cross.settled("by_townships", flag), cross.settled("by_sections", flag)),
        hot_work=HotWorkRule(
            granted_by=hot.settled("granted_by", code(Grants)),
            longest=hot.settled("longest", span),
            recheck_after=hot.settled("recheck_after", span),
            head_after=hot.settled("head_after", span),
            township_after=hot.settled("township_after", span),
        ),
        sign=SignRule(sign.settled("remind_after", span), sign.settled("township_after", span)),
    )
    if table.sign.township_after < table.sign.remind_after:
        raise sign.wrong("township_after", "不能早于 remind_after", str(table.sign.township_after))
    if table.hot_work.township_after < table.hot_work.head_after:
        raise hot.wrong("township_after", "不能早于 head_after", str(table.hot_work.township_after))
    for section in (cross, hot, sign, top):
        section.finish()
    return table
