"""What we say of the list 「清单」 of a unit: every duty, ticked or not (S2-4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.rules.duty_list import OPEN, Mark
from handlers.texts.duty import moment
from handlers.texts.greeting import MY_TODO
from storage.messages import Card

TERMS = {
    Mark.NEVER: "从未办过",
    Mark.MISSED: "未办",
    Mark.OVERDUE: "过期未办",
    Mark.TO_DO: "待办",
    Mark.LATE: "逾期补报",
    Mark.DONE: "已办",
    Mark.EXCUSED: "免办",
    Mark.NOT_YET: "未到期",
}
_SIGNS = {Mark.DONE: "✓", Mark.LATE: "✓"}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One duty in one period; without a period where none is planned."""

    name: str
    basis: str
    mark: Mark
    period: str = ""
    opens_at: datetime | None = None
    due_at: datetime | None = None
    cutoff_at: datetime | None = None
    done_at: datetime | None = None
    done_by: str = ""
    excuse: str = ""
    owed_this_year: int = 0
    """How often it fell due this year, up to today."""
    done_this_year: int = 0


@dataclass(frozen=True, slots=True)
class Checklist:
    """The duties of one unit, in the order of the table of duties."""

    unit: str
    at: datetime
    entries: tuple[Entry, ...]
    exceptions: tuple[str, ...] = ()
    """What is otherwise for this unit, a line each."""

    def of(self, *marks: Mark) -> list[Entry]:
        """Return the entries that stand so."""
        return [one for one in self.entries if one.mark in marks]


def checklist(found: Checklist, *, shown: int = _SHOWN) -> Card:
    """Return the list, the loudest first; of each state at most `shown` duties are named."""
    marks = [mark for mark in Mark if found.of(mark)]
    return Card(
        f"{found.unit}任务清单：{len(found.entries)}项",
        facts=(("合计", "，".join(f"{TERMS[mark]}{len(found.of(mark))}项" for mark in marks) or "没有任务"),),
        lines=(
            *(line for mark in marks for line in _part(mark, found.of(mark), shown)),
            *(f"例外：{one}" for one in found.exceptions),
        ),
        hints=(f"数据截至 {moment(found.at)}", "要表格发：清单表格"),
        is_warning=bool(found.of(Mark.NEVER, Mark.MISSED, Mark.OVERDUE)),
        buttons=(MY_TODO,) if found.of(*OPEN) else (),
    )


def in_full(found: Checklist) -> Iterator[str]:
    """Return the list line by line, with nothing left out."""
    card = checklist(found, shown=len(found.entries))
    yield card.title
    yield from (f"{label}：{value}" for label, value in card.facts)
    yield from card.lines


def _part(mark: Mark, entries: Sequence[Entry], shown: int) -> Iterator[str]:
    yield f"{TERMS[mark]}{len(entries)}项："
    yield from (f"{_SIGNS.get(mark, '·')} {_line(one)}" for one in entries[:shown])
    if len(entries) > shown:
        yield f"……另有{len(entries) - shown}项"


def _line(one: Entry) -> str:
    period = f"（{one.period}）" if one.period else ""
    return f"{one.name}{period}{_remark(one)}"


def _remark(one: Entry) -> str:
    match one.mark:
        case Mark.DONE | Mark.LATE:
            by = f" {one.done_by}" if one.done_by else ""
            return f"｜{moment(one.done_at)}{by}" if one.done_at else by
        case Mark.EXCUSED:
            return f"｜{one.excuse}" if one.excuse else ""
    if one.due_at is None:
        return "｜近期没有"
    return f"｜{'应于' if one.mark in (Mark.NEVER, Mark.MISSED, Mark.OVERDUE) else ''}{moment(one.due_at)}前"


def file_name(found: Checklist) -> str:
    """Return how the workbook is called."""
    return f"任务清单_{found.unit}_{found.at:%Y-%m-%d}.xlsx"


def follows(found: Checklist) -> Card:
    """Return the words beside the workbook."""
    open_count = len(found.of(*OPEN))
    return Card(
        f"{found.unit}任务清单：{len(found.entries)}项",
        lines=(f"还要办的{open_count}项。表格另发一条，点开即可查看、转发。",),
        hints=(f"数据截至 {moment(found.at)}",),
    )


def sent_privately(unit: str) -> Card:
    """Return what a group is told."""
    return Card(f"{unit}任务清单已私下发给您")
