"""Read what of a confirmation is to be put right: 更正例会 实到9人, and whose history is asked: 记录历史 例会."""

import re
from dataclasses import dataclass

from handlers.understand.duty_words import CODE_BY_WORD, DUTY_WORD

_UNIT = r"(?P<unit>[^\s\d:，。；？昨今前当本上]{2,20}?)?"
_DAY = r"\d{1,2}月\d{1,2}[日号]|[昨今前当][天晚夜日]|上[周月旬]"
_PERIOD = r"\d{1,2}月[上中下]旬|第?[一二三四1-4]季度|[上下]半年"
_WHEN = rf"(?P<when>(?:{_DAY}|{_PERIOD}|夜间|日间|第[一二][次遍]|[\s的]+)*)"
_MEANT = rf"{_UNIT}[\s的]*{_WHEN}(?P<duty>{DUTY_WORD.pattern})"
_CORRECT = re.compile(
    rf"[#＃]?(?:更正|改正|修正|修改)(?:一下)?(?:登记|记录)?[\s:，]*{_MEANT}(?:确认|登记|记录)?"
    r"(?:的)?(?:$|[\s:，]+(?P<said>.*)|(?P<more>(?:应|改|实|参|主|正|异|不|没|有|是).*))",
    re.DOTALL,
)
_LOOK = r"(?:查看?|看看?)?\s*"
_HISTORIES = (
    re.compile(rf"{_LOOK}(?:记录历史|登记历史|更正历史|更正记录|更正情况)[\s:，]*{_MEANT}(?:记录)?[。？]?"),
    re.compile(rf"{_LOOK}{_MEANT}(?:的)?(?:记录历史|登记历史|更正历史|更正情况)[。？]?"),
)
_INTO = re.compile(r"^(?:应该是|应为|应是|改为|改成|更正为|是|为)\s*")


_DRILL_MORE = re.compile(
    r"(?:本次|这次|刚才的?)?(?:是?(?:夜间|夜班|白天)演练|演练(?:是|在)?(?:夜间|夜里|夜班|白天)(?:组织|做|搞|进行)?的?)?[\s，。]*"
    r"(?:(?:演练)?(?:现场)?抽[问查考].{1,40})?[。]?"
)


@dataclass(frozen=True, slots=True)
class Correction:
    """Which confirmation is meant, and what it should say; "" where that was not said."""

    unit: str
    code: str
    when: str
    """The words of the day or period, with those of the duty: 昨晚夜巡."""
    said: str


def read_correction(text: str) -> Correction | None:
    """Return the correction that the evened-out `text` is, None where it is none."""
    match = _CORRECT.fullmatch(text.strip(" 。"))
    if match is None or text.strip().endswith(("？", "吗")):
        return None
    said = _INTO.sub("", (match["said"] or match["more"] or "").strip())
    return Correction((match["unit"] or "").strip(), CODE_BY_WORD[match["duty"]], match["when"] + match["duty"], said)


def read_history(text: str) -> Correction | None:
    """Return whose history is asked for, None where the text is something else."""
    for pattern in _HISTORIES:
        if (match := pattern.fullmatch(text.strip())) is not None:
            when = match["when"] + match["duty"]
            return Correction((match["unit"] or "").strip(), CODE_BY_WORD[match["duty"]], when, "")
    return None


def tells_more_of_drill(text: str) -> bool:
    """Return whether the text only says of the last drill that it was at night, or how the questions went."""
    said = text.strip(" 。")
    is_about = re.search(r"演练|抽[问查考]\s*\d", said) is not None
    return is_about and re.search(r"夜|白天|抽", said) is not None and _DRILL_MORE.fullmatch(said) is not None
