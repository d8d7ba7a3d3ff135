"""Hear what rule a question is about: how often a duty is owed, how long a hazard may take, what is major; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.understand.duty_words import duties_called

_MAJOR = re.compile(
    r"(?:算|是|属于|构成|判|认定|定)[^，。？]{0,6}重大|"
    r"重大(?:事故|火灾|安全)?隐患[^，。？]{0,6}(?:认定|判定|标准|条件|哪些|咋|怎么|包括)"
)
_EXTENSION = re.compile(r"延期|宽限|延长")
_ACCEPTANCE = re.compile(r"验收|复查|销号")
_RECTIFYING = re.compile(r"整改|期限|(?:改|修|弄)(?:好|完)|限期")
_MAJOR_DUTY = re.compile(r"重大[^，。？]{0,6}排查")

"""Whoever asks for the head's round of major hazards asks for a duty, not for what is major."""
_LOOSELY: Sequence[tuple[re.Pattern[str], tuple[str, ...]]] = (
    (_MAJOR_DUTY, ("head_major_check",)),
    (re.compile(r"月会"), ("month_meeting",)),
    (re.compile(r"例会|周会|开会|会议"), ("weekly_meeting", "month_meeting")),
    (re.compile(r"夜巡|夜里|巡查|查房|巡"), ("patrol",)),
    (re.compile(r"演练|演习"), ("drill",)),
    (re.compile(r"(?:负责人|安全员|管理人员)[^，。？]{0,4}培训"), ("head_training", "officers_meeting")),
    (re.compile(r"执法[^，。？]{0,4}培训|监管人员"), ("inspector_training",)),
    (re.compile(r"培训"), ("training", "office_training", "head_training")),
    (re.compile(r"节(?:日)?前|春节|国庆|五一|元旦|中秋|端午|放假前|两会"), ("holiday_check",)),
    (re.compile(r"清明|中元|寒衣|祭扫"), ("rite_plan", "rite_fire_check")),
    (re.compile(r"旬调度|调度"), ("ten_day_dispatch",)),
    (re.compile(r"排名"), ("quarter_ranking",)),
    (re.compile(r"督导"), ("two_month_supervision",)),
    (re.compile(r"小结"), ("half_year_summary",)),
    (re.compile(r"总评"), ("year_review",)),
    (re.compile(r"评估|检测"), ("building_assessment", "technical_check")),
    (re.compile(r"自建房"), ("self_built_check",)),
    (re.compile(r"预案"), ("plan_review",)),
)
_HOW_OFTEN = re.compile(
    r"多久|多长时间|几(?:天|次|回|遍|趟|个?月|年|点)|多少(?:次|回|天)|频次|频率|周期|什么时候|啥时候|哪天|最晚|"
    r"每(?:天|周|旬|月|季|年)|一定要|必须|非得|要不要|用不用|规定|要求"
)
_WHO = re.compile(r"谁|哪级|哪一级")


class RuleTopic(StrEnum):
    """What the rule is about."""

    DUTY = "duty"
    RECTIFYING = "rectifying"
    EXTENSION = "extension"
    ACCEPTANCE = "acceptance"
    MAJOR = "major"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RuleAsked:
    """A question about a rule: its topic and, of duties, their codes, the likeliest first."""

    topic: RuleTopic
    duties: tuple[str, ...] = ()


def rule_asked(text: str) -> RuleAsked:
    """Return what rule the evened-out question is about; OTHER where none of ours is."""
    if _MAJOR.search(text) and not _MAJOR_DUTY.search(text):
        return RuleAsked(RuleTopic.MAJOR)
    for pattern, topic in _HAZARD_TOPICS.items():
        if (pattern.search(text) and _HOW_OFTEN.search(text)) or (
            pattern.search(text) and re.search(r"谁|哪级", text)
        ):
            return RuleAsked(topic)
    if _HOW_OFTEN.search(text):
        if named := duties_called(text):
            return RuleAsked(RuleTopic.DUTY, named)
        for pattern, codes in _LOOSELY:
            if pattern.search(text):
                return RuleAsked(RuleTopic.DUTY, codes)
    return RuleAsked(RuleTopic.OTHER)


_HAZARD_TOPICS: Mapping[re.Pattern[str], RuleTopic] = {
    _EXTENSION: RuleTopic.EXTENSION,
    _ACCEPTANCE: RuleTopic.ACCEPTANCE,
    _RECTIFYING: RuleTopic.RECTIFYING,
}
