"""What we say about the monthly account of hazards 「对账」 (T6-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.rules.hazard_flow import Flow
from handlers.texts.duty import moment
from storage.messages import Card

_NUMBERS_SHOWN = 30
_UNITS_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Line:
    """The account of one unit, or of all together, in figures."""

    name: str
    flow: Flow


@dataclass(frozen=True, slots=True)
class Told:
    """The account of a month for what the asker may see."""

    month: date
    whose: str
    frozen_at: datetime | None
    """None: not frozen yet, the figures still move."""
    sum: Line
    units: tuple[Line, ...]
    """Units with any hazard in the month."""
    overdue: int
    major: int
    open_numbers: tuple[int, ...]
    opened_numbers: tuple[int, ...]
    closed_numbers: tuple[int, ...]
    late_in: tuple[int, ...]
    """Found earlier, entered this month after that month was frozen 「补报」; among those opened."""
    late_after: tuple[int, ...]
    """Found up to this month and entered after it was frozen: they count in a later month."""
    closed_after: tuple[int, ...]
    """Open when the month was frozen and ended since: they count in a later month."""
    wrong: tuple[int, ...]
    """Hazards for which the account does not add up."""
    at: datetime


def alarm(month: date, numbers: Sequence[int]) -> Card:
    """Return the alarm that the account of a month does not add up, with the hazards."""
    return Card(
        f"{called(month)}隐患对账对不上",
        facts=(("涉及隐患", numbered(numbers)),),
        lines=("期初加新增应当等于销号加期末，上个月的期末应当等于这个月的期初。这些隐患的账不平，请逐条核对经过。",),
        hints=(f"发「{month.month}月对账」看各单位的账", f"发「隐患 {numbers[0]}」看一条的经过") if numbers else (),
        is_warning=True,
    )


def account(told: Told) -> Card:
    """Return the account of a month, with a line for each unit and the hazards behind the figures."""
    frozen = f"已冻结（{moment(told.frozen_at)}）" if told.frozen_at else "还没有冻结，数字还会变"
    shown = told.units[:_UNITS_SHOWN]
    more = (f"· 另有{len(told.units) - len(shown)}个单位，问「{told.month.month}月对账 单位名」",)
    return Card(
        f"{told.whose}{called(told.month)}隐患对账",
        facts=(
            ("合计", figures(told.sum.flow)),
            ("对账结果", "对不上：" + numbered(told.wrong) if told.wrong else "账是平的"),
            ("期末超期、重大", f"超期{told.overdue}条，重大{told.major}条"),
            ("状态", frozen),
        ),
        lines=(
            *(f"· {line.name}：{figures(line.flow)}" for line in shown),
            *(more if len(told.units) > len(shown) else ()),
            *details(told),
            f"数据截至 {moment(told.at)}",
        ),
        hints=(f"发「{told.month.month}月对账 单位名」只看一个单位", "发「台账」导出表格"),
        is_warning=bool(told.wrong),
    )


def details(told: Told) -> tuple[str, ...]:
    """Return the hazards behind the figures, a line for each figure that has any."""
    named = (
        ("本月新增", told.opened_numbers),
        ("本月销号（含作废）", told.closed_numbers),
        ("期末未销号", told.open_numbers),
        ("其中补报（以前发现、本月补录）", told.late_in),
        ("冻结后补录，记入以后月份（补报）", told.late_after),
        ("冻结后已销号或作废，记入以后月份", told.closed_after),
    )
    return tuple(f"{name}：{numbered(numbers)}" for name, numbers in named if numbers)


def figures(flow: Flow) -> str:
    """Return the four figures, and a sign where they do not add up."""
    told = f"期初{flow.carried} + 新增{flow.opened} = 销号{flow.closed} + 期末{flow.open}"
    return told if flow.is_balanced else told.replace(" = ", " ≠ ")


def called(month: date) -> str:
    """Return how the month is called: 2026年10月."""
    return f"{month.year}年{month.month}月"


def numbered(numbers: Sequence[int]) -> str:
    """Return the numbers as people write them, the first of very many."""
    shown = "、".join(f"{number}号" for number in numbers[:_NUMBERS_SHOWN])
    return f"{shown} 等{len(numbers)}条" if len(numbers) > _NUMBERS_SHOWN else shown


def not_yet(month: date) -> Card:
    """Return what is said of a month that has not begun."""
    return Card(f"{called(month)}还没有到，没有账可对", hints=("发「对账」看最近一个月",))


def nothing_in_scope(whose: str) -> Card:
    """Return what is said where the asked unit is not one that the asker may see."""
    return Card(
        f"没有可对的账：{whose}",
        lines=("没有这个单位，或者不在您的管辖范围内。",),
        hints=("发「对账」看您管辖范围的账",),
    )
