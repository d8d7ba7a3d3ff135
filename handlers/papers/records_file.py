"""A year of records as JSON: bytes → rows, every fault named by its section and place."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from config.clock import TZ
from handlers.papers.json_row import FIRST_YEAR, LAST_YEAR, JsonRow
from handlers.papers.roster_cells import unit_type
from storage.past_hazards import PastHazard
from storage.records import PastUnit
from storage.vocabulary import Category, Grade, HazardSource, HazardState

T = TypeVar("T")

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 200_000
MAX_FAULTS = 50
_NOON = time(12)

SECTIONS = ("orgs", "hazards", "patrols", "meetings", "drills", "trainings", "holiday_checks")

_CATEGORY_BY_CUSTOM = {"多合一": Category.MIXED, "三合一": Category.MIXED}
_SOURCE_BY_CUSTOM = {"匿名": HazardSource.TIP, "群众": HazardSource.TIP}


class RecordsWrong(Exception):
    """The file cannot be used; `faults` say why in Chinese, each beginning with its section and place."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Take at least one fault."""
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Told:
    """One duty that was done, as the records have it: by day, not yet by period."""

    where: str
    unit: str
    code: str
    """A key of config/duties.toml, or `training`."""
    day: date
    slot_key: str = ""
    """The round of a patrol: night1, night2, day."""
    festival: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """What a file of records says."""

    now: datetime | None
    """The moment at which the records end, where they say so."""
    units: tuple[PastUnit, ...]
    hazards: tuple[PastHazard, ...]
    duties: tuple[Told, ...]


def parse(content: bytes, *, now: datetime) -> Past:
    """Return what the file says; nothing in it may be later than its own `now`, or than `now` where it has none.

    Raises RecordsWrong with up to MAX_FAULTS faults, in the order of the file.
    """
    top = _load(content)
    end = _end(top)
    reading = _Reading(top, end or now)
    past = Past(
        now=end,
        units=reading.all("orgs", _org),
        hazards=reading.all("hazards", lambda row: _hazard(row, end or now)),
        duties=(
            *reading.all("patrols", _patrol),
            *reading.all("meetings", lambda row: _gathering(row, "weekly_meeting")),
            *reading.all("drills", lambda row: _gathering(row, "drill")),
            *reading.all("trainings", lambda row: _gathering(row, "training")),
            *reading.all("holiday_checks", _holiday_check),
        ),
    )
    if reading.faults:
        raise RecordsWrong(reading.faults[:MAX_FAULTS])
    return past


def _load(content: bytes) -> Mapping[str, Any]:
    if len(content) > MAX_BYTES:
        raise RecordsWrong([f"文件太大：不能超过 {MAX_BYTES // 1024 // 1024} MB"])
    try:
        top = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RecordsWrong(["文件不是 UTF-8 编码，请另存为 UTF-8"]) from None
    except json.JSONDecodeError as error:
        raise RecordsWrong([f"不是正确的 JSON：第 {error.lineno} 行第 {error.colno} 个字符附近"]) from None
    except (RecursionError, ValueError):
        raise RecordsWrong(["不是正确的 JSON：层数太多或数字太长"]) from None
    if not isinstance(top, dict) or not any(name in top for name in SECTIONS):
        raise RecordsWrong([f"最外层要是一个对象，至少有这些键之一：{'、'.join(SECTIONS)}"])
    sections = {name: top.get(name, []) for name in SECTIONS}
    if wrong := [f"{name}：要写成列表" for name, rows in sections.items() if not isinstance(rows, list)]:
        raise RecordsWrong(wrong)
    if sum(map(len, sections.values())) > MAX_ROWS:
        raise RecordsWrong([f"记录太多：一次不能超过 {MAX_ROWS} 条"])
    return top


def _end(top: Mapping[str, Any]) -> datetime | None:
    if top.get("now") is None:
        return None
    try:
        return JsonRow(top, "now").moment("now")
    except ValueError as fault:
        raise RecordsWrong([f"now：{fault}"]) from None


