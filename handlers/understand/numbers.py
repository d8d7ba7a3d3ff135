"""Read numbers as people write them: 二十多, 十来个, hazard numbers; and tell those from dates and rooms."""

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_UNITS = {"廿": 20, "卅": 30, "十": 10, "百": 100, "千": 1000}
NUMERAL = r"(?:\d+|[零〇一二两俩仨三四五六七八九廿卅十百千]+)"
"""A pattern part: Arabic digits or a Chinese numeral."""


def number(text: str) -> int | None:
    """Return the number that `text` begins with, rounded down (二十多 → 20, 十来个 → 10); None where it has none."""
    match = re.match(rf"\s*({NUMERAL})", text)
    if not match:
        return None
    if match[1].isdigit():
        return int(match[1])
    return _chinese(match[1])


def _chinese(numeral: str) -> int | None:
    if not set(numeral) & set(_UNITS):
        digits = "".join(str(_DIGITS[character]) for character in numeral)
        return int(digits) if digits else None
    total, digit = 0, None
    for character in numeral:
        if character in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[character]
            digit = None
        else:
            digit = _DIGITS[character]
    return total + (digit or 0)


_NOT_NUMBERED = "楼栋幢座院屋房室床门机柜库厅车桌单元线炉灶梯窑厂区岗井泵闸罐瓶桶箱台线路馆厨厕墓员位病仓"
_WHEN_BEFORE = r"(?:月|补报|补录|漏报|忘报|忘了报|日期|延至|截止到?|到|于|在)\s*$"
_WHEN_AFTER = (
    r"\s*(?:之?前|以前|晚(?!几|点|些)|夜(?!儿)|早|上午|中午|下午|傍晚|凌晨|当天|那天|白天|一早|下班|开会|开的|开了|查的|做的|搞的|再(?!看|报|延|给|验)|才|能(?!晚|延|缓|销|改|不)|以后|之后|到期|截止|"
    r"的?(?:夜巡|巡查|例会|培训|演练|会|检查|班)|\s*\d{1,2}[点:时])"
)
_MARKED = (
    re.compile(r"(YH-?\d{6,8}-?\d{1,4})", re.IGNORECASE),
    re.compile(r"[#＃]\s*(\d{1,6})(?!\d)"),
    re.compile(r"(?:编号|单号|隐患号|序号)\s*(?:为|是|:)?\s*(\d{1,6})(?!\d)"),
    re.compile(r"第\s*(\d{1,6})\s*[条号项](?!规定)"),
    re.compile(r"(\d{1,6})\s*号?(?:那条|那个|这条|这个)?的?隐患"),
    re.compile(r"隐患\s*(\d{1,6})(?:\s*号)?(?![\d年月日天:条处个起点.])"),
)
_NUMBERED = re.compile(rf"(?<![\d./年月\-A-Za-z楼])(\d{{1,6}})\s*号(?![{_NOT_NUMBERED}](?!置|家))")
_BARE = re.compile(
    r"(?<![\d./:\-月年A-Za-z])(\d{1,6})(?![\d./:\-年月日天号层楼栋个处具人点时分小周元%米平厘毫cCkKmM斤瓶床间次条名位台只根盏只家]|\s*[个月天小])"
)


def hazard_id(text: str, *, expects_one: bool = False) -> str | None:
    """Return the first hazard number in evened-out `text`: "12", "017" or "YH20261123-003".

    「22号」 beside a word of time is a day, before 楼, 房 … a place. A bare number counts only where `expects_one`
    (整改完成 12, 催办 9).
    """
    found = hazard_ids(text, expects_one=expects_one)
    return found[0] if found else None


def is_marked(text: str) -> bool:
    """Return whether evened-out `text` holds a number that can only be a hazard's: #12, YH…, 编号12, 隐患12."""
    return any(pattern.search(text) for pattern in _MARKED)


def hazard_ids(text: str, *, expects_one: bool = False) -> tuple[str, ...]:
    """Return all hazard numbers in evened-out `text`, in order of their marks; see `hazard_id`."""
    marked = [match[1].upper() for pattern in _MARKED for match in pattern.finditer(text)]
    if not marked:
        marked = [match[1] for match in _NUMBERED.finditer(text) if not _is_day(text, match)]
    if not marked and expects_one:
        marked = [match[1] for match in _BARE.finditer(text)]
    return tuple(dict.fromkeys(marked))


def _is_day(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    return bool(re.search(_WHEN_BEFORE, before) or re.match(_WHEN_AFTER, after))


_COUNTED = rf"({NUMERAL})\s*(?:多|来|几)?\s*(?:余|个|号)?\s*(?:人次|人|名|位|口人|口子|个(?=[，。；！\s]|$))"
_ATTENDED = (
    re.compile(rf"(?:实到|实际|实训|出席|到场)\s*(?:人数|了)?\s*:?\s*({NUMERAL})"),
    re.compile(
        rf"(?:到会|参会|参加|参训|参演|参与|到了|来了|共计?|一共|总共)(?:人数|人员)?\s*(?:的?有|了|了有|:)?\s*({NUMERAL})\s*(?:多|来|几)?\s*(?:余|个)?\s*(?:人次|人|名|位|口|老|职|员|$|，|。)"
    ),
    re.compile(rf"(?:人数|参加|参演|参训|到会|参会)\s*(?:为|是|:)?\s*({NUMERAL})(?![\d月日号点:分])"),
    re.compile(_COUNTED),
)


def attendees(text: str) -> int | None:
    """Return how many people took part, None where the text does not say; 实到 goes before every other number."""
    if match := _ATTENDED[0].search(text):
        return number(match[1])
    for pattern in _ATTENDED[1:]:
        for match in pattern.finditer(text):
            if not re.search(
                r"(?:应到|缺|请假|还差|差|发现|失能|问题)\s*(?:了|的)?\s*:?\s*$",
                text[: match.start()] + text[match.start() : match.start(1)],
            ) and not re.match(r"(?:没来|没到|缺|请假|不会|没参加)", text[match.end() :]):
                return _roughly(match[1])
    return None


def _roughly(numeral: str) -> int | None:
    """Return the lower of two neighbours that say a rough number: 七八 → 7, 十五六 → 15."""
    if len(numeral) > 1 and {numeral[-2], numeral[-1]} <= set(_DIGITS):
        numeral = numeral[:-1]
    return number(numeral)
