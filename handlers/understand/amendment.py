"""Read what is to be put right about a registered hazard: 改部位 12 二楼西头, 12号责任人改为王铁柱, 对 12; pure."""

import re
from dataclasses import dataclass

from handlers.understand.hazard_command import leading_numbers
from storage.vocabulary import HazardField

_FIELDS = {
    HazardField.PLACE: "部位 位置 地点",
    HazardField.CATEGORY: "类别 类型 分类",
    HazardField.PROBLEM: "问题 描述 内容",
    HazardField.OWNER: "责任人 整改人 整改责任人",
    HazardField.DEADLINE: "期限 时限 整改期限 截止日期",
}
_FIELD_BY_WORD = {word: field for field, line in _FIELDS.items() for word in line.split()}
_FIELD = rf"(?P<field>{'|'.join(sorted(_FIELD_BY_WORD, key=len, reverse=True))})"
_BEGINS = re.compile(rf"[#＃]?(?P<verb>改|更正|修改|变更)(?:一下)?{_FIELD}?[\s:，]*")
_NAMED = re.compile(rf"(?:的)?{_FIELD}[\s:，]*")
_BECOMES = re.compile(rf"(?:的)?{_FIELD}\s*(?:改为|改成|更正为|变更为|应为|应该是|应该在)[\s:，]*")
_LEAD = re.compile(r"^(?:改?为|改成|更正为)?[\s:，。]*")
_NO_VALUE = re.compile(r"(?:好|完|过|掉)?了|.*(?:[吗？]|没有|怎么|咋|如何).*", re.DOTALL)
_RIGHT = re.compile(r"[#＃]?(?:对|没错|无误|正确)(?:的|了)?[\s，:。！]*")
_MEANT = re.compile(
    rf"{_FIELD}[^。；\n]*?(?:应该是|应该在|应是|应为|改为|改成|是|在)(?P<value>[^，。；！？\n]{{1,40}}?)"
    r"(?:[，\s]*(?:不是|而不是|才对)[^，。\n]*)?[。！]?$"
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is to be put right of which hazards, as far as it was said."""

    field: HazardField | None
    numbers: tuple[str, ...]
    """As they were typed, "12" or "YH20261123-003"; empty where none was."""
    value: str
    """What it should be; "" where that was not said."""


def read_amendment(text: str) -> Amendment | None:
    """Return the amendment that the evened-out `text` is as a command, None where it is none.

    Number, thing and value may stand in any usual order; 「更正 12」 names no thing.
    """
    numbers, rest = leading_numbers(text)
    match = _BECOMES.match(rest)
    if match is None:
        match = _BEGINS.match(rest)
        if match is None:
            return None
    behind, value = ((), rest[match.end() :]) if numbers else leading_numbers(rest[match.end() :])
    field = _FIELD_BY_WORD.get(match["field"] or "")
    if field is None and (named := _NAMED.match(value)):
        field, value = _FIELD_BY_WORD[named["field"]], value[named.end() :]
    value = _LEAD.sub("", value).strip()
    if _NO_VALUE.fullmatch(value) or (field is None and not _names_no_thing(match, value)):
        return None
    return Amendment(field, numbers or behind, value)


def _names_no_thing(match: re.Match[str], value: str) -> bool:
    """Return whether 「更正 12」 is all that is said: 改 alone, or with other words behind it, is something else."""
    return match["verb"] != "改" and not value


def read_confirmation(text: str) -> tuple[str, ...] | None:
    """Return the numbers of the hazards that the evened-out `text` calls right (对 12), None where it is about more.

    Empty for a mere 「对」.
    """
    before, rest = leading_numbers(text)
    match = _RIGHT.match(rest)
    if match is None:
        return None
    behind, more = leading_numbers(rest[match.end() :])
    return None if more.strip("。！ ") else before or behind


def meant(text: str) -> tuple[HazardField | None, str]:
    """Return what free text (位置写错了，是三楼) seems to put right, and to what: "" where it does not say."""
    match = _MEANT.search(text)
    if match is not None:
        return _FIELD_BY_WORD[match["field"]], match["value"].strip()
    named = re.search(_FIELD, text)
    return (_FIELD_BY_WORD[named["field"]] if named else None), ""
