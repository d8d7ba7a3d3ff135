"""Read how a visit begins: 开始检查 张良镇敬老院 四不两直 带队陈局长 成员周股长、孙管理 专家李工; pure."""

import re
from dataclasses import dataclass, replace

from storage.vocabulary import InspectionKind

NO_EXPERT = "无"
"""What is kept where the inspectors said that there was no expert."""

_TRIGGER = re.compile(
    r"(?:我们?|现在)?(?:开始(?:现场)?检查|检查开始|现场检查开始|开始督导)(?P<rest>(?:[\s:，。].*)?|.*)", re.DOTALL
)
_KINDS = (
    (InspectionKind.UNANNOUNCED, r"四不两直|暗访|突击检查"),
    (InspectionKind.CROSS, r"(?:异地)?交叉(?:互查|检查)?|互查"),
    (InspectionKind.HOLIDAY, r"节前(?:检查)?"),
    (InspectionKind.SPECIAL, r"专项(?:检查|行动)?"),
    (InspectionKind.SUPERVISION, r"(?:双月)?督导(?:检查)?"),
    (InspectionKind.EXPERT, r"专家(?:检查|会诊)?(?=[\s，。;；]|$)"),
)
_NAME = r"[一-鿿A-Za-z·]{1,20}"
_NAMES = rf"{_NAME}(?:\s*[、和及]\s*{_NAME})*"
_LEADER = re.compile(rf"(?:带队(?:领导|人)?|领队|组长|牵头(?:领导)?)\s*[:是为]?\s*(?P<name>{_NAME})")
_MEMBERS = re.compile(rf"(?:检查人员|检查人|成员|组员|同行|同去)\s*[:是有为]?\s*(?P<names>{_NAMES})")
_NO_EXPERT = re.compile(r"(?:没有|没|无)专家|专家\s*:?\s*(?:没有|无)(?=[\s，。；]|$)")
_EXPERT = re.compile(rf"专家\s*[:是为]?\s*(?!检查|会诊)(?P<name>{_NAMES})")
_FORM_LABEL = re.compile(r"(?:单位|被检查单位|机构|类型|检查类型|专项名称)\s*:")
_AROUND = " ，。；、:\n"


@dataclass(frozen=True, slots=True)
class Start:
    """What the words say; "" or None where they are silent."""

    unit: str = ""
    """The words that are left, which name the unit."""
    kind: InspectionKind | None = None
    leader: str = ""
    members: tuple[str, ...] = ()
    expert: str = ""


def read_start(text: str) -> Start | None:
    """Return what the evened-out `text` says of a visit that begins, None where it does not begin one."""
    match = _TRIGGER.fullmatch(text.strip())
    if match is None or text.strip().endswith(("？", "吗")):
        return None
    return read_team(match["rest"])


def read_team(text: str) -> Start:
    """Return what the words say of type, leader, members and expert; what is left names the unit."""
    start, rest = Start(), text
    if _NO_EXPERT.search(rest):
        start, rest = replace(start, expert=NO_EXPERT), _NO_EXPERT.sub(" ", rest)
    elif match := _EXPERT.search(rest):
        start, rest = replace(start, expert=match["name"]), _without(match, rest)
    if match := _LEADER.search(rest):
        start, rest = replace(start, leader=match["name"]), _without(match, rest)
    if match := _MEMBERS.search(rest):
        start, rest = replace(start, members=names_in(match["names"])), _without(match, rest)
    for kind, pattern in _KINDS:
        if match := re.search(pattern, rest):
            start, rest = replace(start, kind=kind), _without(match, rest)
            break
    return replace(start, unit=" ".join(_FORM_LABEL.sub(" ", rest).strip(_AROUND).split()))


def kind_of(answer: str) -> InspectionKind | None:
    """Return the type that a short answer names, None where it names none."""
    return next((kind for kind, pattern in _KINDS if re.fullmatch(pattern, answer.strip("。 "))), None)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that stand in a list, each once."""
    found = (one.strip(_AROUND) for one in re.split(r"[、，和及\s]+", text))
    return tuple(dict.fromkeys(one for one in found if one))


def _without(match: re.Match[str], text: str) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"
