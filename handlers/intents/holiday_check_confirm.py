"""Confirm the check before a festival 「节前检查」 with what was found."""

import re

from handlers import duty_confirming as confirming
from handlers.intent import Heard, Intent, Wish
from handlers.understand.duty_facts import is_no_confirmation

_SHORT = re.compile(
    r"[#＃]?(?:补报|补录|漏报|忘报|上报)?[\s，:]*[^，。；\n]{0,30}?(?:节前|节日|期间|两会)(?:的)?(?:安全|全面|消防)*(?:大)?(?:检查|自查|排查)"
    r"(?:确认|上报|登记|记录)?(?:[\s，:。]*(?:已经?)?(?:做了|做过|做完|搞了|完成|完毕|结束|查完|正常|无|没|未发现|发现|查出|检查人|情况).*)?[。！\s]*",
    re.DOTALL,
)


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return confirming.wish_of(heard) if heard.form.kind == "holiday_check" else None
    is_ours = _SHORT.fullmatch(heard.text) is not None and not is_no_confirmation(heard.text)
    return confirming.wish_of(heard) if is_ours else None


INTENT = Intent(
    "holiday_check_confirm",
    "节前检查确认",
    (
        "节前检查 完成 未发现隐患",
        "国庆节前检查已完成，发现隐患：厨房燃气软管老化",
        "节前检查确认\n节日：国庆节\n检查人：李院长、王铁柱\n情况：全院查了一遍\n隐患：无",
    ),
    _read,
    confirming.answer("holiday_check"),
    confirming.resume("holiday_check"),
    guesses=("holiday_check_confirm",),
    template="节前检查确认\n单位：\n节日：\n检查人：\n情况：\n隐患：",
)
