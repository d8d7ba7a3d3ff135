"""Confirm any other duty of the table: 研判会已开 9人 …, 警示片《…》12人, 祭扫方案已制定 with its file."""

from handlers import duty_confirming as confirming
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.understand.duty_other import FORM
from handlers.understand.duty_words import duty_named, duty_of_title


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None and heard.form.kind == FORM:
        code = duty_of_title(heard.text)
    elif heard.form is not None and heard.form.kind is not None:
        return None
    else:
        code = duty_named(heard.text)
    return None if code is None else {**confirming.wish_of(heard), "code": code}


def _answer(wish: Wish, asking: Asking) -> Reply:
    return confirming.answer(str(wish["code"]))(wish, asking)


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    return confirming.resume(str(known["code"]))(known, heard, asking)


INTENT = Intent(
    "duty_confirm_other",
    "会议、培训、通报、方案等任务确认",
    (
        "研判会已开 主持 马建国 9人 研究用电安全",
        "旬调度已开展 8人 安排清理疏散通道",
        "警示片《生命通道》已看 12人",
        "月通报已印发 第11期",
        "祭扫方案已制定 审批人 李主任",
        "火源巡查 正常",
        "宣传月已开展 挂横幅5条，发宣传单200份",
        "负责人培训已开展 应到30人 实到28人 内容 判定标准、应急处置",
        "研判会确认\n时间：今天上午\n主持：马建国\n应到：10\n实到：9\n内容：用电安全\n议定：月底前改完",
    ),
    _read,
    _answer,
    _resume,
    guesses=("duty_confirm",),
    template="研判会确认\n单位：\n时间：\n主持：\n应到：\n实到：\n内容：\n议定：",
)
