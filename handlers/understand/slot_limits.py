"""Find the limit that a message sets or asks for: 周五前, 月底, 半个月, 今天下班前; pure."""

import re
from collections.abc import Sequence

from handlers.understand.days import Time

_LENGTH = re.compile(
    r"(?:限期?|延期|延长|延|缓|晚|推后|推迟|推|宽限|宽|再给|多给|给我?|再要|还得|还要|顺延|往后推|后推)"
    r"(?:我们?|俺们?|个|到|期|时限|上)?((?:\d+|[一二两三四五六七八九十半]{1,3})(?:来)?个?半?(?:工作日|天|日|周|星期|礼拜|月|季度))(?!前|以前)"
)
_CAUSE_AHEAD = re.compile(r"(?:这两|前两|最近)$")
_CAUSE_BEHIND = re.compile(
    r"(?:才(?!能?[改弄修整换搞])|以后才|之后才|开始|前后才|来(?:人|货)|检查组|肯定|就?到期|到(?:，|了|$))"
)
_LIMIT = re.compile(r"之?前$|以前$|内$|底$|末$|后$")
_TO = re.compile(
    r"(?:推到|延到|延期到|延至|缓到|到|至|限|必须|务必|要|能不能|宽限|再给|给|期限|申请|延期|延)[^，。]{0,6}$"
)
_AIM = re.compile(r"(?:推|延|缓|宽限?|挪|放|等|拖|期|晚|改|顺延|推迟)?(?:到|至)[^，。到至]{0,3}$")
_ACT = re.compile(
    r"[^，。]{0,5}(?:必须|搞|改|弄|整|好|完成|拆|清|报|处理|修|换|装|补|开|交|再|给我|我看|行不行|中不中|可以|把|来[修换装弄])"
)
_OFF_DUTY = re.compile(r"(?:中午|上午|下午|晚上)?(?:下班)?(?:之)?前")
_PAST = re.compile(r"昨|前[天儿晚]|夜|上[周个月半季礼星上]|去年")


def limit_in(text: str, times: Sequence[Time], intent: str) -> str | None:
    """Return the words of the limit in evened-out `text`, None where it names none.

    A length of time (再给半个月) counts as well; what belongs to the reason (厂家下周才来) does not.
    """
    kept = [time for time in times if not _is_cause(time, text) and not _PAST.match(time.words)]
    wanted = [time for time in kept if _LIMIT.search(time.words)] or [
        time for time in kept if _TO.search(text[: time.begin])
    ]
    if intent == "extension_request":
        aimed = [time for time in kept if _AIM.search(text[: time.begin])]
        length = _LENGTH.search(text)
        if length and not aimed:
            return length[1]
        wanted = aimed or [time for time in wanted if not _is_past_limit(time, text)]
    if wanted:
        chosen = wanted[-1] if intent == "extension_request" else wanted[0]
        return _whole(chosen, text)
    if match := _LENGTH.search(text):
        return match[1]
    acted = [time for time in kept if _ACT.match(text, time.end)]
    if not acted and intent == "assign_urge":
        acted = kept
    return _whole(acted[-1 if intent == "extension_request" else 0], text) if acted else None


def _is_cause(time: Time, text: str) -> bool:
    return bool(_CAUSE_BEHIND.match(text, time.end)) or bool(_CAUSE_AHEAD.search(text[: time.begin]))


def _is_past_limit(time: Time, text: str) -> bool:
    """Return whether it is the limit that cannot be kept: 25号弄不完."""
    return bool(re.match(r"(?:之?前)?[^，。]{0,4}[改弄整干搞修换装拆完做][不]", text[time.end :]))


def _whole(time: Time, text: str) -> str:
    """Return the words of a time with the part of the day and 「下班前」 that close it."""
    end = _OFF_DUTY.match(text, time.end)
    return time.words + (end[0] if end and end[0].endswith("前") else "")
