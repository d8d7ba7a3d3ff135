"""Show the four measures of G-4 in the officer's scope: 机制情况, 张良镇机制情况."""

import re

from handlers import mechanism
from handlers.asked_unit import asked_scope
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules.access import OFFICERS
from handlers.texts import mechanism as texts
from storage.vocabulary import Level

_SAID = re.compile(
    r"(?:查看?|看看?)?(?P<whose>[^，。:；？\s\d]{0,20}?)(?:的|\s)*(?:排查|四项|安全)?机制(?:情况|运行情况|达标情况)[。？]?"
)


def _read(heard: Heard) -> Wish | None:
    match = None if heard.form is not None else _SAID.fullmatch(heard.text.strip())
    return None if match is None else {"whose": match["whose"]}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if asking.person.role not in OFFICERS:
        raise Sorry(texts.only_officers())
    name, ids = asked_scope(str(wish["whose"]), asking)
    return texts.shown(name, mechanism.measures(ids, asking))


INTENT = Intent(
    "mechanism_show",
    "机制情况",
    ("机制情况", "排查机制情况", "张良镇机制情况"),
    _read,
    _answer,
    levels=(Level.TOWNSHIP, Level.SECTION, Level.BUREAU),
)
