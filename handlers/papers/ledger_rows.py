"""The rows of a hazard ledger resolved: which unit, whose, when, how far; every fault named by its cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from config.calendar import WorkCalendar
from config.campaign_table import CampaignTable
from config.hazard_table import HazardTable
from config.lexicon import Lexicon
from handlers.papers import ledger_cells as cells
from handlers.papers.ledger_columns import LATE, UNDECIDED, WITHHELD
from handlers.papers.ledger_reading import LedgerCells, Row
from handlers.papers.ledger_titles import Title
from handlers.papers.workbook import Cell, tidy
from handlers.rules.hazard_deadline import rectify_by
from handlers.understand.hazard_text import read_hazards
from handlers.understand.units import UnitName, find_units
from storage.hazards import Hazard
from storage.past_ledger import LedgerHazard
from storage.people import Person
from storage.units import Unit
from storage.vocabulary import Category, Grade, HazardSource, HazardState

T = TypeVar("T")

_LIMITS = {Title.CODE: 30, Title.PLACE: 200, Title.PROBLEM: 1000, Title.OWNER: 40}
_LONGEST = 2000
_KEPT_IN_NOTE = (Title.EXTENSION, Title.SUPERVISED, Title.REMARK)
_LONGEST_CODE = 40
_OF_OUR_REMARK = (UNDECIDED, LATE)
"""What the remark of our own ledger says besides the state; worked out anew, so not kept."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What rows are resolved against."""

    units: Sequence[Unit]
    """All, those no longer active too."""
    people: Sequence[Person]
    hazards: HazardTable
    campaigns: CampaignTable
    calendar: WorkCalendar
    lexicon: Lexicon
    now: datetime


@dataclass(slots=True)
class Resolved:
    """The hazards of a ledger, and what is wrong or worth a remark."""

    hazards: list[LedgerHazard] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class _Wrong(Exception):
    """The row cannot be used; its faults are noted."""


def resolve(found: LedgerCells, known: Knowledge, on_row: Callable[[int], object]) -> Resolved:
    """Return the rows as hazards, in the order of the file; `on_row` is told how many have been looked at.

    No unit is ever guessed: one that is not named by its full or a short name is a fault, with what it might be.
    """
    done = Resolved(faults=list(found.faults), remarks=list(found.remarks))
    resolver = _Resolver(known, done)
    first_by_origin: dict[str, LedgerHazard] = {}
    for count, row in enumerate(found.rows, start=1):
        try:
            hazard = resolver.hazard(row)
        except _Wrong:
            hazard = None
        on_row(count)
        if hazard is None:
            continue
        first = first_by_origin.setdefault(hazard.origin, hazard)
        if first is hazard:
            done.hazards.append(hazard)
        elif hazard.code:
            done.faults.append(f"{row.cells[Title.CODE].place}：编号 {hazard.code} 和 {first.where} 重复了")
        else:
            done.remarks.append(f"{row.where}：和 {first.where} 完全一样，只算一条")
    return done


