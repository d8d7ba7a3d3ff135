"""The record of reminders 「提醒记录」 as a workbook: what was said, how it climbed, what was owed (S2-6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers.ledger_columns import Value, here
from handlers.papers.sheets import finish, put, saved, write_header

LETTERS, RUNGS, TASKS, HAZARDS = "提醒记录", "催办记录", "任务", "隐患"
_NUMBER = ("序号", 6)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one reader."""

    at: datetime
    whom: str
    unit: str
    what: str
    about: str
    urgency: str
    state: str
    sent_at: datetime | None
    error: str
    answer: str
    """What the reader did about it first, "" for nothing so far; of a duty how many have done it."""
    is_to_answer: bool
    """Whether it is about a hazard, or a missed duty, and to a person."""
    planned_at: datetime | None = None
    """When the clock was to say it; None for what a person's doing brought about."""
    held_at: datetime | None = None
    """Since when it waited for the next letter 「缓发」; None where it did not."""


@dataclass(frozen=True, slots=True)
class Climb:
    """One rung of the ladder that was said."""

    number: int
    code: str
    unit: str
    deadline: date
    rung: int
    due_at: datetime
    said_at: datetime
    told: str
    answer: str


@dataclass(frozen=True, slots=True)
class Task:
    """One duty of one unit in one period."""

    unit: str
    title: str
    due_at: datetime
    cutoff_at: datetime
    state: str
    done_at: datetime | None
    excuse: str


@dataclass(frozen=True, slots=True)
class Case:
    """One hazard; who reported it is in no record."""

    number: int
    code: str
    unit: str
    place: str
    problem: str
    grade: str
    found_at: datetime
    due_on: date
    owner: str
    state: str
    closed_at: datetime | None
    days_over: int
    is_extended: bool


@dataclass(frozen=True, slots=True)
class Record:
    """All that is told of a unit, everybody below it included, over a period."""

    letters: Sequence[Letter]
    climbs: Sequence[Climb]
    tasks: Sequence[Task]
    cases: Sequence[Case]


_LETTER_COLUMNS = (
    ("时间", 17),
    ("收件人", 14),
    ("所在单位", 22),
    ("内容", 40),
    ("事项", 16),
    ("类别", 10),
    ("送达", 10),
    ("送达时间", 17),
    ("没送达的原因", 24),
    ("收件人的应答", 26),
    ("应发时间", 17),
    ("缓发时间", 17),
)
_CLIMB_COLUMNS = (
    ("隐患", 8),
    ("隐患编号", 18),
    ("单位", 22),
    ("整改时限", 12),
    ("第几级", 8),
    ("应催办时间", 17),
    ("实际催办时间", 17),
    ("催办到谁", 26),
    ("之后的应答", 30),
)
_TASK_COLUMNS = (
    ("单位", 22),
    ("任务", 34),
    ("应办时间", 17),
    ("截止", 17),
    ("结果", 10),
    ("办理时间", 17),
    ("免办原因", 24),
)
_CASE_COLUMNS = (
    ("隐患", 8),
    ("隐患编号", 18),
    ("单位", 22),
    ("部位", 16),
    ("隐患描述", 36),
    ("等级", 7),
    ("发现时间", 17),
    ("整改时限", 12),
    ("责任人", 10),
    ("状态", 10),
    ("销号时间", 17),
    ("超期天数", 9),
    ("是否延过期", 10),
)
_NO_ANSWER = "没有应答"


def draw_record(record: Record) -> bytes:
    """Return the workbook: four sheets, each in the order given."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = LETTERS
    _write(first, _LETTER_COLUMNS, map(_letter, record.letters))
    _write(book.create_sheet(RUNGS), _CLIMB_COLUMNS, map(_climb, record.climbs))
    _write(book.create_sheet(TASKS), _TASK_COLUMNS, map(_task, record.tasks))
    _write(book.create_sheet(HAZARDS), _CASE_COLUMNS, map(_case, record.cases))
    return saved(book)


def _letter(one: Letter) -> Sequence[Value]:
    about = (here(one.at), one.whom, one.unit, one.what, one.about, one.urgency)
    answer = one.answer or (_NO_ANSWER if one.is_to_answer else "")
    times = _at(one.planned_at), _at(one.held_at)
    return *about, one.state, _at(one.sent_at), one.error, answer, *times


def _climb(one: Climb) -> Sequence[Value]:
    about = (one.number, one.code, one.unit, one.deadline, one.rung)
    return *about, here(one.due_at), here(one.said_at), one.told, one.answer or _NO_ANSWER


def _task(one: Task) -> Sequence[Value]:
    return one.unit, one.title, here(one.due_at), here(one.cutoff_at), one.state, _at(one.done_at), one.excuse


def _case(one: Case) -> Sequence[Value]:
    about = (one.number, one.code, one.unit, one.place, one.problem, one.grade, here(one.found_at), one.due_on)
    return *about, one.owner, one.state, _at(one.closed_at), one.days_over, "是" if one.is_extended else "否"


def _write(page: Worksheet, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]) -> None:
    write_header(page, [_NUMBER, *columns])
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate((number, *row), start=1):
            put(page, number + 1, column, value)
    finish(page, "A2")


def _at(moment: datetime | None) -> Value:
    return here(moment) if moment else ""
