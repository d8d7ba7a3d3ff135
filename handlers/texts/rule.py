"""What we say of the rules that the program keeps: with their clause, or marked as the bureau's own assumption."""

from collections.abc import Sequence
from datetime import timedelta

from config.duty_table import DutyRule
from config.hazard_table import Counting, DaysAllowed, HazardTable, LeastLevel
from handlers.texts.duty_cadence import at_least
from storage.messages import Card
from storage.vocabulary import Category, Grade, Level

_LEVELS = {
    LeastLevel.TOWNSHIP: "民政所",
    LeastLevel.SECTION: "县局股室",
    LeastLevel.BUREAU: "县局领导",
}
_ASSUMED = "这是系统里的暂定值，文件没有规定，以县局确认的为准"


def duties(found: Sequence[DutyRule]) -> Card:
    """Return how often each of these duties is owed, by whom, and the clause."""
    lines = []
    for rule in found:
        who = "、".join(dict.fromkeys(_who(level) for slot in rule.slots for level in slot.levels))
        rounds = [slot.term for slot in rule.slots if slot.key]
        times = f"（{'、'.join(rounds)}）" if rounds else ""
        lines.append(f"{rule.name}：{at_least(rule.cadence)}{times}，由{who}办。依据：{rule.basis}")
    return Card("规定是这样的", lines=tuple(lines), hints=("本单位这一期办没办，发「我的待办」",))


def rectifying(table: HazardTable) -> Card:
    """Return how long a hazard may take by grade, and the categories that go faster."""
    quick = [
        category.term
        for category in Category
        if table.days_allowed(Grade.GENERAL.value, category.value) != table.by_grade[Grade.GENERAL.value]
    ]
    lines = [f"{grade.term}隐患：发现后{_days(table.by_grade[grade.value])}内" for grade in Grade]
    lines.append("能当场改的立行立改；派单时另定期限的，以派单为准")
    if quick:
        lines.append(f"{'、'.join(quick)}这几类要得更快，登记时会写明")
    return Card("整改期限", lines=tuple(lines), hints=(_ASSUMED,))


def extension(longest: timedelta) -> Card:
    """Return how far one extension may reach and how it is asked for."""
    return Card(
        "延期",
        lines=(f"一次最多延{longest.days}天，从原来的期限算起，要写原因，由上级批",),
        hints=("例如：12号申请延期到12月5日，配件没到货", _ASSUMED),
    )


def acceptance(table: HazardTable) -> Card:
    """Return who accepts, by grade."""
    lines = [f"{grade.term}隐患：{_LEVELS[table.acceptance[grade.value]]}及以上验收" for grade in Grade]
    return Card("谁来验收", lines=tuple(lines), hints=(_ASSUMED,))


def major(clauses: Sequence[str]) -> Card:
    """Return the conditions that suggest a major hazard, each with its clause."""
    return Card(
        "这些情况建议按重大隐患",
        lines=tuple(f"{n}. {clause}" for n, clause in enumerate(clauses, 1)),
        hints=("机器人只给建议，重大要由人确认；写着「待核」的条文还要核对原文",),
    )


def unknown(examples: Sequence[str]) -> Card:
    """Return the answer where the program keeps no such rule: whom to ask, and what it can say."""
    return Card(
        "这条规定我这里没有收录，不敢乱答",
        lines=("请问民政所或县局安全专班，以文件原文为准",),
        hints=(f"我能答的：{'、'.join(examples)}", "现场真有这种情况，拿不准也先发「隐患 部位 问题」"),
    )


def _who(level: str) -> str:
    found = Level.from_term(level)
    return found.term if found else level


def _days(allowed: DaysAllowed) -> str:
    return f"{allowed.days}个工作日" if allowed.counting is Counting.WORKDAY else f"{allowed.days}天"
