"""List the stock of open major hazards in the officer's scope (G-3e): 重大存量, 张良镇重大存量."""

import re

from handlers import major_stock
from handlers.asked_unit import asked_scope
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules.access import OFFICERS
from handlers.texts import major_stock as texts
from storage.vocabulary import Level

_SAID = re.compile(
    r"(?!.*里程碑)(?:查看?|看看?)?(?P<whose>[^，。:；？\s\d]{0,20}?)(?:的|\s)*重大(?:安全)?(?:隐患)?存量(?:清单|情况|有哪些)?[。？]?"
)


def _read(heard: Heard) -> Wish | None:
    match = None if heard.form is not None else _SAID.fullmatch(heard.text.strip())
    return None if match is None else {"whose": match["whose"]}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if asking.person.role not in OFFICERS:
        raise Sorry(texts.only_officers())
    name, ids = asked_scope(str(wish["whose"]), asking)
    tables = asking.desk.tables
    return texts.shown(name, major_stock.gather(asking.session, ids, tree=asking.tree, tables=tables, now=asking.now))


INTENT = Intent(
    "major_stock",
    "重大存量",
    ("重大存量", "重大隐患存量清单", "张良镇重大存量"),
    _read,
    _answer,
    levels=(Level.TOWNSHIP, Level.SECTION, Level.BUREAU),
)
