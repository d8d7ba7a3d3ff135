"""Confirm a weekly meeting 「周例会」 with who came and what was said and decided."""

import re

from handlers import duty_confirming as confirming
from handlers.intent import Heard, Intent, Wish
from handlers.understand.decisions import read_added
from handlers.understand.duty_facts import is_no_confirmation
from handlers.understand.duty_words import duty_named
from storage.vocabulary import Level, Role

_SHORT = re.compile(
    r"[#＃]?(?:补报|补录|漏报|忘报|上报)?[\s，:]*[^，。；\n]{0,30}?(?:周例会|安全例会|例会|周会)"
    r"(?:确认|上报|登记|纪要|\s*(?:已经?)?(?:开了|开过|开完|开罢|召开|已开|开毕|完成|结束)|[\s，:]+(?:实到|应到|主持|参加|到会|\d)).*"
    r"|(?:周例会|例会)",
    re.DOTALL,
)


def _read(heard: Heard) -> Wish | None:
    if read_added(heard.text) is not None:
        return None
    if heard.form is not None:
        return confirming.wish_of(heard) if heard.form.kind == "meeting" else None
    is_other = duty_named(heard.text) is not None
    is_ours = _SHORT.fullmatch(heard.text) is not None and not is_other and not is_no_confirmation(heard.text)
    return confirming.wish_of(heard) if is_ours else None


INTENT = Intent(
    "meeting_confirm",
    "例会确认",
    (
        "例会 实到 8人 主持 李院长 议题 用电安全 议定 周五前清理杂物",
        "周例会已开 8人参加 学习了用电安全",
        "例会确认\n时间：今天上午\n主持：李院长\n应到：9\n实到：8\n议题：用电安全\n议定：周五前清理杂物",
    ),
    _read,
    confirming.answer("weekly_meeting"),
    confirming.resume("weekly_meeting"),
    guesses=("meeting_confirm",),
    template="例会确认\n单位：\n时间：\n主持：\n应到：\n实到：\n议题：\n议定：",
    first_words=dict.fromkeys((Role.SAFETY_OFFICER, Role.HEAD), "周例会已开 8人参加 学习了用电安全"),
    levels=(Level.INSTITUTION, Level.BUREAU),
)
