"""Deal with a tip 「投诉举报」: 受理, 举报属实, 举报不属实, 转办, 回复举报, 重办; officers, in private."""

from handlers import tip_finding as finding
from handlers import tip_handling as handling
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import tip as texts
from handlers.understand.tip_words import read_command

_STEPS = {
    "accept": handling.accept,
    "founded": handling.found,
    "unfounded": handling.unfounded,
    "refer": handling.refer,
    "reply": handling.reply,
    "reopen": handling.reopen,
}


def _read(heard: Heard) -> Wish | None:
    command = read_command(heard.text)
    if command is None or command.verb not in _STEPS:
        return None
    return {"verb": command.verb, "receipt": command.receipt, "words": command.words}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if not asking.incoming.is_private:
        raise Sorry(texts.only_in_private())
    return _STEPS[wish["verb"]](finding.find(asking, wish["receipt"]), wish["words"], asking)


INTENT = Intent(
    "tip_handle",
    "办理举报（民政所及以上）",
    (
        "受理 JB3A4K7MNP",
        "举报属实 JB3A4K7MNP 厨房燃气软管老化",
        "举报不属实 JB3A4K7MNP 到现场看过，软管是今年新换的",
        "转办 JB3A4K7MNP 马楼乡民政所 属他们管",
        "回复举报 JB3A4K7MNP 已到现场看过，这周内换好",
        "重办 JB3A4K7MNP 又有新情况",
    ),
    _read,
    _answer,
)
