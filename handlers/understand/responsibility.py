"""Read who answers for what: 责任人 张良镇敬老院, 指定 张良镇敬老院 属地责任人 马建国 副镇长 138…; pure."""

import re
from dataclasses import dataclass

from storage.vocabulary import Responsibility

_NUMBERS = {
    sign: number for number, signs in enumerate(("一1", "二2", "三3", "四4", "五5"), start=1) for sign in signs
}
_KEY = (
    Responsibility.KEY_1,
    Responsibility.KEY_2,
    Responsibility.KEY_3,
    Responsibility.KEY_4,
    Responsibility.KEY_5,
)
_PLAIN = {
    "监管": Responsibility.SUPERVISION,
    "主体": Responsibility.MAIN,
    "属地": Responsibility.TERRITORY,
}
_WHICH = r"(?:(?P<plain>监管|主体|属地)责任人|(?:包保)(?:责任人)?\s*(?P<key>[一二三四五1-5])(?!\d))"
_SET = re.compile(
    rf"(?P<lead>(?:指定|设置|设定|明确|登记|改派)\s*)?(?P<unit>[^\s，,。:；][^，,。:；\n]{{0,40}}?)?(?:的|\s|，)*{_WHICH}"
    r"\s*(?:改为|改成|为|是|由|:|，)?\s*(?P<who>[^\s，:。；是吗呢？][^。；\n]{1,60}?)[。！]?"
)
_END = re.compile(
    rf"(?:撤销|取消|撤掉|免去)\s*责任人\s*[:，]?\s*(?P<unit>[^，,。:；\n]{{0,40}}?)(?:的|\s|，)*{_WHICH}[。！]?"
)
_SHOW = re.compile(
    r"(?:查看?|看看?)?\s*(?:(?:三方|三级|安全)?责任人|五包一|包保责任人)(?:名单|都?是谁|有谁|有哪些)?[\s:，]*"
    r"(?P<unit>[^\d，,。:；？\s][^，,。:；？\n]{0,30})?[。？]?"
    r"|(?P<named>[^\d，,。:；？\s][^，,。:；？\n]{1,30}?)(?:的|\s)*(?:(?:三方|三级|安全)?责任人|五包一|包保责任人)(?:名单|都?是谁|有谁|有哪些)?[。？]?"
)
_SHOW_ONE = re.compile(
    r"(?:查看?|看看?)?\s*(?P<unit>[^\d，,。:；？\s][^，,。:；？\n]{1,30}?)?(?:的|\s)*(?:监管|主体|属地)责任人\s*(?:现在)?(?:是谁|是哪个|有谁)?[。？]?"
)
_NO_UNIT = re.compile(
    r"(?:改|更正|修改|变更|撤销|取消|整改|隐患|没有?|换|什么|哪|监管|主体|属地|包保|我的|谁|指定|设|.*悬空).*|.*(?:改为|整改|监管|主体|属地|是|吗|没有)$"
)
_NOBODY = re.compile(r"(?:是)?(?:谁|哪个|哪位|什么人|没有|空|缺|未定|待定).*|.*[吗？]$")
_PHONE = re.compile(r"(?<!\d)(?:\+?86)?(1\d{10}|0\d{2,3}-?\d{7,8}(?:-\d+)?|[2-9]\d{6,7})(?!\d)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to answer for what at which unit, as it was typed; `who` is "" where nobody shall any more."""

    unit: str
    responsibility: Responsibility
    who: str


@dataclass(frozen=True, slots=True)
class Who:
    """One person as people write them down in one line."""

    name: str
    title: str
    phone: str


def read_show(text: str) -> str | None:
    """Return the unit whose named persons are asked for ("" for one's own), None where the text is something else."""
    said = text.strip()
    match = _SHOW_ONE.fullmatch(said)
    unit = (match["unit"] or "") if match else ""
    if match is None:
        match = _SHOW.fullmatch(said)
        if match is None:
            return None
        unit = (match["unit"] or match["named"] or "").strip()
    return None if _NO_UNIT.fullmatch(unit) else unit


def read_set(text: str) -> Wanted | None:
    """Return who is to be named or taken away, None where the text is something else."""
    said = text.strip()
    if (match := _END.fullmatch(said)) is not None:
        return Wanted(match["unit"].strip(), _which(match), "")
    match = _SET.fullmatch(said)
    if match is None or _NOBODY.fullmatch(match["who"].strip()):
        return None
    return Wanted((match["unit"] or "").strip(), _which(match), match["who"].strip())


def who(text: str) -> Who:
    """Return name, title and phone of 「马建国 副镇长 13800000000」: the name comes first, the phone anywhere."""
    phone = _PHONE.search(text)
    rest = f"{text[: phone.start()]} {text[phone.end() :]}" if phone else text
    words = [word for word in re.split(r"[\s，,、;；:（）()]+", rest) if word and word not in ("电话", "手机")]
    name, *title = words or [""]
    return Who(name, " ".join(title), phone[1] if phone else "")


def _which(match: re.Match[str]) -> Responsibility:
    return _PLAIN[match["plain"]] if match["plain"] else _KEY[_NUMBERS[match["key"]] - 1]
