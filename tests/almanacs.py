"""Two almanacs that know nothing of ours: sxtwl (寿星天文历, C++), and LunarCalendar, which computes by ephem."""

from collections.abc import Callable, Mapping
from datetime import date

import sxtwl
from lunarcalendar import Converter, Lunar
from lunarcalendar.solarterm import DongZhi, QingMing

LunarDay = Callable[[int, int, int], date]
SolarTerm = Callable[[int, str], date]
_TERM_INDEX = {"清明": 7, "冬至": 0}
_TERM_NEAR = {"清明": (4, 3), "冬至": (12, 20)}


def _lunar_by_sxtwl(year: int, month: int, day: int) -> date:
    found = sxtwl.fromLunar(year, month, day)
    return date(found.getSolarYear(), found.getSolarMonth(), found.getSolarDay())


def _lunar_by_ephem(year: int, month: int, day: int) -> date:
    found: date = Converter.Lunar2Solar(Lunar(year, month, day)).to_date()
    return found


def _term_by_sxtwl(year: int, name: str) -> date:
    month, first = _TERM_NEAR[name]
    near = [sxtwl.fromSolar(year, month, first + n) for n in range(5)]
    (day,) = [one.getSolarDay() for one in near if one.hasJieQi() and one.getJieQi() == _TERM_INDEX[name]]
    return date(year, month, day)


def _term_by_ephem(year: int, name: str) -> date:
    found: date = {"清明": QingMing, "冬至": DongZhi}[name](year)
    return found


ALMANACS: Mapping[str, tuple[LunarDay, SolarTerm]] = {
    "sxtwl": (_lunar_by_sxtwl, _term_by_sxtwl),
    "ephem": (_lunar_by_ephem, _term_by_ephem),
}
"""By name: the day of a lunar day (year, month, day; never of a leap month), and of a solar term."""
