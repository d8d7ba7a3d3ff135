"""What we say of hazards that were put right during the visit 「立行立改」."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.texts.hazard import brief
from storage.hazards import Hazard
from storage.messages import Button, Card
from storage.vocabulary import Phase

PHASES = (Phase.BEFORE, Phase.AFTER)


def accepted(hazards: Sequence[Hazard], remarks: Sequence[str]) -> Card:
    """Return that these were accepted on the spot."""
    names = "、".join(f"{one.number}号" for one in hazards)
    lines = [f"{one.number}号 {brief(one)}（整改：{one.owner_name or '单位人员'}）" for one in hazards]
    return Card(
        f"立行立改，已现场验收：{names}隐患",
        lines=(*lines, *remarks),
        hints=("看还缺什么发「检查进度」",),
        buttons=(Button("检查进度", "检查进度"),),
    )


def lacks_photo(hazard: Hazard, missing: Sequence[Phase]) -> Card:
    """Return which photo is missing, and how it is sent."""
    names = "、".join(f"{phase.term}照片" for phase in missing)
    number = hazard.number
    hints = [f"拍好发来，再发「立行立改 {number}」"]
    if Phase.BEFORE in missing:
        hints = [f"把整改前的照片发来，再发「照片 {number} 整改前」"] + ([] if len(missing) == 1 else hints)
    return Card(
        f"{number}号还不能按立行立改验收，缺{names}",
        facts=(("隐患", brief(hazard)),),
        lines=("立行立改要有整改前、整改后两张照片。来不及补的按期限整改，以后再验收。",),
        hints=tuple(hints),
        is_warning=True,
    )


def with_lack(card: Card, hazard: Hazard, missing: Sequence[Phase]) -> Card:
    """Return the read-back of a report that says it was put right, with what is missing for accepting it."""
    lack = lacks_photo(hazard, missing)
    return replace(card, lines=(*card.lines, f"{lack.title}。"), hints=(*lack.hints, *card.hints))


def about_last_photo(number: int) -> str:
    """Return that the last picture was taken for the one after the work, and how to put that right."""
    return f"最后发的照片按整改后记；不对的发「照片 {number} 整改前」"


def not_of_visit(number: str) -> Card:
    """Return that this hazard was not found in the visit."""
    return Card(
        f"{number}号不是这次检查交办的",
        lines=("立行立改只算这次检查里发现、当场改好的。以前的隐患发「验收通过」。",),
        is_warning=True,
    )


def own_work(number: int) -> Card:
    """Return that who rectified does not accept."""
    return Card(
        f"{number}号没有验收",
        lines=("您是整改责任人，请检查组里别的人验收。",),
        is_warning=True,
    )


def nobody_rectified(number: int, unit: str) -> Card:
    """Return that nobody of the unit is known who could have put it right."""
    return Card(
        f"{number}号没有验收",
        lines=(f"{unit}没有登记人员，不知道是谁整改的。请管理员先补花名册，或者按期限整改。",),
        is_warning=True,
    )


def closed_before(number: int, state: str) -> Card:
    """Return that the hazard is not open any more."""
    return Card(f"{number}号{state}，没有再办", is_warning=True)


def which_number() -> Card:
    """Return how the words are used."""
    return Card("立行立改的是哪一处？", hints=("写上编号，例如：立行立改 12",), is_warning=True)


def witnessed(who: str) -> str:
    """Return the note of a rectification that the inspectors saw themselves."""
    return f"当场整改，检查人员{who}现场见证"
