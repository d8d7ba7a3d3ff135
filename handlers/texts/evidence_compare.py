"""What we say when before and after are shown side by side, and where they cannot be."""

from collections.abc import Sequence

from handlers.texts.hazard import brief
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import HazardState, Phase


def title(hazard: Hazard) -> str:
    """Return what stands under the pictures."""
    return f"{hazard.number}号 {brief(hazard, 24)}"


def file_name(hazard: Hazard) -> str:
    """Return what the picture is called."""
    return f"{hazard.number}号整改前后.jpg"


def sent(hazard: Hazard) -> Card:
    """Return the words beside the picture, with what may be done next."""
    is_waiting = hazard.state is HazardState.TO_ACCEPT
    hints = (f"合格发：验收通过 {hazard.number}", f"不合格发：退回 {hazard.number} 原因") if is_waiting else ()
    return Card(
        f"{hazard.number}号整改前后，图片另发一条",
        lines=("左边是整改前，右边是整改后，各取最后一张。",),
        hints=(*hints, f"看全部照片发：{hazard.number}号照片"),
    )


def lacking(hazard: Hazard, phases: Sequence[Phase], *, expected: Sequence[Phase]) -> Card:
    """Return which side there is no picture of; `expected` are on their way."""
    missing = "、".join(phase.term for phase in phases)
    on_its_way = all(phase in expected for phase in phases)
    line = "照片正在取，请过一会儿再发一次。" if on_its_way else "补发照片后再看，拍清楚同一个位置。"
    return Card(
        f"{hazard.number}号还没有{missing}的照片",
        lines=(line,),
        hints=(f"看已有的照片发：{hazard.number}号照片",),
    )
