"""What may stand in the cells of a hazard ledger; every reader raises ValueError with the fault in Chinese."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import from_excel

from config.clock import TZ
from handlers.papers.ledger_columns import CAMPAIGN, FACTORS, PLANNED, SPENT, TEN_FACTORS
from handlers.papers.roster_cells import half_width, yes_or_no
from handlers.papers.workbook import Cell
from handlers.texts.ledger import YUAN
from storage.vocabulary import Category, Grade, HazardSource, HazardState, Tag

FIRST_YEAR, LAST_YEAR = 2000, 2099
_SERIALS = range(36_526, 73_050)
"""The days of 2000 to 2099 as a workbook counts them."""
_DAY = re.compile(
    r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})日?"
    r"(?:\s*[T ]?\s*(\d{1,2})[:时点](\d{1,2})?(?::\d{1,2})?分?)?(?:前|之前)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})日?(?:前|之前)?")
_AT_ONCE = frozenset({"立即", "立即整改", "立行立改", "当日", "当天", "当场", "即时", "马上"})
_WITHIN = re.compile(r"(\d{1,3})\s*(?:个)?(?:天|日)(?:内|之内|以内)?")

_LOOSE_CATEGORY: Mapping[str, Category] = {
    "出口": Category.EXIT, "通道": Category.EVAC, "疏散": Category.EVAC, "消防通道": Category.EVAC,
    "动火": Category.HOTWORK, "电气焊": Category.HOTWORK, "焊": Category.HOTWORK, "易燃": Category.FLAM,
    "消防": Category.FIRE, "灭火": Category.FIRE, "用电": Category.ELEC, "电气": Category.ELEC, "电器": Category.ELEC,
    "线路": Category.ELEC, "演练": Category.DRILL, "装修": Category.MATER, "彩钢": Category.MATER,
    "合一": Category.MIXED, "电动车": Category.EBIKE, "电动自行车": Category.EBIKE, "明火": Category.FLAME,
    "燃气": Category.GAS, "食品": Category.FOOD, "食堂": Category.FOOD, "房屋": Category.BUILD,
    "建筑": Category.BUILD, "防盗网": Category.BARRIER, "栅栏": Category.BARRIER, "管理": Category.MGMT,
    "制度": Category.MGMT, "值班": Category.MGMT, "培训": Category.MGMT, "其他": Category.OTHER,
}  # fmt: skip
"""By what the words hold, the longest first."""
_LOOSE_GRADE: Mapping[str, Grade] = {
    "一般隐患": Grade.GENERAL, "一般事故隐患": Grade.GENERAL, "轻微": Grade.GENERAL, "轻微隐患": Grade.GENERAL,
    "低": Grade.GENERAL, "低风险": Grade.GENERAL, "蓝": Grade.GENERAL, "蓝色": Grade.GENERAL, "较大": Grade.GENERAL,
    "较大隐患": Grade.GENERAL, "突出": Grade.GENERAL, "重点": Grade.GENERAL,
    "重大隐患": Grade.MAJOR, "重大事故隐患": Grade.MAJOR,
}  # fmt: skip
"""Only 重大 is major by law; what stands between is general until a person decides."""
_LOOSE_SOURCE: Mapping[str, HazardSource] = {
    "自查": HazardSource.SELF_CHECK, "自报": HazardSource.SELF_CHECK, "自检": HazardSource.SELF_CHECK,
    "排查": HazardSource.SELF_CHECK, "巡查": HazardSource.PATROL, "夜巡": HazardSource.PATROL,
    "督导": HazardSource.INSPECTION, "检查": HazardSource.INSPECTION, "督查": HazardSource.INSPECTION,
    "暗访": HazardSource.INSPECTION, "互查": HazardSource.INSPECTION, "代报": HazardSource.INSPECTION,
    "节前": HazardSource.HOLIDAY, "节日": HazardSource.HOLIDAY, "专项": HazardSource.SPECIAL,
    "举报": HazardSource.TIP, "投诉": HazardSource.TIP,
    "群众": HazardSource.TIP, "专家": HazardSource.EXPERT, "评估": HazardSource.EXPERT,
    "演练": HazardSource.DRILL,
}  # fmt: skip
_DONE = frozenset(
    {"已整改", "整改完成", "已完成", "已整改完成", "已整改到位", "整改到位", "完成", "整改完毕", "已整改完毕"}
)
_CLOSED = frozenset(
    {"销号", "已销", "闭环", "已闭环", "验收合格", "验收通过", "复查合格", "已复核", "已验收", "合格"}
)
_WORKING = frozenset({"正在整改", "整改中", "限期整改", "限期整改中", "部分完成", "推进中"})
_NOT_YET = frozenset({"未整改", "未销号", "未完成", "待整改", "未闭环", "尚未整改", "没有整改", "未整改到位"})
_YES = frozenset({"是", "√", "有", "Y", "YES", "✓"})
_NO = frozenset({"否", "×", "无", "没有", "N", "NO", "/", "-", "—", "——"})


def moment(cell: Cell) -> datetime:
    """Return the moment in the cell, midnight of a mere day. Raises ValueError."""
    if cell.moment is not None:
        return _checked(cell.moment.replace(tzinfo=TZ))
    said = half_width(cell.text)
    if said.isdigit() and int(said) in _SERIALS:
        serial = from_excel(int(said))
        assert isinstance(serial, datetime)
        return serial.replace(tzinfo=TZ)
    match = _DAY.fullmatch(said) or _COMPACT.fullmatch(said)
    if match is None:
        if _WITHOUT_YEAR.fullmatch(said):
            raise ValueError(f"日期要写年份，例如 2026年11月1日，现在写的是“{cell.text}”")
        raise ValueError(f"看不懂这个日期：“{cell.text}”，请写成 2026-11-01 或 2026年11月1日")
    year, month, day, *clock = match.groups()
    hour, minute = (int(part or 0) for part in clock) if clock else (0, 0)
    try:
        return _checked(datetime(int(year), int(month), int(day), hour, minute, tzinfo=TZ))
    except ValueError as fault:
        if "年" in str(fault):
            raise
        raise ValueError(f"没有这一天：“{cell.text}”") from None


def _checked(at: datetime) -> datetime:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"年份不对：{at.year}年")
    return at.replace(microsecond=0) + timedelta(seconds=at.microsecond >= 500_000)


def deadline(cell: Cell, found_on: date) -> date:
    """Return the last day: as a date, of the year of the find where it names none, or as a number of days."""
    said = half_width(cell.text)
    if cell.moment is None:
        if said in _AT_ONCE:
            return found_on
        if within := _WITHIN.fullmatch(said):
            return found_on + timedelta(days=int(within[1]))
        if short := _WITHOUT_YEAR.fullmatch(said):
            return _next_such(int(short[1]), int(short[2]), found_on, cell)
    return moment(cell).date()


def _next_such(month: int, day: int, found_on: date, cell: Cell) -> date:
    try:
        this_year = date(found_on.year, month, day)
        return this_year if this_year >= found_on else date(found_on.year + 1, month, day)
    except ValueError:
        raise ValueError(f"没有这一天：“{cell.text}”") from None


def noon_of(day: date, *, after: datetime, now: datetime) -> datetime:
    """Return noon of a day of which no more is known, but not before `after` and not in the future."""
    return max(after, min(datetime.combine(day, time(12), TZ), now))


def category(text: str) -> Category | None:
    """Return the category by its term, code or what the words hold; None where they say nothing of it."""
    known = Category.from_term(text) or Category.from_term(text.upper())
    if known is not None:
        return known
    return next((_LOOSE_CATEGORY[one] for one in sorted(_LOOSE_CATEGORY, key=len, reverse=True) if one in text), None)


def grade(text: str) -> Grade:
    """Return the grade."""
    found = Grade.from_term(text) or _LOOSE_GRADE.get(text)
    if found is None:
        raise ValueError(f"等级只能写“一般”或“重大”，现在写的是“{text}”")
    return found


def is_between(text: str) -> bool:
    """Return whether the words stand between the two grades of the law: 较大, 突出, 重点."""
    return text.removesuffix("隐患") in ("较大", "突出", "重点")


def source(text: str) -> HazardSource:
    """Return the source."""
    found = HazardSource.from_term(text) or next((_LOOSE_SOURCE[one] for one in _LOOSE_SOURCE if one in text), None)
    if found is None:
        raise ValueError(f"没有“{text}”这种来源，只能写：{'、'.join(one.term for one in HazardSource)}")
    return found


def state(text: str, title: str) -> HazardState | None:
    """Return the state, None for words that name none; a mere 是 or 否 answers the title."""
    said = half_width(text)
    known = HazardState.from_term(said)
    if known is not None:
        return known
    asks_closed = "销号" in title or "闭环" in title
    if said in _CLOSED or (asks_closed and (said.upper() in _YES or said in _DONE)):
        return HazardState.CLOSED
    if said in _DONE or said.upper() in _YES:
        return HazardState.TO_ACCEPT
    if said in _WORKING:
        return HazardState.RECTIFYING
    return HazardState.TO_RECTIFY if said in _NOT_YET or said.upper() in _NO else None


def flag(text: str) -> bool:
    """Return whether the cell says yes."""
    return not is_nothing(text) and bool(yes_or_no(text))


def is_nothing(text: str) -> bool:
    """Return whether the cell says that there is nothing."""
    return not text or half_width(text).upper() in _NO


def funds(text: str, *, is_closed: bool) -> tuple[int | None, int | None]:
    """Return what is planned and what was spent, in yuan, of an amount in 万元.

    A bare number is what was spent on a closed hazard, what is planned for an open one.
    """
    if is_nothing(text):
        return None, None
    said = half_width(text)
    named = {name: _yuan(amount, text) for name, amount in re.findall(rf"({PLANNED}|{SPENT})\s*([\d.]+)", said)}
    if named:
        return named.get(PLANNED), named.get(SPENT)
    amount = _yuan(re.sub(r"\s*(万元?|w)$", "", said), text)
    return (None, amount) if is_closed else (amount, None)


def _yuan(amount: str, text: str) -> int:
    try:
        return round(float(amount) * YUAN)
    except (ValueError, OverflowError):
        raise ValueError(f"资金要写数字，单位是万元，现在写的是“{text}”") from None


def tags(text: str) -> tuple[tuple[Tag, ...], str]:
    """Return the tags and the special action that the cell names; groups of categories are known without it."""
    found: list[Tag] = []
    campaign = ""
    for part in re.split(r"[;；]", text):
        if part.startswith(CAMPAIGN):
            campaign = part.removeprefix(CAMPAIGN)
        elif part.startswith(TEN_FACTORS):
            names = part.removeprefix(TEN_FACTORS).split("、")
            found += [tag for tag in FACTORS if tag.term in names]
        elif (tag := next((one for one in Tag if one.term == part and one not in FACTORS), None)) is not None:
            found.append(tag)
    return tuple(found), campaign
