"""What we ask where a message may mean several things, and what the twenty intents are called (taxonomy §3)."""

from collections.abc import Mapping, Sequence

from handlers.texts.choices import with_answers
from storage.messages import Card

TERM_BY_INTENT: Mapping[str, str] = {
    "report_hazard": "上报隐患",
    "rectify_done": "整改完成",
    "extension_request": "申请延期",
    "accept_pass": "验收通过",
    "accept_reject": "验收驳回",
    "patrol_confirm": "巡查确认",
    "meeting_confirm": "例会确认",
    "training_confirm": "培训确认",
    "drill_confirm": "演练确认",
    "holiday_check_confirm": "节前检查确认",
    "status_query": "查情况",
    "my_todo": "我的待办",
    "ledger_export": "要台账",
    "ranking": "看排名",
    "help": "帮助",
    "anonymous_report": "匿名举报",
    "assign_urge": "派单、催办",
    "amend_cancel": "更正、撤销",
    "ask_rule": "问规定",
    "chitchat": "闲聊",
}
"""What people call the intents, by their code."""


def term(intent: str) -> str:
    """Return what people call an intent; the code itself where it has no term."""
    return TERM_BY_INTENT.get(intent, intent)


def which(said: str, codes: Sequence[str]) -> Card:
    """Return the one question that is asked before an unsure reading is acted on."""
    return with_answers(
        Card(
            "没听准，您是要办哪一件？",
            facts=(("您说的是", said[:60]),),
            lines=tuple(f"{n}. {term(code)}" for n, code in enumerate(codes, 1)),
            hints=("回复序号就行；都不是就换个说法再发一次",),
        ),
        [(str(n), term(code)) for n, code in enumerate(codes, 1)],
        about="要办的事",
    )
