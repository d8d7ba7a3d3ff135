"""Mark key units of fire safety 「消防安全重点单位」 (T2-6): 设为重点单位 张良镇敬老院, 取消重点单位 …, 重点单位."""

import re

from handlers import responsibility
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.rules import responsibility as rules
from handlers.rules.access import scope
from handlers.texts import responsibility as texts
from handlers.unit_asking import named_unit, with_unit
from storage import responsibilities
from storage.responsibilities import FIVE

_KEY = r"(?:消防)?(?:安全)?重点单位"
_SAID = re.compile(
    rf"(?P<off>取消|撤销|不再是|不是)?\s*(?:设为|设置为?|列为|定为|设)?\s*{_KEY}\s*[:，]?\s*(?P<unit>[^，。:；？\d\s][^，。:；？\n]{{1,30}})[。]?"
    rf"|(?P<named>[^，。:；？\d\s][^，。:；？\n]{{1,30}}?)\s*(?P<no>不再)?(?:设为|列为|定为){_KEY}[。]?"
)
_LIST = re.compile(rf"(?:查看?|看看?)?{_KEY}(?:名单|有哪些|有哪几家)?[。？]?")


def _read(heard: Heard) -> Wish | None:
    said = heard.text.strip()
    if heard.form is not None:
        return None
    if _LIST.fullmatch(said):
        return {"unit": "", "is_list": True}
    match = _SAID.fullmatch(said)
    if match is None or re.search(r"隐患|几家|多少|吗|情况|名单|检查", said):
        return None
    return {"unit": (match["unit"] or match["named"]).strip(), "is_key": not (match["off"] or match["no"])}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if wish.get("is_list"):
        within = scope(asking.person, asking.tree)
        found = [one for unit_id, one in sorted(asking.tree.by_id.items()) if unit_id in within and one.is_key]
        return texts.key_units([one.name for one in found])
    unit = named_unit(wish, asking)
    if isinstance(unit, Question):
        return unit
    responsibility.check(unit, None, asking)
    if not responsibility.may_have(unit):
        raise Sorry(texts.no_institution(unit.name, FIVE[0]))
    if unit.is_key is wish["is_key"]:
        return texts.key_same(unit.name, is_key=unit.is_key)
    unit.is_key = wish["is_key"]
    asking.session.flush()
    if not unit.is_key:
        return texts.key_unset(unit.name)
    named = responsibilities.of_unit(asking.session, unit.id or 0)
    return texts.key_set(unit.name, gaps=sum(one in FIVE for one in rules.missing(unit, named)))


INTENT = Intent(
    "key_unit",
    "重点单位",
    ("设为重点单位 张良镇敬老院", "取消重点单位 张良镇敬老院", "重点单位"),
    _read,
    _answer,
    with_unit,
)
