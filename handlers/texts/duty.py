"""What we say about duties: reminders, missing lists, and what a confirmation recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from config.tables import Tables
from config.zone import TZ
from handlers.texts import duty_other as other
from storage.messages import Card

MAX_NAMES = 60
"""How many units a list names before it says how many more there are."""

_TO_TYPE = {
    "patrol": "巡查 正常",
    "weekly_meeting": "例会 实到 8人 主持 李院长 议题 本周隐患 议定 周五前清理杂物",
    "drill": "演练 8人 20个老人 5个失能 用时6分钟",
    "holiday_check": "节前检查 检查人 李院长 情况 已查一遍 隐患 无",
    "training": "培训 实到 12人 内容 灭火器使用",
}
_NOT_ANNOUNCED = "注意："
_NIGHT_TO_TYPE = "夜巡 正常"


@dataclass(frozen=True, slots=True)
class Asked:
    """One duty in one period as it is asked for: who owes it and who has not done it."""

    name: str
    period: str
    due_at: datetime
    basis: str
    to_type: str
    total: int
    not_done: tuple[str, ...]
    """Names of the units, in the order in which they are listed."""
    remarks: tuple[str, ...] = ()
    """What must be said besides, such as dates that are not announced yet."""


def asked(
    tables: Tables,
    code: str,
    slot: str,
    *,
    due_at: datetime,
    total: int,
    not_done: Sequence[str],
    remarks: Sequence[str] = (),
) -> Asked:
    """Return what a reminder or a missing list of this duty and period says.

    Raises KeyError for a duty that the tables do not have.
    """
    rule = tables.duties.by_code[code]
    return Asked(
        name=rule.name,
        period=tables.duty_title(code, slot),
        due_at=due_at,
        basis=rule.basis,
        to_type=how_to(code, slot),
        total=total,
        not_done=tuple(not_done),
        remarks=tuple(remarks),
    )


def how_to(code: str, slot: str = "") -> str:
    """Return what a person may type to confirm this duty, as short as it is enough; "" for a duty without words."""
    return _NIGHT_TO_TYPE if slot.partition("/")[2].startswith("night") else _TO_TYPE.get(code) or other.to_type(code)


def moment(at: datetime) -> str:
    """Return day and time as people read it here: 11月23日 21:30."""
    here = at.astimezone(TZ)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def listed(names: Sequence[str], limit: int = MAX_NAMES) -> str:
    """Return the names in one line, 「无」 for none; past `limit` names it says how many there are in all."""
    if len(names) <= limit:
        return "、".join(names) or "无"
    return f"{'、'.join(names[:limit])} 等{len(names)}家"


def reminder(round_: Asked) -> Card:
    """Return the card that asks a group for what is not done yet."""
    return Card(
        f"提醒：{round_.name}（{round_.period}）",
        facts=(("应于", f"{moment(round_.due_at)}前完成"), *_standing(round_), ("依据", round_.basis)),
        lines=round_.remarks,
        hints=_typed(round_),
    )


def missing_list(round_: Asked) -> Card:
    """Return the card that names, after the cut-off, who has not confirmed; all done is said as plainly."""
    if not round_.not_done:
        return Card(
            f"全部完成：{round_.name}（{round_.period}）",
            facts=(("完成情况", f"应完成{round_.total}家，已完成{round_.total}家"), ("依据", round_.basis)),
            lines=round_.remarks,
        )
    return Card(
        f"未办名单：{round_.name}（{round_.period}）",
        facts=(("应于", f"{moment(round_.due_at)}前完成"), *_standing(round_), ("依据", round_.basis)),
        lines=("请未办单位尽快补办补报，补报计为逾期。", *round_.remarks),
        hints=_typed(round_),
        is_warning=True,
    )


def caught_up(rounds: Sequence[Asked]) -> Card:
    """Return the one card for everything that could not be said in time; `rounds` are told in their order."""
    return Card(
        f"补发提醒：有{len(rounds)}项任务还没做完",
        facts=tuple((f"{one.name}（{one.period}）", _in_short(one)) for one in rounds),
        lines=(
            "前一段时间没能按时提醒，现合并补发。",
            *dict.fromkeys(line for one in rounds for line in one.remarks),
        ),
        hints=tuple(dict.fromkeys(hint for one in rounds for hint in _typed(one))),
        is_warning=True,
    )


def gathered(rounds: Sequence[Asked], *, is_list: bool) -> Card:
    """Return the one card for several duties that are asked for at the same moment, or that nobody did in time."""
    count = len(rounds)
    return Card(
        f"未办名单：有{count}项任务没有做完" if is_list else f"提醒：有{count}项任务要做",
        facts=tuple((f"{one.name}（{one.period}）", _in_short(one)) for one in rounds),
        lines=(
            *(("请未办单位尽快补办补报，补报计为逾期。",) if is_list else ()),
            *dict.fromkeys(line for one in rounds for line in one.remarks),
        ),
        hints=tuple(dict.fromkeys(hint for one in rounds for hint in _typed(one))),
        is_warning=is_list,
    )


def evening(missing: Sequence[Asked], coming: Sequence[Asked], at: datetime) -> Card:
    """Return the one list of the evening: who has not done what was due, then what else is still to be done."""
    rounds = (*missing, *coming)
    title = f"今晚未办名单：{len(missing)}项任务没有做完" if missing else f"提醒：有{len(coming)}项任务要做"
    return Card(
        title,
        facts=tuple((f"{one.name}（{one.period}）", _in_short(one)) for one in rounds),
        lines=(
            *(("请未办单位尽快补办补报；名单每天晚上一次，做完就不再点名。",) if missing else ()),
            f"截至{moment(at)}",
        ),
        hints=tuple(dict.fromkeys(hint for one in rounds for hint in _typed(one))),
        is_warning=bool(missing),
    )


def remarks(*, never: Sequence[str], unannounced_year: int | None, festival: str = "") -> tuple[str, ...]:
    """Return what a card says besides: units that have never done it, and dates that nobody has announced yet.

    `festival` is the event whose own dates are open; "" where the year's holiday arrangement is not out.
    """
    lines = [f"从未上报过：{listed(never)}"] if never else []
    if unannounced_year is not None:
        what = f"{festival}会期" if festival else "放假安排"
        lines.append(f"{_NOT_ANNOUNCED}{unannounced_year}年{what}尚未公布，日期为暂定")
    return tuple(lines)


def about_dates(lines: Sequence[str]) -> tuple[str, ...]:
    """Return those lines of a card that say that its dates are not announced."""
    return tuple(line for line in lines if line.startswith(_NOT_ANNOUNCED))


def with_remarks(round_: Asked, more: Sequence[str]) -> Asked:
    """Return the same with more remarks behind its own."""
    return replace(round_, remarks=(*round_.remarks, *more))


def _in_short(round_: Asked) -> str:
    return f"应于{moment(round_.due_at)}前完成，还差{len(round_.not_done)}家：{listed(round_.not_done)}"


def _standing(round_: Asked) -> tuple[tuple[str, str], ...]:
    done = round_.total - len(round_.not_done)
    return (
        ("完成情况", f"应完成{round_.total}家，已完成{done}家，还差{len(round_.not_done)}家"),
        ("未完成", listed(round_.not_done)),
    )


def _typed(round_: Asked) -> tuple[str, ...]:
    return (f"完成后发：{round_.to_type}",) if round_.to_type else ()
