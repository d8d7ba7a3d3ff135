"""What we say about trainings that must cover everybody: who is missing, made up for, and the matrix of an office."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.messages import Card

_SHOWN = 40
_ROWS = 20
HOW = "补训 张小花"


@dataclass(frozen=True, slots=True)
class Missing:
    """One training of one period: who has not come."""

    title: str
    """全员安全培训（2026年下半年）."""
    unit: str
    names: tuple[str, ...]
    total: int
    """How many it must cover."""
    has_begun: bool
    """Whether any session was told."""


def missing_names(names: Sequence[str]) -> str:
    """Return the names in one line, and how many more there are."""
    shown = "、".join(names[:_SHOWN])
    return f"{shown} 等{len(names)}人" if len(names) > _SHOWN else shown


def who_is_missing(rows: Sequence[Missing], *, is_partly: bool = False) -> Card:
    """Return who is not trained, training by training, those with somebody missing first.

    `is_partly`: there are too many institutions to be told at once.
    """
    left = sum(len(one.names) for one in rows)
    rows = sorted(rows, key=lambda one: not one.names)
    more = [f"……另有{len(rows) - _ROWS}项"] if len(rows) > _ROWS else []
    more += ["机构太多，看各机构的请写乡镇，例如：张良镇民政所谁没培训"] if is_partly else []
    return Card(
        f"还有{left}人没培训" if left else "都培训过了",
        lines=(*(line for one in rows[:_ROWS] for line in _lines(one)), *more),
        hints=((f"补训后发：{HOW}",) if left else ()),
        is_warning=left > 0,
    )


def _lines(one: Missing) -> list[str]:
    if not one.total and not one.names:
        return [f"· {one.unit} {one.title}：花名册里没有要培训的人"]
    if not one.names:
        return [f"· {one.unit} {one.title}：{one.total}人全部培训"]
    begun = "" if one.has_begun else "（还没有登记过培训）"
    return [f"· {one.unit} {one.title}：差{len(one.names)}人{begun}：{missing_names(one.names)}"]


def nothing_to_make_up(unit: str) -> Card:
    """Return that no training was told that somebody could have missed."""
    return Card(
        "没有登记补训",
        lines=(f"{unit}这一期还没有登记过培训，先登记培训再登记补训。",),
        hints=("例如：培训 12人参加 缺席张小花 内容 灭火器使用",),
        is_warning=True,
    )


def not_missing(names: Sequence[str], left: Sequence[str]) -> Card:
    """Return that none of these people was missing."""
    who = "、".join(names) or "这些人"
    still = f"还没培训的：{missing_names(left)}" if left else "这一期已经全部培训。"
    return Card("没有登记补训", lines=(f"{who}不在缺席名单里。", still), is_warning=True)


def matrix_follows(office: str, year: int, *, units: int, complete: int, missing: int) -> Card:
    """Return what the matrix says in numbers; the file follows."""
    return Card(
        f"{office}{year}年培训情况表",
        facts=(
            ("机构", f"{units}家"),
            ("本半年全员培训完成", f"{complete}家"),
            ("还没培训", f"{missing}人"),
        ),
        lines=("表格随后发送，每家机构一行：上下半年全员培训、讲了哪些重点、缺谁，负责人和安全员业务培训缺谁。",),
        hints=("看名单发：谁没培训",),
    )


def matrix_sheet(year: int) -> str:
    """Return the name of the sheet."""
    return f"{year}年培训情况"


def matrix_name(office: str, year: int) -> str:
    """Return the name of the file."""
    return f"{office}{year}年培训情况表.xlsx"


def only_offices() -> Card:
    """Return who is sent the matrix."""
    return Card("没有发送", lines=("培训情况表由民政所及以上查看；本单位发「谁没培训」看名单。",), is_warning=True)
