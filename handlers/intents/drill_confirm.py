"""Confirm an evacuation drill 「演练」 with its head counts: it must have covered everybody."""

import re

from handlers import duty_confirming as confirming
from handlers.intent import Heard, Intent, Wish
from handlers.understand.duty_facts import is_no_confirmation
from storage.vocabulary import Level, Role

_SHORT = re.compile(
    r"[#＃]?(?:补报|补录|漏报|忘报|上报)?[\s，:]*[^，。；\n]{0,30}?演练"
    r"(?:确认|上报|登记|记录|\s*(?:已经?)?(?:做了|做过|做完|搞了|搞过|搞完|完成|完毕|结束|开展|组织了)|了|[\s，:]+(?:参加|工作人员|职工|老人|\d)).*"
    r"|演练",
    re.DOTALL,
)


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return confirming.wish_of(heard) if heard.form.kind == "drill" else None
    is_ours = _SHORT.fullmatch(heard.text) is not None and not is_no_confirmation(heard.text)
    return confirming.wish_of(heard) if is_ours else None


INTENT = Intent(
    "drill_confirm",
    "演练确认",
    (
        "演练 8人 20个老人 5个失能 用时6分钟",
        "消防演练已完成 工作人员8人 老人20人 失能5人",
        "演练确认\n时间：今天下午3点\n参加：工作人员8人，老人20人，失能5人\n用时：6分钟\n夜间：否\n问题：无\n改进：无",
    ),
    _read,
    confirming.answer("drill"),
    confirming.resume("drill"),
    guesses=("drill_confirm",),
    template="演练确认\n单位：\n时间：\n参加：工作人员  人，老人  人，失能  人\n用时：\n夜间：\n问题：\n改进：",
    first_words={Role.HEAD: "演练 8人 20个老人 5个失能 用时6分钟"},
    levels=(Level.INSTITUTION,),
)
