"""What we say when somebody asks why a message was understood as it was."""

from collections.abc import Iterator

from handlers.texts.meaning import term
from handlers.understand.hazard_text import HazardDraft
from handlers.understand.read import Heard
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import Category

_PUT_RIGHT = "理解错了：隐患发「12号改类别 用电安全」这样的话，其他的换个说法再发一次"


def explained(heard: Heard) -> Card:
    """Return which words and which rules led to what was heard, each decision on a line."""
    return Card(
        "这句话是这样理解的",
        facts=(("原话", heard.original[:60]), ("要办的", term(heard.intent.intent))),
        lines=tuple(_lines(heard)),
        hints=(_PUT_RIGHT,),
    )


def explained_hazard(hazard: Hazard, heard: Heard) -> Card:
    """Return why a registered hazard is of its category and suggested grade, as its words are read today."""
    drafts = heard.hazards.drafts
    lines = [_category(draft) for draft in drafts] or ["从文字里看不出是哪一类，按上报的人说的登记"]
    if drafts and hazard.category.value not in heard.hazards.categories:
        lines.append("现在登记的类别是有人更正过的，以登记的为准")
    return Card(
        f"{hazard.number}号隐患为什么是「{hazard.category.term}」",
        facts=(("登记的问题", hazard.problem[:60]),),
        lines=(*lines, f"等级：{_grade(heard)}"),
        hints=(f"不对就发「{hazard.number}号改类别 用电安全」这样的话",),
    )


def nothing_to_explain() -> Card:
    """Return the answer where nothing was said here shortly before."""
    return Card("前面没有可以解释的话", hints=("隐患发「12号为什么」，也可以先发那句话再问「怎么理解的」",))


def kept_secret() -> Card:
    """Return the answer where the message before was a tip: not a word of it is repeated."""
    return Card("举报的内容不再复述，也不解释", hints=("举报的进展凭受理编号查询",))


def _lines(heard: Heard) -> Iterator[str]:
    yield f"为什么是「{term(heard.intent.intent)}」：{heard.intent.why}"
    others = [term(one.intent) for one in heard.intents[1:4] if one.intent != heard.intent.intent]
    if others:
        yield f"也想过：{'、'.join(others)}"
    if heard.said.mended:
        yield f"改了错字：{'、'.join(heard.said.mended)}"
    yield from heard.hazards.why
    yield from (_category(draft) for draft in heard.hazards.drafts)
    if heard.hazards.drafts:
        yield f"等级：{_grade(heard)}"
        yield f"部位：{heard.hazards.place or '没有听出来'}"
    for one in heard.times:
        first, last = one.span.start, one.span.end
        days = f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
        yield f"时间：“{one.words}”是 {days}"


def _category(draft: HazardDraft) -> str:
    terms = "、".join(found.term for code in draft.categories if (found := Category.from_term(code)))
    return f"“{draft.problem[:30]}”归「{terms}」：{'；'.join(draft.why)}"


def _grade(heard: Heard) -> str:
    return f"{heard.hazards.grade or '一句话判不了'}（{heard.hazards.clause or '没有对应的条件，要人定'}）"
