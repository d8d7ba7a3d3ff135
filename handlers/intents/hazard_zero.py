"""Tell for how long nothing is overdue 「动态清零」 (T6-9): 清零情况, 张良镇敬老院清零情况."""

import re

from handlers import hazard_times
from handlers.asked_unit import asked_scope
from handlers.intent import Asking, Heard, Intent, Reply, Wish

_SAID = re.compile(
    r"(?:查看?|看看?)?(?P<whose>[^，。:；？\s\d]{0,20}?)(?:的|\s)*(?:超期|隐患)?(?:动态)?(?:清零(?:情况|天数)|动态清零)[。？]?"
)


def _read(heard: Heard) -> Wish | None:
    match = None if heard.form is not None else _SAID.fullmatch(heard.text.strip())
    return None if match is None else {"whose": match["whose"]}


def _answer(wish: Wish, asking: Asking) -> Reply:
    name, ids = asked_scope(str(wish["whose"]), asking)
    return hazard_times.zero(name, ids, asking)


INTENT = Intent(
    "hazard_zero",
    "清零情况",
    ("清零情况", "动态清零情况", "张良镇敬老院清零情况", "张良镇清零天数"),
    _read,
    _answer,
)