class _Reading:
    """One reading of one file: the rows of its sections, and what is wrong with them."""

    def __init__(self, top: Mapping[str, Any], end: datetime) -> None:
        self.faults: list[str] = []
        self._top = top
        self._end = end
        self._hazard_numbers: dict[int, str] = {}

    def all(self, section: str, read: Callable[[JsonRow], T]) -> tuple[T, ...]:
        rows = []
        for number, content in enumerate(self._top.get(section, ()), start=1):
            where = f"{section} 第{number}条"
            if not isinstance(content, dict):
                self.faults.append(f"{where}：要写成一个对象")
                continue
            try:
                row = read(JsonRow(content, where))
            except ValueError as fault:
                self.faults.append(f"{where}：{fault}")
            else:
                self._check(row, where)
                rows.append(row)
        return tuple(rows)

    def _check(self, row: object, where: str) -> None:
        match row:
            case PastHazard() if row.reported_at > self._end:
                self.faults.append(f"{where}：reported_at 晚于这份记录的时间")
            case PastHazard() if (first := self._hazard_numbers.setdefault(row.number, where)) != where:
                self.faults.append(f"{where}：id {row.number} 和 {first} 重复了")
            case Told() if row.day > self._end.astimezone(TZ).date():
                self.faults.append(f"{where}：date 晚于这份记录的时间")


def _org(row: JsonRow) -> PastUnit:
    return PastUnit(
        name=row.text("name", 80),
        type=unit_type(row.text("type", 40)),
        town=row.text("town", 40, is_needed=False),
        is_residential=row.flag("overnight"),
    )


def _hazard(row: JsonRow, end: datetime) -> PastHazard:
    reported_at = row.moment("reported_at")
    state = row.word("status", HazardState)
    closed_at = _closed_at(row, reported_at, end) if row.has("closed_at") else None
    if (closed_at is not None) != (state is HazardState.CLOSED):
        raise ValueError("已销号的要有 closed_at，没有销号的不能有")
    return PastHazard(
        where=row.where,
        number=row.whole("id", 1, 99_999_999),
        unit=row.text("org", 80),
        category=row.word("category", Category, _CATEGORY_BY_CUSTOM),
        grade=row.word("grade", Grade),
        source=row.word("source", HazardSource, _SOURCE_BY_CUSTOM) if row.has("source") else HazardSource.SELF_CHECK,
        state=state,
        reported_at=reported_at,
        due_on=row.day("deadline"),
        closed_at=closed_at,
        owner=row.text("owner", 40, is_needed=False),
        is_extended=row.flag("extended"),
        place=row.text("place", 200, is_needed=False),
        problem=row.text("problem", 1000, is_needed=False),
    )


def _closed_at(row: JsonRow, reported_at: datetime, end: datetime) -> datetime:
    """Return the moment; of a mere day noon, but after the report and before the records end."""
    at = row.moment("closed_at")
    day = at.astimezone(TZ).date()
    if day < reported_at.astimezone(TZ).date():
        raise ValueError("closed_at 早于 reported_at")
    if day > end.astimezone(TZ).date():
        raise ValueError("closed_at 晚于这份记录的时间")
    has_time = at.astimezone(TZ).time() != time()
    return at if has_time else max(reported_at, min(datetime.combine(day, _NOON, TZ), end))


def _patrol(row: JsonRow) -> Told:
    slot_key = f"night{row.whole('slot', 1, 2)}" if row.has("slot") else "day"
    return Told(row.where, row.text("org", 80), "patrol", row.day("date"), slot_key)


def _gathering(row: JsonRow, code: str) -> Told:
    facts = {"attendees": row.whole("attendees", 0, 100_000)} if row.has("attendees") else {}
    return Told(row.where, row.text("org", 80), code, row.day("date"), facts=facts)


def _holiday_check(row: JsonRow) -> Told:
    festival = row.text("holiday", 40)
    facts: dict[str, Any] = {"festival": festival}
    if row.has("year"):
        facts["year"] = row.whole("year", FIRST_YEAR, LAST_YEAR)
    return Told(row.where, row.text("org", 80), "holiday_check", row.day("date"), festival=festival, facts=facts)
