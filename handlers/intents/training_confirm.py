"""Confirm a safety training 「培训」: of all staff at an institution (T11-2), of the quarter at an office (T10-2)."""

import re

from handlers import duty_confirming as confirming
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.reported_unit import resolve_unit
from handlers.understand.duty_facts import is_no_confirmation, unit_field
from handlers.understand.duty_words import duty_named
from storage.units import Unit
from storage.vocabulary import Level

_SHORT = re.compile(
    r"[#＃]?(?:补报|补录|漏报|忘报|上报)?[\s，:]*[^，。；\n]{0,30}?培训"
    r"(?:确认|上报|登记|记录|\s*(?:已经?)?(?:做了|做过|做完|搞了|开展|完成|完毕|结束)|了|[\s，:]+(?:实到|应到|参加|全员|缺席|主讲|\d)).*",
    re.DOTALL,
)


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return confirming.wish_of(heard) if heard.form.kind == "training" else None
    if duty_named(heard.text) is not None:
        return None
    is_ours = _SHORT.fullmatch(heard.text) is not None and not is_no_confirmation(heard.text)
    return confirming.wish_of(heard) if is_ours else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    code = str(wish.get("code") or _code(wish, asking))
    return confirming.answer(code)({**wish, "code": code}, asking)


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    return confirming.resume(str(known["code"]))(known, heard, asking)


def _code(wish: Wish, asking: Asking) -> str:
    """Return the duty: the office's own unless an institution is named or speaks."""
    if asking.unit.level is Level.INSTITUTION:
        # What an institution of the bureau owes as an office does (T10-2) it calls by its name.
        is_of_office = asking.unit.is_affiliated and "安全教育培训" in str(wish.get("text", ""))
        return "office_training" if is_of_office else "training"
    named = resolve_unit(unit_field(wish.get("fields", {})), str(wish.get("text", "")), asking)
    return "training" if isinstance(named, Unit) and named.level is Level.INSTITUTION else "office_training"


INTENT = Intent(
    "training_confirm",
    "培训确认",
    (
        "培训 12人参加 内容 灭火器使用",
        "培训 应到15人 实到13人 缺席张小花、赵大爷 内容 灭火器使用",
        "培训确认\n时间：昨天\n主讲：李院长\n参加：12人\n内容：灭火器使用",
    ),
    _read,
    _answer,
    _resume,
    guesses=("training_confirm",),
    template="培训确认\n单位：\n时间：\n主讲：\n应到：\n参加：\n缺席：\n内容：",
)
