"""What we say to pictures, files and voices: what they were joined to, or the one question about them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.texts import hazard_buttons as buttons
from handlers.texts.choices import with_answers
from handlers.texts.duty import moment
from handlers.texts.hazard import brief, clip
from handlers.texts.hazard_buttons import Asks
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import EvidenceKind, HazardState, Phase

NEW_HAZARD = "新隐患"
"""What is typed or pressed where the pictures show something that is not reported yet."""

_COUNTERS = {EvidenceKind.IMAGE: "张", EvidenceKind.VIDEO: "段", EvidenceKind.FILE: "份", EvidenceKind.VOICE: "条"}
_AT_WORK = (HazardState.TO_RECTIFY, HazardState.RECTIFYING, HazardState.NOT_ACCEPTED)
_NOT_JOINED = "不用登记请回「不登记」"


@dataclass(frozen=True, slots=True)
class Place:
    """Something that pictures were joined to."""

    hazard: Hazard | None
    record: str
    """What a duty's record is called, 日巡查（11月23日日间）; "" for a hazard."""
    phase: Phase
    new: Sequence[EvidenceKind]
    """What was joined now."""
    in_all: Sequence[EvidenceKind]
    """What there is of this phase with it."""

    @property
    def name(self) -> str:
        """Return what it is called: 12号隐患, 日巡查（11月23日日间）."""
        return f"{self.hazard.number}号隐患" if self.hazard else self.record


