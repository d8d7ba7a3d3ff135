"""What we say to a confirmation: what it recorded, for which period, what is still missing, what comes next."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from handlers.texts import duty_other as other
from handlers.texts.assessment import not_assessed
from handlers.texts.days import day
from handlers.texts.duty import how_to, moment
from handlers.texts.hazard import clip
from handlers.texts.training import missing_names
from handlers.understand.duty_words import CODE_BY_WORD
from storage.hazards import Hazard
from storage.messages import Card


class Outcome(StrEnum):
    """What a confirmation did to the duty of one period."""

    ON_TIME = "on_time"
    LATE = "late"
    AGAIN = "again"
    """Somebody had confirmed it before; the record is kept beside the first."""
    NOT_AGAIN = "not_again"
    """Somebody had confirmed it before, and a press on a button adds nothing: no record is kept."""
    MORE = "more"
    """It had been done before on another day: this one counts beside it."""
    EXCUSED = "excused"
    TOO_EARLY = "too_early"
    """Its time has not come: the record is kept, the duty stays open."""
    PARTIAL = "partial"
    """Somebody who must be covered has not come yet: the record is kept, the duty stays open."""
    UNPLANNED = "unplanned"
    """No duty was planned for this period; the record stands alone."""
    NOT_PLANNED_EVER = "not_planned_ever"
    """Nobody plans this kind: it is recorded when it is told."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The confirmation of one period as it was recorded."""

    period: str
    outcome: Outcome
    first_by: str = ""
    """Who had confirmed it before, where somebody had."""
    first_at: datetime | None = None
    opens_at: datetime | None = None
    """From when it may be done, where it was told too early."""


@dataclass(frozen=True, slots=True)
class Next:
    """A duty of the unit that is open and not done."""

    name: str
    period: str
    due_at: datetime
    code: str
    slot: str


_STANDING = {
    Outcome.ON_TIME: "按时完成",
    Outcome.LATE: "逾期补报（已过截止时间，按补报计）",
    Outcome.NOT_PLANNED_EVER: "已记录",
    Outcome.PARTIAL: "还没有全部覆盖，这项任务还不算完成",
    Outcome.EXCUSED: "本期已免办，记录另存备查",
    Outcome.UNPLANNED: "这个时段没有安排这项任务，记录已存，不计入完成情况",
}
_KEPT = (Outcome.ON_TIME, Outcome.LATE, Outcome.PARTIAL, Outcome.MORE)
_WORD_BY_CODE = {code: word for word, code in CODE_BY_WORD.items()} | {"patrol": "巡查"}
_TRAININGS = ("training", "head_training")
_ASKED_OF_A_DRILL = (("is_night", "是不是夜间（夜班）演练"), ("spot_asked", "抽问几人、答对几人"))
_UNPLANNED_NAMES = {"training": "安全培训"}
_LABELS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "patrol": (("place", "部位"), ("patrollers", "巡查人")),
    "weekly_meeting": (("chair", "主持"), ("topics", "议题"), ("decisions", "议定")),
    "training": (("teacher", "主讲"), ("topics", "内容")),
    "drill": (("content", "内容"), ("improvements", "改进"), ("plan", "预案")),
    "holiday_check": (("inspectors", "检查人"),),
}


def confirmed(
    *,
    duty: str,
    unit: str,
    code: str,
    facts: Mapping[str, Any],
    recorded: Sequence[Recorded],
    left_out: int,
    not_covered: Sequence[str] = (),
    by: str,
    at: datetime,
    hazards: Sequence[str],
    next_duties: Sequence[Next],
) -> Card:
    """Return the card of a confirmation.

    `left_out` is by how many a drill fell short of everybody, `not_covered` who has missed a training for all,
    `by` who confirmed (with the office, where it was done
    for another unit), `hazards` one line for each hazard that was registered with it.
    """
    return Card(
        _title(duty, recorded),
        facts=(
            ("单位", unit),
            ("时段", "、".join(one.period for one in recorded)),
            *told(code, facts),
            ("登记", f"{by}，{moment(at)}"),
            *(("状态", line) for line in dict.fromkeys(map(_standing, recorded))),
        ),
        lines=(*_lacks(code, facts, left_out, not_covered), *hazards, *_next_lines(next_duties)),
        hints=(*_next_hints(next_duties), *_way_to_correct(code, recorded)),
        is_warning=bool(hazards) or left_out > 0 or bool(not_covered),
    )


