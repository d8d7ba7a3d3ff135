"""Say who has not read the emergency plan (T12-5): 谁没读预案."""

import re

from handlers import plan_reading as reading
from handlers.asked_scope import asked_scope
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.texts import plan_reading as texts
from handlers.unit_asking import with_unit
from storage.vocabulary import Level

_ASKED = re.compile(
    r"(?:查看?|看看?)?\s*(?P<unit>[^\s\d:，。？谁哪还有]{2,20}?)?(?:的|\s|还有)*"
    r"(?:谁(?:还)?(?:没有?|未)(?:读|看|学|确认)(?:过)?(?:应急)?预案|(?:应急)?预案(?:阅读|学习|确认|已读)(?:情况|名单)|(?:应急)?预案(?:谁|哪些人)?(?:还)?没(?:有)?(?:读|学|确认)(?:名单)?)[。？]*"
)


def _read(heard: Heard) -> Wish | None:
    match = None if heard.form is not None else _ASKED.fullmatch(heard.text.strip())
    return None if match is None else {"unit": (match["unit"] or "").strip()}


def _answer(wish: Wish, asking: Asking) -> Reply:
    asked = asked_scope(wish, asking)
    if isinstance(asked, Question):
        return asked
    _, within = asked
    return texts.counted(
        [_counted(one.id, one.name, asking) for one in asking.tree.at(Level.INSTITUTION) if one.id in within]
    )


def _counted(unit_id: int | None, name: str, asking: Asking) -> texts.Counted:
    entry = reading.standing(asking.session, unit_id or 0)
    if entry is None:
        return texts.Counted(name, "", 0, ())
    found = reading.of(asking.session, entry)
    unread = tuple(one.name for one in found.unread)
    return texts.Counted(name, texts.version_of(entry), len(found.read) + len(unread), unread)


INTENT = Intent(
    "plan_unread", "预案阅读情况", ("谁没读预案", "张良镇敬老院谁没读预案", "预案阅读情况"), _read, _answer, with_unit
)