class _Resolver:
    """Resolves row after row against what is known."""

    def __init__(self, known: Knowledge, done: Resolved) -> None:
        self._known = known
        self._done = done
        self._unit_by_name = {unit.name: unit for unit in known.units}
        self._units_by_short_name: dict[str, list[Unit]] = {}
        for unit in known.units:
            for name in unit.short_names:
                self._units_by_short_name.setdefault(name, []).append(unit)
        self._people_by_name: dict[str, list[Person]] = {}
        for person in known.people:
            self._people_by_name.setdefault(person.name, []).append(person)

    def hazard(self, row: Row) -> LedgerHazard:
        """Return the row as a hazard. Raises _Wrong where it cannot be one; all its faults are noted then."""
        before = len(self._done.faults)
        self._check_cells(row)
        unit = self._unit(row)
        problem = self._needed(row, Title.PROBLEM)
        found_at = self._moment(row, Title.FOUND)
        if found_at is None and not row.text(Title.FOUND) and row.cells[Title.FOUND].moment is None:
            self._fault(row, Title.FOUND, "“发现时间”不能空")
        if unit is None or found_at is None or not problem or len(self._done.faults) > before:
            raise _Wrong
        assert unit.id is not None
        category = self._category(row, problem)
        grade = self._grade(row)
        place = row.text(Title.PLACE)
        found_at = self._found(found_at)
        state, done_on, closed_on = self._progress(row, found_at.date())
        submitted_at = cells.noon_of(done_on, after=found_at, now=self._known.now) if done_on else None
        closed_at = (
            cells.noon_of(closed_on, after=submitted_at or found_at, now=self._known.now) if closed_on else None
        )
        due_on = self._due(row, found_at.date(), grade, category)
        owner = self._person(row.text(Title.OWNER), unit, only_own=True)
        reporter = self._person(row.text(Title.REPORTER), unit)
        acceptor = self._person(row.text(Title.ACCEPTOR), unit)
        planned, spent = self._funds(row, state)
        tags, campaign = cells.tags(row.text(Title.TAGS))
        hazard = LedgerHazard(
            where=row.where,
            code=row.text(Title.CODE).upper(),
            unit_id=unit.id,
            unit=unit.name,
            place=place,
            problem=problem,
            category=category,
            grade=grade,
            source=self._read(row, Title.SOURCE, cells.source, HazardSource.SELF_CHECK),
            state=state,
            reported_at=found_at,
            reported_by=reporter.id if reporter else None,
            due_on=due_on,
            owner_id=owner.id if owner else None,
            owner_name=row.text(Title.OWNER),
            is_extended=not cells.is_nothing(row.text(Title.EXTENSION)),
            is_on_the_spot=self._read(row, Title.ON_THE_SPOT, cells.flag, otherwise=False),
            submitted_at=submitted_at,
            closed_at=closed_at,
            closed_by=acceptor.id if acceptor else None,
            funds_planned=planned,
            funds_spent=spent,
            campaign=self._known.campaigns.code(campaign)[:_LONGEST_CODE],
            tags=tags,
            measures=row.text(Title.MEASURES),
            opinion=row.text(Title.OPINION),
            interim=row.text(Title.INTERIM),
            note=self._note(row, reporter, acceptor),
        )
        if len(self._done.faults) > before:
            raise _Wrong
        return hazard

    def _check_cells(self, row: Row) -> None:
        for title, cell in row.cells.items():
            if cell.fault and cell.moment is None:
                self._fault(row, title, cell.fault)
            elif len(cell.text) > _LIMITS.get(title, _LONGEST):
                self._fault(row, title, f"太长了，最多 {_LIMITS.get(title, _LONGEST)} 个字")

    def _unit(self, row: Row) -> Unit | None:
        name = self._needed(row, Title.UNIT, "（合并单元格请拆开，每行都写单位）")
        if not name:
            return None
        if name in self._unit_by_name:
            return self._unit_by_name[name]
        short = self._units_by_short_name.get(name, [])
        if len(short) == 1:
            return short[0]
        candidates = [one.name for one in short] or self._alike(name)
        perhaps = f"，是不是：{'、'.join(candidates)}？请写全称" if candidates else "，请先在花名册里加上"
        self._fault(row, Title.UNIT, f"找不到单位“{name}”{perhaps}")
        return None

    def _alike(self, name: str) -> list[str]:
        named = [
            UnitName(one.id or 0, one.name, tuple(one.short_names), one.town, one.type.term)
            for one in self._known.units
            if one.is_active
        ]
        return [match.unit.name for match in find_units(name, named, self._known.lexicon.units)]

    def _category(self, row: Row, problem: str) -> Category:
        said = row.text(Title.CATEGORY)
        named = cells.category(said) if said else None
        if named is not None:
            return named
        heard = read_hazards(problem, self._known.lexicon.hazards, self._known.lexicon.places).categories
        found = (Category.from_term(heard[0]) if heard else None) or Category.OTHER
        if said:
            self._done.remarks.append(
                f"{row.cells[Title.CATEGORY].place}：不认识类别“{said}”，按问题记为“{found.term}”"
            )
        return found

    def _grade(self, row: Row) -> Grade:
        said = row.text(Title.GRADE)
        if cells.is_between(said):
            self._done.remarks.append(f"{row.cells[Title.GRADE].place}：“{said}”记为“一般”；要定为重大，请由人确定")
        return self._read(row, Title.GRADE, cells.grade, Grade.GENERAL)

    def _found(self, at: datetime) -> datetime:
        """Return the moment of the find; of a mere day noon."""
        return at if at.hour or at.minute or at.second else cells.noon_of(at.date(), after=at, now=self._known.now)

    def _progress(self, row: Row, found_on: date) -> tuple[HazardState, date | None, date | None]:
        """Return the state, the day when it was rectified and the day when it was struck off, None for neither."""
        days = {title: self._day(row, title, found_on) for title in (Title.DONE, Title.ACCEPTED, Title.CLOSED)}
        done_on, accepted_on, closed_on = days.values()
        said = self._state(row)
        if said is HazardState.CLOSED:
            closed_on = closed_on or accepted_on or done_on
            if closed_on is None:
                self._fault(row, Title.CLOSED, f"{row.where}：已销号的要有销号日期、验收日期或整改完成日期")
            elif done_on is not None and done_on > closed_on:
                self._fault(row, Title.DONE, "整改完成日期晚于销号日期")
            return said, done_on, closed_on
        if closed_on is not None and said is not None:
            self._fault(row, Title.CLOSED, f"写了销号日期，状态却是“{said.term}”")
        if said is None and (closed_on or accepted_on):
            return HazardState.CLOSED, done_on, closed_on or accepted_on
        if said is HazardState.TO_ACCEPT and done_on is None:
            done_on = accepted_on or found_on
        if said in (None, HazardState.TO_ACCEPT):
            return (HazardState.TO_ACCEPT if done_on else HazardState.TO_RECTIFY), done_on, None
        return said, done_on, None

    def _state(self, row: Row) -> HazardState | None:
        """Return the state that a column of its own or the beginning of the remark names."""
        said = row.text(Title.STATE)
        found = cells.state(said, row.state_title) if said else HazardState.from_term(_parts(row)[0])
        if found is HazardState.VOID:
            title = Title.STATE if row.text(Title.STATE) else Title.REMARK
            self._fault(row, title, "已作废的隐患不导入，请删掉这一行")
        return found

    def _due(self, row: Row, found_on: date, grade: Grade, category: Category) -> date:
        """Return the last day; where the ledger names none, what the tables allow."""
        cell = row.cells.get(Title.DUE)
        if cell is None or (not cell.text and cell.moment is None):
            allowed = self._known.hazards.days_allowed(grade.value, category.value)
            return rectify_by(found_on, allowed, self._known.calendar)
        due_on = self._tried(row, Title.DUE, lambda: cells.deadline(cell, found_on), found_on)
        if due_on < found_on:
            self._fault(row, Title.DUE, "整改时限早于发现时间")
        return due_on

    def _funds(self, row: Row, state: HazardState) -> tuple[int | None, int | None]:
        nothing: tuple[int | None, int | None] = None, None
        is_closed = state is HazardState.CLOSED
        return self._read(row, Title.FUNDS, lambda text: cells.funds(text, is_closed=is_closed), nothing)

    def _moment(self, row: Row, title: Title) -> datetime | None:
        cell = row.cells.get(title)
        if cell is None or (not cell.text and cell.moment is None) or (cell.text and cells.is_nothing(cell.text)):
            return None
        at = self._tried(row, title, lambda: cells.moment(cell), None)
        if at is not None and at > self._known.now:
            self._fault(row, title, "晚于今天")
        return at

    def _day(self, row: Row, title: Title, found_on: date) -> date | None:
        at = self._moment(row, title)
        if at is not None and at.date() < found_on:
            self._fault(row, title, "早于发现时间")
        return at.date() if at else None

    def _person(self, name: str, unit: Unit, *, only_own: bool = False) -> Person | None:
        """Return who that is, None where nobody or more than one is called so: a name alone proves nothing."""
        if not name or name == WITHHELD:
            return None
        called = self._people_by_name.get(name, [])
        own = [one for one in called if one.unit_id == unit.id]
        among = own if own or only_own else called
        return among[0] if len(among) == 1 else None

    def _note(self, row: Row, reporter: Person | None, acceptor: Person | None) -> str:
        """Return what of the row has no column in our books."""
        kept = {title.value: row.text(title) for title in _KEPT_IN_NOTE if not cells.is_nothing(row.text(title))}
        for title, person in ((Title.REPORTER, reporter), (Title.ACCEPTOR, acceptor)):
            if person is None and row.text(title) not in ("", WITHHELD):
                kept[title.value] = row.text(title)
        if Title.REMARK.value in kept:
            del kept[Title.REMARK.value]
            own = [part for part in _parts(row) if not _is_ours(part)]
            kept |= {Title.REMARK.value: "；".join(own)} if own else {}
        if said := row.text(Title.STATE):
            kept |= {row.state_title: said} if cells.state(said, row.state_title) is None else {}
        return "；".join(f"{title}：{text}" for title, text in kept.items())

    def _needed(self, row: Row, title: Title, advice: str = "") -> str:
        text = row.text(title)
        if not text:
            self._fault(row, title, f"“{title.value}”不能空{advice}")
        return text

    def _read(self, row: Row, title: Title, read: Callable[[str], T], otherwise: T) -> T:
        text = row.text(title)
        return self._tried(row, title, lambda: read(text), otherwise) if text else otherwise

    def _tried(self, row: Row, title: Title, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except ValueError as fault:
            self._fault(row, title, str(fault))
            return otherwise

    def _fault(self, row: Row, title: Title, fault: str) -> None:
        cell: Cell | None = row.cells.get(title)
        told = f"{cell.place}：{fault}" if cell is not None else f"{row.where}：{fault}"
        if told not in self._done.faults:
            self._done.faults.append(told)


def _parts(row: Row) -> list[str]:
    return row.text(Title.REMARK).split("；")


def _is_ours(part: str) -> bool:
    return HazardState.from_term(part) is not None or part.startswith(_OF_OUR_REMARK)


def told_differently(row: LedgerHazard, stored: Hazard) -> list[str]:
    """Return the titles of what the books say differently from the row: what is in the books stays."""
    compared = (
        (Title.PROBLEM, row.problem, tidy(stored.problem)),
        (Title.PLACE, row.place, tidy(stored.place)),
        (Title.GRADE, row.grade, stored.grade),
        (Title.DUE, row.due_on, stored.due_on),
        (Title.STATE, row.state, stored.state),
    )
    return [title.value for title, said, known in compared if said != known]
