"""What we say of the stock of major hazards 「重大存量」 (G-3e)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.rules.major_stock import Major, Stock
from handlers.texts.hazard import clip
from storage.messages import Card
from storage.vocabulary import PlanPart

_SHOWN = 12


def shown(whose: str, stock: Stock) -> Card:
    """Return the stock with every hazard by number: those found before the milestone, then the others."""
    if not stock.count:
        return Card(f"{whose}没有未销号的重大隐患", facts=(("一周变化", _week(stock)),))
    until = f"{stock.milestone:%Y年}{stock.milestone.month}月{stock.milestone.day}日"
    unsupervised = "、".join(f"{one}号" for one in stock.unsupervised)
    return Card(
        f"{whose}重大隐患{stock.count}条未销号，其中存量{len(stock.old)}条",
        facts=(
            ("一周变化", _week(stock)),
            ("存量未挂牌督办", f"{len(stock.unsupervised)}条：{unsupervised}" if unsupervised else "没有"),
        ),
        lines=(*_lines(f"{until}及以前发现（存量）", stock.old), *_lines("以后发现", stock.new)),
        hints=(f"看一条发：{(*stock.old, *stock.new)[0].number}号",),
        is_warning=bool(stock.unsupervised),
    )


def weekly(whose: str, stock: Stock) -> Card:
    """Return the weekly letter to those who lead."""
    card = shown(whose, stock)
    return replace(card, title=f"每周重大隐患：{card.title}", hints=(*card.hints, "随时查看发：重大存量"))


def only_officers() -> Card:
    """Return who may see the stock."""
    return Card("重大存量由民政所、股室和局里查看", hints=("本单位的隐患发：我的待办",))


def _week(stock: Stock) -> str:
    week = stock.week
    return f"7天前{week.before}条，新增{week.opened}，销号{week.closed}，现在{week.now}条"


def _lines(heading: str, found: Sequence[Major]) -> list[str]:
    if not found:
        return [f"【{heading}】没有"]
    more = [f"……另有{len(found) - _SHOWN}条"] if len(found) > _SHOWN else []
    return [f"【{heading}】{len(found)}条", *map(_line, found[:_SHOWN]), *more]


def _line(one: Major) -> str:
    parts = (
        f"五落实{one.parts}/{len(PlanPart)}",
        "已挂牌督办" if one.is_supervised else "未挂牌督办",
        f"责任人{one.owner}" if one.owner else "没有责任人",
        f"{one.quiet_days}天没有进展" if one.quiet_days else "今天有进展",
        *((f"超期{one.days_over}天",) if one.days_over else ()),
    )
    return f"· {one.number}号 {one.unit} {clip(one.what, 24)}｜{'｜'.join(parts)}"
