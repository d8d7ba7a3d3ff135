"""What we say about what hangs in the air 「悬空」: what it is, and which command puts it right (T1-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.texts.hazard import brief
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import Responsibility

_SHOWN = 5
_SHOWN_OF_ONE_KIND = 20


class GapKind(StrEnum):
    """What is left to nobody; the value is its heading."""

    UNNAMED = "没有指定责任人"
    TOWN = "乡镇没有股室分包"
    OWNER = "隐患没有责任人"
    UNANSWERED = "隐患催办没人理"
    UNACCEPTED = "整改完没人验收"
    MISSED = "任务连续没人办"


_KIND_BY_WORD = {
    GapKind.UNNAMED: ("责任人", "五包一", "三方"),
    GapKind.TOWN: ("乡镇", "分包", "股室"),
    GapKind.OWNER: ("隐患",),
    GapKind.UNANSWERED: ("催办",),
    GapKind.UNACCEPTED: ("验收",),
    GapKind.MISSED: ("任务", "提醒", "巡查"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is left to nobody."""

    kind: GapKind
    unit_id: int
    what: str
    fix: str
    """What is to be typed, or done."""


def kind_of(word: str) -> GapKind | None:
    """Return the kind that the word means, None where it means none."""
    return next((kind for kind, words in _KIND_BY_WORD.items() if any(one in word for one in words)), None)


def unnamed(unit_id: int, unit: str, missing: Sequence[Responsibility], suggestion: str) -> Gap:
    """Return a unit without some of those who must answer for it; `suggestion` is for the main one, "" for nobody."""
    first = Responsibility.MAIN if suggestion else missing[0]
    who = suggestion or "姓名 职务 电话"
    what = f"{unit}：{'、'.join(one.term for one in missing)}"
    return Gap(GapKind.UNNAMED, unit_id, what, f"指定 {unit} {first.term} {who}")


def town(unit_id: int, name: str, section: str) -> Gap:
    """Return a town that no section is in charge of; `section` is one as an example."""
    return Gap(GapKind.TOWN, unit_id, name, f"{section or '股室名'} 分包 {name}")


def without_owner(hazard: Hazard, unit: str) -> Gap:
    """Return an open hazard that nobody has to rectify."""
    number = hazard.number
    return Gap(GapKind.OWNER, hazard.unit_id, _hazard(hazard, unit), f"改责任人 {number} 姓名")


def unanswered(hazard: Hazard, unit: str, times: int) -> Gap:
    """Return a hazard that was asked for `times` times since anybody did anything."""
    what = f"{_hazard(hazard, unit)}（催办{times}次）"
    return Gap(
        GapKind.UNANSWERED, hazard.unit_id, what, f"{hazard.number}号 看经过，换人发 改责任人 {hazard.number} 姓名"
    )


def unaccepted(hazard: Hazard, unit: str, since: date) -> Gap:
    """Return a hazard that was handed in on `since` and that nobody has accepted."""
    what = f"{_hazard(hazard, unit)}（{since.month}月{since.day}日报完）"
    number = hazard.number
    return Gap(GapKind.UNACCEPTED, hazard.unit_id, what, f"验收通过 {number}，没改好发 退回 {number} 原因")


def missed(unit_id: int, unit: str, duty: str, times: int) -> Gap:
    """Return a duty that a unit has missed `times` times in a row."""
    return Gap(
        GapKind.MISSED,
        unit_id,
        f"{unit} {duty}（连续{times}次以上）",
        f"免办 {unit} {duty} 原因 …（停业等），否则督促补报",
    )


def shown(whose: str, gaps: Sequence[Gap], kind: GapKind | None) -> Card:
    """Return the list, one heading a kind; of `kind` alone more of its lines."""
    found = [one for one in gaps if kind is None or one.kind is kind]
    about = f"：{kind.value}" if kind else ""
    if not found:
        return Card(
            f"{whose}没有悬空{about}", lines=("责任人都在，催办有人理，整改有人验收。",) if kind is None else ()
        )
    return Card(
        f"{whose}悬空{len(found)}项{about}",
        lines=tuple(_lines(found, _SHOWN if kind is None else _SHOWN_OF_ONE_KIND)),
        hints=("只看一类发：悬空 责任人（或 乡镇、隐患、催办、验收、任务）",) if kind is None else (),
        is_warning=True,
    )


def weekly(gaps: Sequence[Gap]) -> Card:
    """Return the weekly letter to somebody in whose charge these gaps are."""
    return Card(
        f"本周请落实：您管辖范围内有{len(gaps)}项悬空",
        lines=tuple(_lines(gaps, _SHOWN)),
        hints=("随时查看发：悬空",),
        is_warning=True,
    )


def only_officers() -> Card:
    """Return who may see the list."""
    return Card("悬空清单由民政所、股室和局里查看", hints=("本单位的责任人发：责任人",))


def _lines(gaps: Sequence[Gap], most: int) -> list[str]:
    lines: list[str] = []
    for kind in GapKind:
        ours = [one for one in gaps if one.kind is kind]
        if not ours:
            continue
        lines.append(f"【{kind.value}】{len(ours)}项")
        lines += [f"· {one.what} → 发：{one.fix}" for one in ours[:most]]
        lines += [f"……另有{len(ours) - most}项"] if len(ours) > most else []
    return lines


def _hazard(hazard: Hazard, unit: str) -> str:
    return f"{hazard.number}号 {unit} {brief(hazard, 24)}"
