"""What we ask about a unit that was named, and how one is answered that the asker may not see."""

from collections.abc import Sequence

from handlers.texts.choices import with_answers
from handlers.texts.hazard import clip
from storage.messages import Card


def which_one(names: Sequence[str]) -> Card:
    """Return the question which unit is meant, with numbered choices; without names: it was not recognised."""
    if not names:
        return Card("没认出是哪个单位，请写单位全称", hints=("回复单位名称", "不办了请回「取消」"))
    card = Card(
        "可能是这几家，请确认单位",
        lines=tuple(f"{n}. {name}" for n, name in enumerate(names, start=1)),
        hints=("回复序号或单位名称", "不办了请回「取消」"),
    )
    return with_answers(card, [(str(n), name) for n, name in enumerate(names, start=1)], about="单位")


def not_found(typed: str) -> Card:
    """Return what is said of a unit that there is not, or that the asker may not see: the two look alike."""
    return Card(f"没有查到单位“{clip(typed, 30)}”", lines=("请核对名称；也可能不在您的管辖范围内。",))
