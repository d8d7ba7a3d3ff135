"""What we say beside a hazard ledger 「台账」 that goes as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handlers.texts.duty import moment
from storage.messages import Card


class Pictures(StrEnum):
    """What became of the pictures in the workbook."""

    NOT_WANTED = "not_wanted"
    EMBEDDED = "embedded"
    NONE = "none"
    TOO_LARGE = "too_large"


YUAN = 10_000
"""In one 万元."""
_ABOUT_PICTURES = {
    Pictures.EMBEDDED: "照片缩小后放在“照片”表里。",
    Pictures.NONE: "这些隐患没有已存的照片。",
    Pictures.TOO_LARGE: "照片太多，放进去会超过企业微信的上限，这份不带；请缩小范围再要，例如「本月台账 带照片」。",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a ledger holds, in figures."""

    whose: str
    first: date | None
    last: date | None
    """None: what is open and what was struck off this year."""
    which: str
    count: int
    open: int
    overdue: int
    major: int
    on_the_spot: int
    planned: int
    """Funds in yuan (S1-7), summed up; 0 for none."""
    spent: int
    pictures: Pictures
    at: datetime


def which(grade: str, *, is_open: bool, is_closed: bool, is_overdue: bool) -> str:
    """Return which hazards are listed, "" for all."""
    state = "超期" if is_overdue else "未销号" if is_open else "已销号" if is_closed else ""
    return f"{state}{grade}{'隐患' if state or grade else ''}"


def days(told: Told) -> str:
    """Return of which days the ledger is."""
    if told.first is None or told.last is None:
        return "没有指定日期：未销号的，加今年销号的"
    return f"{told.first}" if told.first == told.last else f"{told.first}至{told.last}"


def file_name(told: Told) -> str:
    """Return how the file is called."""
    span = f"{told.first}至{told.last}" if told.first and told.last else f"{told.at:%Y-%m-%d}"
    return f"{told.which or '隐患'}台账_{told.whose}_{span}.xlsx"


def follows(told: Told) -> Card:
    """Return the words beside the file."""
    pictures = _ABOUT_PICTURES.get(told.pictures)
    return Card(
        f"{told.whose}隐患台账：{told.count}条",
        facts=(
            ("范围", told.whose),
            ("时段", days(told)),
            *((("只列", told.which),) if told.which else ()),
            ("条数", f"{told.count}条，其中未销号{told.open}条（超期{told.overdue}条，重大{told.major}条）"),
            ("立行立改", f"{told.on_the_spot}条"),
            *((("整改资金", _funds(told)),) if told.planned or told.spent else ()),
        ),
        lines=(
            *((pictures,) if pictures else ()),
            "表格另发一条，点开即可查看、转发。",
            f"数据截至 {moment(told.at)}",
        ),
    )


def _funds(told: Told) -> str:
    return f"计划{ten_thousands(told.planned)}万元，实际{ten_thousands(told.spent)}万元"


def ten_thousands(yuan: int) -> str:
    """Return the amount in 万元, to the yuan."""
    return f"{yuan / YUAN:.4f}".rstrip("0").rstrip(".")


def sent_privately(whose: str) -> Card:
    """Return what a group is told: the rows are not for all of it."""
    return Card(f"{whose}隐患台账已私下发给您", lines=("台账有明细，不在群里发，请到和民安的单聊里看。",))


def empty(told: Told) -> Card:
    """Return what is said where no hazard is to be listed."""
    return Card(
        f"没有可列的隐患：{told.whose}",
        facts=(("时段", days(told)), *((("只列", told.which),) if told.which else ())),
        lines=("这个范围里一条也没有，所以没有生成表格。",),
        hints=("换个时段再要，例如「今年台账」",),
    )


def which_unit(names: Sequence[str]) -> Card:
    """Return that the unit was not clear, with what it might be."""
    return Card("没听清是哪个单位的台账", lines=(f"是不是：{'、'.join(names)}？",), hints=("请写单位全称再发一次",))


def nothing_in_scope(whose: str) -> Card:
    """Return what is said where the asked unit is not one that the asker may see."""
    return Card(
        f"没有可看的台账：{whose}",
        lines=("没有这个单位，或者不在您的管辖范围内。",),
        hints=("发「台账」要您管辖范围的",),
    )
