"""Confirm a safety training 「培训」 with who came and what was taught; nobody plans it yet."""

import re

from handlers import duty_confirming as confirming
from handlers.intent import Heard, Intent, Wish
from handlers.understand.duty_facts import is_no_confirmation

_SHORT = re.compile(
    r"[#＃]?(?:补报|补录|漏报|忘报|上报)?[\s，:]*[^，。；\n]{0,16}?培训"
    r"(?:确认|上报|登记|记录|\s*(?:已经?)?(?:做了|做过|做完|搞了|开展|完成|完毕|结束)|了|[\s，:]+(?:实到|应到|参加|主讲|\d)).*",
    re.DOTALL,
)


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return confirming.wish_of(heard) if heard.form.kind == "training" else None
    is_ours = _SHORT.fullmatch(heard.text) is not None and not is_no_confirmation(heard.text)
    return confirming.wish_of(heard) if is_ours else None


INTENT = Intent(
    "training_confirm",
    "培训确认",
    (
        "培训 12人参加 内容 灭火器使用",
        "培训确认\n时间：昨天\n主讲：李院长\n参加：12人\n内容：灭火器使用",
    ),
    _read,
    confirming.answer("training"),
    confirming.resume("training"),
    guesses=("training_confirm",),
    template="培训确认\n单位：\n时间：\n主讲：\n参加：\n内容：",
)
