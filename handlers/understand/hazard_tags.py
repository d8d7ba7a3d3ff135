"""Read what a hazard is to count under: 12号标签, 改标签 12 三清①、用电安全, 三清情况; pure."""

import re
from dataclasses import dataclass

from handlers.understand.hazard_command import leading_numbers
from storage.vocabulary import Category, Tag

_DIGITS = str.maketrans({"一": "1", "二": "2", "三": "3", "①": "1", "②": "2", "③": "3"})
_NUMBERED = {
    "三清1": Tag.CLEAR_PASSAGES,
    "三清2": Tag.CLEAR_BARRIERS,
    "三清3": Tag.CLEAR_FLAMMABLES,
    "两管1": Tag.CONTROL_FIRE,
    "两管2": Tag.CONTROL_HOTWORK,
}
_SHOW = re.compile(r"\s*的?标签(?:是什么|有哪些)?[？。]?")
_CHANGE = re.compile(r"(?P<verb>改|加|去|修改|更正|增加|添加|去掉|取消|删)标签\s*[:，]?\s*(?P<rest>.*)", re.DOTALL)
_VERBS = {"改": "改", "修改": "改", "更正": "改", "加": "加", "增加": "加", "添加": "加"}
_BOARD = re.compile(
    r"(?:查看?|看看?)?(?P<what>三清|两管|三清两管|十大(?:致命)?(?:风险)?因素|十大)\s*(?:的|隐患)?\s*(?:情况|统计|汇总|进展|怎么样)?[？。]?"
)


@dataclass(frozen=True, slots=True)
class TagChange:
    """What is to become of the tags of one hazard; `verb` is 改, 加 or 去."""

    verb: str
    number: str
    said: tuple[str, ...]


def read_show(text: str) -> str | None:
    """Return the number of the one hazard whose tags are asked for, None where it is something else."""
    said = re.sub(r"^(?:查看?|看看?)\s*", "", text.strip())
    numbers, rest = leading_numbers(said)
    return numbers[0] if len(numbers) == 1 and _SHOW.fullmatch(rest) else None


def read_change(text: str) -> TagChange | None:
    """Return what 「改标签 12 三清①」 asks for, None where the text is something else."""
    match = _CHANGE.fullmatch(text.strip())
    if match is None:
        return None
    numbers, rest = leading_numbers(match["rest"])
    said = tuple(one for one in re.split(r"[\s、，,;；和及]+", rest.strip("。！ ")) if one)
    if len(numbers) != 1 or not said:
        return None
    return TagChange(_VERBS.get(match["verb"], "去"), numbers[0], said)


def read_board(text: str) -> str | None:
    """Return 三清, 两管 or 十大 where the figures of one of them are asked for, else None."""
    match = _BOARD.fullmatch(text.strip())
    return match["what"][:2] if match else None


def tag_of(said: str) -> Tag | None:
    """Return the tag that is named by its term, its category, or by 三清 and 两管 with their number."""
    numbered = re.sub(r"第|项|条", "", said)
    if numbered[:2] in ("三清", "两管"):
        return _NUMBERED.get(numbered[:2] + numbered[2:].translate(_DIGITS))
    if (found := Tag.from_term(said)) is not None:
        return found
    category = Category.from_term(said)
    factor = f"factor_{category.value.lower()}" if category else ""
    near = [one for one in Tag if one.value == factor] or [one for one in Tag if len(said) > 1 and said in one.term]
    return near[0] if len(near) == 1 else None
