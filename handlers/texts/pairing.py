"""What we say about the table of who leads whom out 「点对点、人对人」 (T12-6): days and numbers, never names."""

from datetime import date

from handlers.texts.register import full_day
from storage.messages import Card


def paired(unit: str, on: date, disabled: int | None, dementia: int | None) -> Card:
    """Return that the table was checked, with how many need a helper of their own."""
    counts = "、".join(f"{term}{n}人" for term, n in (("失能", disabled), ("失智", dementia)) if n is not None)
    return Card(
        f"已登记：{unit}疏散结对表已核对",
        facts=(("核对日期", full_day(on)), ("需要专人带离", counts or "没有登记人数")),
        lines=("只登记人数；名单和结对表留在院里，不要发到这里。",),
    )


def no_count(unit: str) -> Card:
    """Return that the residents must be counted first."""
    return Card(
        f"没有登记：{unit}还没有登记院民人数",
        hints=("先发：院民人数 45 自理20 半失能10 失能15 失智3 结对表今天确认",),
        is_warning=True,
    )


def too_many(total: int) -> Card:
    """Return that the numbers do not fit."""
    return Card(
        "没有登记：人数对不上", lines=(f"自理、半失能、失能加起来比总数{total}人多，请核对。",), is_warning=True
    )