@dataclass(frozen=True, slots=True)
class Item:
    """One open thing that pictures may be about."""

    says: str
    """What is typed or pressed to choose it."""
    label: str
    line: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What one person has shown of one phase of a hazard."""

    phase: Phase
    kinds: Sequence[EvidenceKind]
    sender: str
    at: datetime
    """When the first of them was sent."""


def record_name(duty: str, period: str) -> str:
    """Return what the record of a duty is called that pictures are joined to."""
    return f"{duty}（{period}）"


def visit_name(code: str) -> str:
    """Return what a visit is called that pictures are joined to."""
    return f"检查{code}"


def counted(kinds: Iterable[EvidenceKind]) -> str:
    """Return how many there are of each: 照片2张、视频1段; "" for none."""
    counts = Counter(kinds)
    return "、".join(f"{kind.term}{counts[kind]}{counter}" for kind, counter in _COUNTERS.items() if counts[kind])


def joined(places: Sequence[Place]) -> Card:
    """Return the answer to pictures that were joined; the shortest where there are more than just these."""
    first = places[0]
    if len(places) > 1:
        return Card(joined_line(places))
    if len(first.in_all) > len(first.new):
        return Card(f"{first.name}{_when(first)}：共{counted(first.in_all)}")
    nouns = "、".join(dict.fromkeys(kind.term for kind in first.new))
    when = f"{first.phase.term}，" if first.phase is not Phase.PROOF else ""
    card = Card(f"{nouns}已附到{first.name}（{when}共{_amount(first.in_all)}）")
    if first.hazard is None or first.phase is not Phase.AFTER or first.hazard.state not in _AT_WORK:
        return card
    # The pictures show it done, but nobody has said so yet.
    number = first.hazard.number
    return replace(
        card,
        hints=(f"整改好了发：整改完成 {number}",),
        buttons=(buttons.submit(number),),
        subject=buttons.subject(Asks.WORK, number),
    )


def joined_line(places: Sequence[Place]) -> str:
    """Return the line about pictures that were joined to these by words that did something else besides."""
    hazards = [one.hazard for one in places if one.hazard is not None]
    if len(hazards) < len(places) or len(hazards) == 1:
        names = "、".join(f"{one.name}{_when(one)}" for one in places)
    else:
        names = f"{'、'.join(f'{one.number}号' for one in hazards)}隐患{_when(places[0])}"
    only = f"；只是{hazards[-1].number}号的发「照片是{hazards[-1].number}号的」" if len(hazards) > 1 else ""
    return f"{counted(places[0].new)}{'同时' if len(places) > 1 else '已'}附到{names}{only}"


def what_is_it(kinds: Sequence[EvidenceKind], items: Sequence[Item], *, unheard: str = "") -> Card:
    """Return the one question about pictures without words; `unheard` are words that were not understood."""
    card = Card(
        f"{counted(kinds)}收到，是什么事的？",
        lines=(
            *((f"没听懂「{clip(unheard, 30)}」。",) if unheard else ()),
            *(f"· {one.line}" for one in items),
        ),
        hints=(_how_to_answer(items), "新隐患直接说在哪里、有什么问题", _NOT_JOINED),
    )
    answers = [*((one.says, one.label) for one in items), (NEW_HAZARD, NEW_HAZARD)]
    return with_answers(card, answers, about="这是什么事的")


def hazard_item(hazard: Hazard) -> Item:
    """Return a hazard as one of the things that pictures may be about."""
    number = hazard.number
    state = f"｜{hazard.state.term}" if hazard.state is HazardState.TO_ACCEPT else ""
    return Item(str(number), f"{number}号 {brief(hazard, 20)}", f"{number}号 {brief(hazard, 30)}{state}")


def more(kinds: Sequence[EvidenceKind]) -> Card:
    """Return the answer to more pictures while the question about them is open."""
    return Card(f"共{counted(kinds)}")


def kept_for_answer(kinds: Sequence[EvidenceKind]) -> Card:
    """Return the answer to pictures that come while a question about something else is open."""
    return Card(f"{counted(kinds)}收到，答完刚才的问题就附上")


def with_pictures_kept(card: Card, kinds: Sequence[EvidenceKind]) -> Card:
    """Return the question with the remark that the pictures wait for its answer."""
    return replace(card, lines=(*card.lines, f"（{counted(kinds)}收到，答完就附上。）"))


def with_pictures_joined(card: Card, places: Sequence[Place]) -> Card:
    """Return the card with what the pictures were joined to."""
    return replace(card, lines=(f"{joined_line(places)}。", *card.lines))


def with_pictures_left(card: Card, kinds: Sequence[EvidenceKind]) -> Card:
    """Return the card with the remark that nobody has said yet what the pictures are about."""
    return replace(
        card,
        lines=(*card.lines, f"（{counted(kinds)}还没附到哪一条：请回编号，如 12；或回「不登记」。）"),
    )


def not_joined(kinds: Sequence[EvidenceKind]) -> Card:
    """Return the confirmation that the pictures prove nothing."""
    return Card(f"好的，{counted(kinds)}没有登记")


def with_pictures_let_go(card: Card, kinds: Sequence[EvidenceKind]) -> Card:
    """Return the card of a question that was given up with the remark that its pictures prove nothing."""
    return replace(card, lines=(*card.lines, f"{counted(kinds)}也没有登记。"))


def nothing_sent() -> Card:
    """Return what is said to words about pictures where none were sent lately."""
    return Card("刚才没有收到您的照片", hints=("请先发照片，再说是哪一条，例如：照片 12",))


def already_void(hazard: Hazard) -> Card:
    """Return the refusal to join pictures to a hazard that is void."""
    return Card(f"{hazard.number}号已作废，照片没有附上", hints=("发「我的待办」看编号",))


def no_ears() -> Card:
    """Return what is said to a voice message that came without its words."""
    return Card(
        "语音已存，还没有登记",
        lines=("这里听不了语音，请再发一句文字说明。",),
        hints=("例如：二楼东头安全出口堆了轮椅",),
    )


def lost() -> Card:
    """Return what is said to pictures that could not be had."""
    return Card("照片没有收到，请再发一次")


def with_batches(card: Card, number: int, batches: Sequence[Batch]) -> Card:
    """Return the card of a hazard with what there is to be seen of it, and how; the same where there is nothing."""
    if not batches:
        return card
    hint = f"看照片发：看照片 {number}"
    return replace(card, facts=(*card.facts, *_batch_facts(batches)), hints=(*card.hints, hint))


def sent(number: int, batches: Sequence[Batch], *, waiting: int, left: int) -> Card:
    """Return the answer to who wants to see what there is.

    Of what was wanted `waiting` pieces are not fetched yet, and `left` are too many to be sent at once.
    """
    if not batches:
        return Card(f"{number}号隐患还没有照片")
    kinds = [kind for one in batches for kind in one.kinds]
    return Card(
        f"{number}号隐患：{counted(kinds)}",
        facts=_batch_facts(batches),
        lines=(
            *((f"{waiting}件还在接收，稍后再看。",) if waiting else ()),
            *((f"还有{left}件没有发。",) if left else ()),
        ),
        hints=(f"只看一部分发：看照片 {number} 整改后",) if left else (),
    )


def file_name(number: int, phase: Phase, ordinal: int, name: str) -> str:
    """Return what a picture or file is called that is sent: 12号 整改前 1; `name` is a document's own."""
    return " ".join(filter(None, (f"{number}号", phase.term, str(ordinal), name)))


def _batch_facts(batches: Sequence[Batch]) -> tuple[tuple[str, str], ...]:
    said: dict[str, list[str]] = {}
    for one in batches:
        sender = f"{one.sender}，" if one.sender else ""
        said.setdefault(one.phase.term, []).append(f"{counted(one.kinds)}（{sender}{moment(one.at)}）")
    return tuple((phase, "；".join(lines)) for phase, lines in said.items())


def _how_to_answer(items: Sequence[Item]) -> str:
    number = next((one.says for one in items if one.says.isdigit()), "")
    return f"回复编号，例如：{number}" if number else "已登记的隐患请回编号"


def _when(place: Place) -> str:
    return "" if place.phase is Phase.PROOF else f"（{place.phase.term}）"


def _amount(kinds: Sequence[EvidenceKind]) -> str:
    return f"{len(kinds)}{_COUNTERS[kinds[0]]}" if len(set(kinds)) == 1 else counted(kinds)
