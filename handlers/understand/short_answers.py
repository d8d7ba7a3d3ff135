"""Hear answers of one word: a choice, a yes, a wish to stop, a call for help; pure."""

import re

HELP = "帮助"
"""What asks for the overview; also said in the name of those who have just joined."""
_AROUND = "#第号条个的。，！. "
_YES_BEFORE_NUMBER = re.compile(r"^(?:是|对)(?:的)?[，\s]*(?=#?\d)")
_GIVE_UP = frozenset({"取消", "算了", "不报了", "不办了", "不是", "放弃"})

_RECEIPT = frozenset({"收到", "收到了", "好的收到", "好的，收到", "收到，谢谢", "收到马上办", "收到，马上办"})


def bare(text: str) -> str:
    """Return a short answer without what people put around it: 第12号。 → 12, 对，12号 → 12."""
    return _YES_BEFORE_NUMBER.sub("", text).strip(_AROUND)


def is_receipt(text: str) -> bool:
    """Return whether somebody says no more than that they have read what they were told."""
    return bare(text) in _RECEIPT


def is_giving_up(text: str) -> bool:
    """Return whether somebody wants to leave a question unanswered."""
    return bare(text) in _GIVE_UP