def told(code: str, facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what was told, as labelled lines in the order in which people read it."""
    lines: list[tuple[str, str]] = []
    if "result" in facts:
        is_fine = facts["result"] == "normal"
        lines.append(("结果", "正常" if is_fine else f"有异常：{facts.get('problem', '')}"))
    if facts.get("handled"):
        lines.append(("当场处理", "；".join(f"{one['problem']}（{one['how']}）" for one in facts["handled"])))
    if people := _people(facts):
        lines.append(("参加", people))
    if facts.get("minutes") is not None:
        lines.append(("用时", f"{facts['minutes']}分钟"))
    if "absent" in facts:
        lines.append(("缺席", "、".join(facts["absent"]) or "无"))
    if facts.get("made_up"):
        lines.append(("补训", "、".join(facts["made_up"])))
    if "is_night" in facts:
        lines.append(("夜间", "是" if facts["is_night"] else "否"))
    if facts.get("spot_asked") is not None:
        knew = f"，答对{facts['spot_knew']}人" if facts.get("spot_knew") is not None else ""
        lines.append(("抽问逃生要求", f"抽问{facts['spot_asked']}人{knew}"))
    if code == "drill" and "problem" in facts:
        lines.append(("问题", facts["problem"] or "无"))
    if code not in _LABELS:
        return (*lines, *other.told(facts))
    lines += [(label, str(facts[key])) for key, label in _LABELS[code] if facts.get(key)]
    return (*lines, *other.told({key: facts[key] for key in ("taught", "not_taught") if key in facts}))


def not_yours(unit: str) -> Card:
    """Return the refusal to confirm for a unit that is not in the sender's charge."""
    return Card("没有登记", lines=(f"{unit}不在您的管辖范围内，不能代报。", "请由该单位或其所在民政所上报。"))


def on_behalf(name: str, office: str) -> str:
    """Return who confirmed for another unit 「代报」."""
    return f"{name}（{office}代报）"


def name_of(code: str) -> str:
    """Return the name of what people confirm though nobody plans it."""
    return _UNPLANNED_NAMES[code]


def day_of(slot: str) -> str:
    """Return the day that stands as the period of what nobody plans."""
    return day(date.fromisoformat(slot))


def hazard_line(hazard: Hazard) -> str:
    """Return the line about a hazard that was registered with the confirmation."""
    owner = f"，责任人{hazard.owner_name}" if hazard.owner_name else ""
    what = clip(f"{hazard.place}{hazard.problem}" if hazard.place not in hazard.problem else hazard.problem, 40)
    return f"已登记{hazard.number}号隐患：{what}，{hazard.due_on.month}月{hazard.due_on.day}日前整改{owner}"


def not_owed(unit: str, duty: str) -> Card:
    """Return the refusal to confirm for an office that does not do this duty itself."""
    return Card(
        "没有登记",
        lines=(f"{unit}自己没有{duty}任务。替辖区机构代报，请写明单位。",),
        hints=("例如：张良镇敬老院 夜巡 正常",),
    )


def _title(duty: str, recorded: Sequence[Recorded]) -> str:
    outcomes = {one.outcome for one in recorded}
    if outcomes == {Outcome.AGAIN}:
        return f"{duty}已有人报过，这次作为补充记录"
    if outcomes == {Outcome.NOT_AGAIN}:
        return f"{duty}已有人报过，没有重复登记"
    if outcomes == {Outcome.TOO_EARLY}:
        return f"{duty}已记下（还没到时间）"
    if outcomes == {Outcome.PARTIAL}:
        return f"{duty}已登记，还没有全部覆盖"
    if outcomes == {Outcome.UNPLANNED}:
        return f"{duty}已记下（没有对应的任务）"
    return f"{duty}已登记" + ("（逾期补报）" if Outcome.LATE in outcomes else "")


def _standing(one: Recorded) -> str:
    if one.opens_at is not None:
        return f"还没到时间：从{moment(one.opens_at)}起才算，记录已存，到时请再报一次"
    if one.outcome not in (Outcome.AGAIN, Outcome.NOT_AGAIN, Outcome.MORE):
        return _STANDING[one.outcome]
    when = f"，{moment(one.first_at)}" if one.first_at else ""
    more = "，这次另计一次" if one.outcome is Outcome.MORE else ""
    return f"{one.period}最先由{one.first_by or '他人'}登记{when}{more}"


def _people(facts: Mapping[str, Any]) -> str:
    parts = []
    if facts.get("staff") is not None:
        parts.append(f"工作人员{facts['staff']}人")
    if facts.get("residents") is not None:
        disabled = f"（其中失能{facts['disabled']}人）" if facts.get("disabled") is not None else ""
        parts.append(f"老人{facts['residents']}人{disabled}")
    if not parts and facts.get("attendees") is not None:
        parts.append(f"{facts['attendees']}人")
    if facts.get("expected") is not None:
        parts.append(f"应到{facts['expected']}人")
    return "、".join(parts)


def _coverage(left_out: int) -> tuple[str, ...]:
    if not left_out:
        return ()
    return (f"花名册人数比这次参加的多{left_out}人。方案要求演练覆盖所有人员（第12条），请安排没参加的人补练。",)


def _lacks(code: str, facts: Mapping[str, Any], left_out: int, not_covered: Sequence[str]) -> tuple[str, ...]:
    """Return what a drill or a training for all still lacks."""
    return (*_coverage(left_out), *_not_covered(code, not_covered), *_about_drill(code, facts))


def _not_covered(code: str, names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    if code not in _TRAININGS:
        return (not_assessed(names),)
    first = re.split(r"院|站|馆|中心", names[0])[-1] or names[0]
    return (f"还有{len(names)}人没培训：{missing_names(names)}。补训后发：补训 {first}",)


def _about_drill(code: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the one question for what a drill should say besides: was it at night, do people know the ways out."""
    if code != "drill":
        return ()
    asks = [words for key, words in _ASKED_OF_A_DRILL if key not in facts]
    return (f"请再补一句：{'；'.join(asks)}。例如：白天演练 抽问3人 答对3人",) if asks else ()


def _next_lines(next_duties: Sequence[Next]) -> tuple[str, ...]:
    if not next_duties:
        return ("本单位目前没有其他待办任务。",)
    return ("接下来：", *(f"· {one.name}（{one.period}），{moment(one.due_at)}前" for one in next_duties))


def _way_to_correct(code: str, recorded: Sequence[Recorded]) -> tuple[str, ...]:
    is_kept = any(one.outcome in _KEPT for one in recorded)
    return (f"报错了发：更正{_WORD_BY_CODE[code]} 正确的内容",) if is_kept and code in _WORD_BY_CODE else ()


def _next_hints(next_duties: Sequence[Next]) -> tuple[str, ...]:
    return (f"做完发：{how_to(next_duties[0].code, next_duties[0].slot)}",) if next_duties else ()
