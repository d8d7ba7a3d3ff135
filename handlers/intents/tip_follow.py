"""Ask what became of a tip by its receipt, and add to it: 举报进度 JB…, 补充举报 JB… …."""

from handlers import tip_chat
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.understand.tip_words import read_command


def _read(heard: Heard) -> Wish | None:
    command = read_command(heard.text)
    if command is None or command.verb not in ("progress", "add"):
        return None
    return {"verb": command.verb, "receipt": command.receipt, "words": command.words}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if wish["verb"] == "add":
        return tip_chat.add(wish["receipt"], wish["words"], asking)
    return tip_chat.progress(wish["receipt"], asking)


INTENT = Intent(
    "tip_follow",
    "举报进度和补充",
    ("举报进度 JB3A4K7MNP", "补充举报 JB3A4K7MNP 每天晚上九点后就锁门"),
    _read,
    _answer,
)
