"""See who told a tip 「看举报人」: only the roles that the bureau names, in private, and written down."""

from handlers import tip_discretion as discretion
from handlers import tip_finding as finding
from handlers import tip_handling as handling
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import tip as texts
from handlers.understand.tip_words import read_command


def _read(heard: Heard) -> Wish | None:
    command = read_command(heard.text)
    if command is None or command.verb != "reveal":
        return None
    return {"receipt": command.receipt, "words": command.words}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if not asking.incoming.is_private:
        raise Sorry(texts.only_in_private())
    tip = finding.find(asking, wish["receipt"])
    return discretion.confidential(handling.reveal(tip, wish["words"], asking))


INTENT = Intent(
    "tip_reveal",
    "看举报人（局里指定的身份）",
    ("看举报人 JB3A4K7MNP 核实需要回访",),
    _read,
    _answer,
)
