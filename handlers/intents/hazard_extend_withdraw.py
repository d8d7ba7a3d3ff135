"""Take a wish for a later deadline back before it is decided: 撤回延期 12."""

from handlers import hazard_extension as extension
from handlers import hazard_word as word
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.understand.numbered_words import Words
from storage.vocabulary import HazardAction

_WORDS = Words(dict.fromkeys(("撤回延期", "撤销延期", "取消延期", "不延期了", "撤回延期申请"), "withdraw"))


def _read(heard: Heard) -> Wish | None:
    wish = word.read(_WORDS, heard)
    return wish if wish is not None and (wish["numbers"] or not wish["said"]) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    action = HazardAction.WITHDRAW_EXTENSION
    return word.on_one(wish, action, asking, lambda hazard: extension.withdraw(hazard, asking))


INTENT = Intent("hazard_extend_withdraw", "撤回延期", ("撤回延期 12", "不延期了 12"), _read, _answer, word.resume)
