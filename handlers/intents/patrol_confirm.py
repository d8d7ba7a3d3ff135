"""Confirm a patrol 「巡查」: 巡查 正常, 夜巡正常, 巡查 异常 and what is wrong."""

import re

from handlers import duty_confirming as confirming
from handlers.intent import Heard, Intent, Wish
from handlers.understand.duty_facts import is_no_confirmation
from handlers.understand.duty_words import duty_named
from handlers.understand.patrol_words import BY
from storage.vocabulary import Level, Role

_SHORT = re.compile(
    r"[#＃]?(?:补报|补录|漏报|忘报|上报)?[\s，:]*[^，。；\n]{0,30}?"
    r"(?:(?:日|夜|夜间|晚间|白天|日间|防火|消防|安全|每日)?(?:巡查|巡检|巡逻|巡院)|夜巡|巡夜|查夜)"
    r"(?:确认|上报|登记|记录)?(?:了|过|完了?|完毕|已?完成)?"
    r"(?:[\s，:。]*(?:第?[一二两12][次遍趟])?[\s，]*(?:都|均|一切|全部|全院|结果|情况)*[\s，:]*(?:"
    r"正常|[无有]?异常|没有?(?:发现)?(?:问题|异常|隐患)|未发现(?:问题|异常|隐患)|无(?:问题|隐患)|良好|平安|没事|除.+正常).*)?[。！\s]*",
    re.DOTALL,
)
_BY = re.compile(rf"[#＃]?{BY}[\s，:。].+", re.DOTALL)


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return confirming.wish_of(heard) if heard.form.kind == "patrol" else None
    is_other = duty_named(heard.text) is not None
    is_said = _SHORT.fullmatch(heard.text) is not None or _BY.fullmatch(heard.text) is not None
    is_ours = is_said and not is_other and not is_no_confirmation(heard.text)
    return confirming.wish_of(heard) if is_ours else None


INTENT = Intent(
    "patrol_confirm",
    "巡查确认",
    (
        "巡查 正常",
        "夜巡正常",
        "已巡查 无异常",
        "补报 昨晚夜巡 正常",
        "巡查 异常 二楼消火栓没水",
        "王铁柱张小花巡的，厨房阀门没关已关；二楼应急灯不亮",
        "夜巡了一遍，除了二楼应急灯不亮，其他正常",
        "巡查确认\n时间：今天9点\n情况：异常\n异常：二楼消火栓没水\n巡查人：王铁柱",
    ),
    _read,
    confirming.answer("patrol"),
    confirming.resume("patrol"),
    guesses=("patrol_confirm",),
    template="巡查确认\n单位：\n时间：\n情况：正常\n异常：\n巡查人：",
    first_words=dict.fromkeys((Role.STAFF, Role.SAFETY_OFFICER, Role.HEAD), "巡查 正常"),
    levels=(Level.INSTITUTION,),
)
