"""List what hangs in the air 「悬空」 in the officer's scope (T1-7): 悬空, 悬空 责任人, 张良镇 悬空."""

import re

from handlers import gaps
from handlers.asked_scope import asked_scope
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.rules.access import OFFICERS
from handlers.texts import gaps as texts
from handlers.unit_asking import with_unit
from storage.vocabulary import Level, Role

_SAID = re.compile(
    r"(?:查看?|看看?)?(?P<unit>[^，。？\s\d]{2,20}?)?(?:的|\s)*悬空(?:清单|名单|情况|事项|的|有哪些)*\s*[:，]?\s*(?P<kind>[^，。？\s\d]{1,8})?[。？]?"
)


def _read(heard: Heard) -> Wish | None:
    match = None if heard.form is not None else _SAID.fullmatch(heard.text.strip())
    if match is None:
        return None
    kind = match["kind"] or ""
    unit = match["unit"] or ""
    if kind and texts.kind_of(kind) is None:
        return None
    if unit and texts.kind_of(unit) is not None:
        unit, kind = "", unit
    return {"unit": "" if unit in ("全县", "全局") else unit, "kind": kind}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if asking.person.role not in OFFICERS:
        raise Sorry(texts.only_officers())
    asked = asked_scope(wish, asking)
    if isinstance(asked, Question):
        return asked
    whose, within = asked
    found = gaps.gather(asking.session, within, tree=asking.tree, tables=asking.desk.tables, now=asking.now)
    return texts.shown(whose, found, texts.kind_of(wish["kind"]) if wish["kind"] else None)


INTENT = Intent(
    "gaps_show",
    "悬空清单",
    ("悬空", "悬空 责任人", "张良镇民政所悬空"),
    _read,
    _answer,
    with_unit,
    first_words=dict.fromkeys((Role.TOWNSHIP, Role.SECTION, Role.LEADER, Role.ADMIN), "悬空"),
    levels=(Level.TOWNSHIP, Level.SECTION, Level.BUREAU),
)
