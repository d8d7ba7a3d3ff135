"""The columns of the hazard ledger 「台账」 in the order in which people expect them (practice.md §1)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from config.clock import TZ
from handlers.questions.query import CATEGORY_GROUPS
from handlers.rules.hazard_deadline import days_over
from handlers.texts.ledger import YUAN, ten_thousands
from storage.extensions import Extension
from storage.ledger import Entry
from storage.supervisions import Supervision
from storage.vocabulary import ExtensionState, Grade, HazardSource, HazardState, Phase, PlanPart, Tag

Value = str | int | float | date | datetime
"""What a cell holds; moments are those of the county, without a zone."""

WITHHELD = "（不公开）"
"""Instead of the name of who gave a tip (安全生产法 §73–76)."""
TEN_FACTORS = "十大因素："
CAMPAIGN = "专项行动："
FACTORS = tuple(tag for tag in Tag if tag.value.startswith("factor_"))
"""The tags that are listed fatal risk factors (T5-6)."""
UNDECIDED, LATE = "建议定为重大，还没有定", "补报"
PLANNED, SPENT = "计划", "实际"
_DONE_STATES = (HazardState.TO_ACCEPT, HazardState.CLOSED)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the ledger."""

    title: str
    width: int
    """In characters."""
    value: Callable[[Entry, date], Value]
    """Return what the cell says on the day given, "" for nothing."""
    phase: Phase | None = None
    """Whose pictures the cell counts."""


def here(at: datetime) -> datetime:
    """Return the moment as the clocks of the county show it, without a zone: no workbook can hold one."""
    return at.astimezone(TZ).replace(tzinfo=None)


def _day(at: datetime | None) -> Value:
    return here(at).date() if at else ""


def _tags(one: Entry, _today: date) -> Value:
    """Return the tags that the hazard has; where nobody gave it any, what its category counts under."""
    if not one.tags and not one.hazard.campaign:
        return "、".join(name for name, categories in CATEGORY_GROUPS.items() if one.hazard.category in categories)
    factors = [tag.term for tag in one.tags if tag in FACTORS]
    told = [f"{TEN_FACTORS}{'、'.join(factors)}"] if factors else []
    told += [tag.term for tag in one.tags if tag not in FACTORS]
    campaign = one.campaign or one.hazard.campaign
    return "；".join(told + ([f"{CAMPAIGN}{campaign}"] if campaign else []))


def _reporter(one: Entry, _today: date) -> Value:
    return WITHHELD if one.hazard.source is HazardSource.TIP else one.reporter


def _pictures(phase: Phase) -> Callable[[Entry, date], Value]:
    def count(one: Entry, _today: date) -> Value:
        number = sum(picture.phase is phase for picture in one.pictures)
        return f"{number}张" if number else ""

    return count


def _done_on(one: Entry, _today: date) -> Value:
    # After it was sent back the last report of completion no longer holds.
    return _day(one.hazard.submitted_at) if one.hazard.state in _DONE_STATES else ""


def _was_at_once(one: Entry, today: date) -> Value:
    if one.hazard.is_on_the_spot:
        return "是"
    return "否" if _done_on(one, today) else ""


def _measures(one: Entry, _today: date) -> Value:
    return one.measures or one.plan.get(PlanPart.MEASURES, "")


def _funds(one: Entry, _today: date) -> Value:
    """Return 万元: a bare number is what was spent on a closed hazard, what is planned for an open one."""
    planned, spent = one.hazard.funds_planned, one.hazard.funds_spent
    usual, other = (spent, planned) if one.hazard.state is HazardState.CLOSED else (planned, spent)
    if other is None:
        return "" if usual is None else usual / YUAN
    named = ((PLANNED, planned), (SPENT, spent))
    return "，".join(f"{name}{ten_thousands(amount)}" for name, amount in named if amount is not None)


