"""What we say to a scanned patrol point 「巡查点」 and to a place, and what of them a confirmation shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.texts.duty import moment
from handlers.texts.hazard import clip
from storage.messages import Button, Card
from storage.vocabulary import EvidenceKind

_PLACE_SHOWN = 40
_CODE_SHOWN = 20
_NAMES_SHOWN = 8
_POINT, _LOCATION = EvidenceKind.POINT, EvidenceKind.LOCATION
_CONFIRM = "有问题发「巡查 有异常」并说明哪里、什么问题"


@dataclass(frozen=True, slots=True)
class Round:
    """How far somebody has come round the points of a unit."""

    done: Sequence[str]
    """The points that were scanned, by name."""
    open: Sequence[str]

    @property
    def standing(self) -> str:
        """Return how many of all were scanned: 3/6."""
        return f"{len(self.done)}/{len(self.done) + len(self.open)}"


@dataclass(frozen=True, slots=True)
class Way:
    """How the patrol that goes on can be confirmed at a press; no buttons where nothing waits for it."""

    subject: str = ""
    buttons: tuple[Button, ...] = ()


def arrived(point: str, unit: str, walked: Round, *, at: datetime, way: Way) -> Card:
    """Return the answer to a scanned point of a patrol that is not confirmed yet."""
    if walked.open:
        hints = (f"走完后发「巡查 正常」；{_CONFIRM}",)
        return _at_point(point, unit, walked, at, (f"还没到：{_listed(walked.open)}",), hints)
    hints = (f"请确认：一切正常发「巡查 正常」；{_CONFIRM}",)
    card = _at_point(point, unit, walked, at, ("巡查点都到了。",), hints)
    return replace(card, subject=way.subject, buttons=way.buttons)


def arrived_after(point: str, unit: str, walked: Round, *, at: datetime, period: str) -> Card:
    """Return the answer to a point that was scanned after the patrol of `period` was confirmed."""
    joined = f"已并入刚才登记的巡查（{period}）。"
    lines = (joined, f"还没到：{_listed(walked.open)}" if walked.open else "巡查点都到了。")
    return _at_point(point, unit, walked, at, lines, ())


def inspected(point: str, unit: str, *, at: datetime) -> Card:
    """Return the answer to a superior who scanned a point of a unit in their charge."""
    return Card(
        f"已到巡查点：{point}",
        facts=(("单位", unit), ("时间", moment(at))),
        lines=("上级检查到点，已记录；不计入该单位自己的巡查。",),
        hints=(f"发现问题请发：隐患 {unit} {point} …",),
    )


def again(point: str, *, at: datetime) -> Card:
    """Return the answer to a point that the same person scanned a moment ago, at `at`."""
    return Card(f"已到巡查点：{point}", lines=(f"{moment(at)}已经记下，没有重复登记。",))


def no_code() -> Card:
    """Return the answer to 「巡查点」 without a code."""
    return Card(
        "没有登记：缺少编号", hints=("扫巡查点的二维码，或发「巡查点」加牌子上的8位编号，例如：巡查点 A3K7M9QT",)
    )


def unknown(code: str) -> Card:
    """Return the answer to a code that no point has."""
    return Card(
        "没有登记：没有这个巡查点",
        facts=(("编号", clip(code, _CODE_SHOWN)),),
        lines=("请对照牌子上的编号再发一次，或直接扫二维码。",),
    )


def not_yours() -> Card:
    """Return the answer to a point of a unit that is none of the person's business."""
    return Card("没有登记：这不是本单位的巡查点", lines=("只能登记本单位（上级检查时为辖区单位）的巡查点。",))


def retired(point: str) -> Card:
    """Return the answer to a point that counts no longer."""
    return Card(
        "没有登记：这个巡查点已停用",
        facts=(("巡查点", point),),
        lines=("请换上新打印的二维码，旧的撕掉；不清楚请问管理员。",),
    )


def located(label: str, *, at: datetime, way: Way) -> Card:
    """Return the answer to a place that waits for the confirmation of a patrol."""
    return Card(
        "定位收到，算作巡查佐证",
        facts=_place(label, at),
        lines=("巡查还要您确认一句才登记。",),
        hints=(f"一切正常发「巡查 正常」；{_CONFIRM}",),
        subject=way.subject,
        buttons=way.buttons,
    )


def located_after(label: str, *, at: datetime, period: str) -> Card:
    """Return the answer to a place that was sent after the patrol of `period` was confirmed."""
    return Card("定位收到，算作巡查佐证", facts=_place(label, at), lines=(f"已并入刚才登记的巡查（{period}）。",))


def located_elsewhere(label: str, *, at: datetime) -> Card:
    """Return the answer to a place of somebody whose own unit owes no patrol."""
    return Card(
        "定位已记录",
        facts=_place(label, at),
        lines=("您的单位自己没有巡查任务。",),
        hints=("替辖区机构代报巡查请写明单位，例如：张良镇敬老院 巡查 正常",),
    )


def no_place() -> Card:
    """Return the answer to a place in which there is none."""
    return Card("没有读到位置，没有登记", lines=("请重新发一次位置。",))


def proven(card: Card, points: int, places: int, still_open: Sequence[str], within: timedelta | None) -> Card:
    """Return the card of a confirmation with how many points and places prove it.

    `still_open` are the unit's points that were not scanned, `within` how long they may still be; None: no longer.
    """
    proofs = [f"{kind.term}{count}处" for kind, count in ((_POINT, points), (_LOCATION, places)) if count]
    left = f"没有扫到的巡查点：{_listed(still_open)}。" if still_open else ""
    if left and within is not None:
        left += f"{_span(within)}内补扫仍算这次巡查。"
    return replace(
        card,
        facts=(*card.facts, ("佐证", "、".join(proofs))) if proofs else card.facts,
        lines=(left, *card.lines) if left else card.lines,
    )


def _at_point(
    point: str, unit: str, walked: Round, at: datetime, lines: tuple[str, ...], hints: tuple[str, ...]
) -> Card:
    facts = (("单位", unit), ("时间", moment(at)))
    return Card(f"已到巡查点：{point}（{walked.standing}）", facts=facts, lines=lines, hints=hints)


def _listed(points: Sequence[str]) -> str:
    more = f" 等{len(points)}处" if len(points) > _NAMES_SHOWN else ""
    return "、".join(points[:_NAMES_SHOWN]) + more


def _place(label: str, at: datetime) -> tuple[tuple[str, str], ...]:
    """Return the place as people know it and when it came; a label without a printable sign is left out."""
    shown = clip("".join(one if one.isprintable() else " " for one in label), _PLACE_SHOWN)
    return (*([("位置", shown)] if shown else ()), ("时间", moment(at)))


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60}小时" if minutes % 60 == 0 else f"{minutes}分钟"
