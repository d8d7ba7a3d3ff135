"""Confirm that one has read the emergency plan (T12-5): 已读预案."""

import re

from handlers import plan_reading as reading
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import plan_reading as texts
from storage import plan_readings

_SAID = re.compile(
    r"(?:我)?(?:已经?|都)?(?:已读|读过|读完|学习|学过|看过|知晓|看了)过?(?:了)?(?:应急)?预案(?:了)?"
    r"|(?:应急)?预案(?:我)?(?:已读|读完了?|学习完了?|看完了?|读过了?)"
)


def _read(heard: Heard) -> Wish | None:
    return {} if _SAID.fullmatch(heard.text.strip(" 。！")) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    entry = reading.standing(asking.session, asking.person.unit_id)
    if entry is None or entry.id is None or asking.person.id is None:
        raise Sorry(texts.no_plan(asking.unit.name))
    is_new = plan_readings.read(asking.session, entry.id, asking.person.id, now=asking.now)
    found = reading.of(asking.session, entry)
    done, total = len(found.read), len(found.read) + len(found.unread)
    return texts.read(asking.unit.name, entry, done, total, is_again=not is_new)


INTENT = Intent("plan_read", "确认已读应急预案", (texts.HOW, "应急预案已读", "我学习过预案了"), _read, _answer)