def _interim_measures(one: Entry, _today: date) -> Value:
    interim = next((wish.measures for wish, _ in reversed(one.extensions) if _holds(wish)), "")
    emergency = one.plan.get(PlanPart.EMERGENCY, "")
    if interim and emergency:
        return f"临时措施：{interim}；预案：{emergency}"
    return interim or emergency


def _extensions(one: Entry, _today: date) -> Value:
    told = [f"{wish.old_due_on}→{wish.new_due_on}（{_decision(wish, by)}）" for wish, by in one.extensions]
    return "\n".join(told) or ("已延期" if one.hazard.is_extended else "")


def _decision(wish: Extension, by: str) -> str:
    return f"{by}：{wish.state.term}" if by else wish.state.term


def _holds(wish: Extension) -> bool:
    return wish.state is not ExtensionState.REFUSED


def _overdue(one: Entry, today: date) -> Value:
    end = one.hazard.closed_at
    over = days_over(one.hazard.due_on, here(end).date() if end else today)
    return f"是，{over}天" if over else "否"


def _supervised(one: Entry, _today: date) -> Value:
    told = [_order(order) for order in one.supervisions]
    if one.rung is not None:
        whom = f"（{one.rung.told}）" if one.rung.told else ""
        told.append(f"催办到第{one.rung.rung}级{whom}")
    return "\n".join(told)


def _order(one: Supervision) -> str:
    end = f"{here(one.lifted_at).date()}解除" if one.lifted_at else f"{one.due_on}前办结"
    return f"{one.level.term}挂牌督办（{one.unit}，{end}）"


def _remark(one: Entry, _today: date) -> Value:
    said = [one.hazard.state.term]
    if one.hazard.suggested_grade is Grade.MAJOR and one.hazard.grade is not Grade.MAJOR:
        said.append(UNDECIDED)
    if one.is_late:
        said.append(f"{LATE}（{_day(one.hazard.entered_at)}录入）")
    return "；".join(said)


COLUMNS = (
    Column("隐患编号", 18, lambda one, _: one.hazard.code),
    Column("乡镇(街道)", 12, lambda one, _: one.unit.town),
    Column("单位名称", 22, lambda one, _: one.unit.name),
    Column("机构类型", 14, lambda one, _: one.unit.type.term),
    Column("隐患部位", 16, lambda one, _: one.hazard.place),
    Column("隐患描述", 36, lambda one, _: one.hazard.problem),
    Column("领域/类别", 14, lambda one, _: one.hazard.category.term),
    Column("十大因素/三清/两管 标签", 22, _tags),
    Column("等级", 7, lambda one, _: one.hazard.grade.term),
    Column("来源", 8, lambda one, _: one.hazard.source.term),
    Column("发现人", 10, _reporter),
    Column("发现时间", 17, lambda one, _: here(one.hazard.reported_at)),
    Column("整改前照片", 11, _pictures(Phase.BEFORE), Phase.BEFORE),
    Column("整改措施", 30, _measures),
    Column("责任单位", 22, lambda one, _: one.unit.name),
    Column("责任人", 10, lambda one, _: one.hazard.owner_name),
    Column("整改资金(万元)", 14, _funds),
    Column("整改时限", 12, lambda one, _: one.hazard.due_on),
    Column("临时防范措施/预案", 26, _interim_measures),
    Column("立行立改", 9, _was_at_once),
    Column("延期", 30, _extensions),
    Column("整改完成日期", 13, _done_on),
    Column("整改后照片", 11, _pictures(Phase.AFTER), Phase.AFTER),
    Column("验收人", 10, lambda one, _: one.acceptor),
    Column("验收日期", 12, lambda one, _: _day(one.hazard.closed_at)),
    Column("验收意见", 24, lambda one, _: one.opinion),
    Column("销号日期", 12, lambda one, _: _day(one.hazard.closed_at)),
    Column("是否超期/超期天数", 17, _overdue),
    Column("督办级别", 26, _supervised),
    Column("备注", 26, _remark),
)
"""All but 序号, the number of the row, which stands before them."""
