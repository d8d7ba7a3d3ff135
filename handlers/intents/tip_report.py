"""Tell a tip 「投诉举报」 without being known: 匿名举报 …, 我要举报 …, or free words that ask for secrecy."""

from handlers import tip_chat
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.understand.tip_words import read_command, read_tip


def _read(heard: Heard) -> Wish | None:
    text = None if read_command(heard.text) is not None else read_tip(heard.text)
    return None if text is None else {"text": text}


def _answer(wish: Wish, asking: Asking) -> Reply:
    text = str(wish["text"])
    told = read_tip(text) if "guess" in wish else None
    return tip_chat.tell(told or text, asking)


INTENT = Intent(
    "tip_report",
    "匿名举报（请私聊）",
    ("匿名举报 张良镇敬老院 厨房燃气软管老化没人管", "我要举报 马楼乡敬老院夜里没人值班"),
    _read,
    _answer,
    guesses=(tip_chat.GUESS,),
)
