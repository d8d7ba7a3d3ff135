"""Which section is in charge of which towns (S3-2): 分包乡镇, 养老服务股 分包 张良镇、马楼乡, 取消分包 张良镇."""

import re
from collections.abc import Sequence

from handlers.hazard_notices import tell_of
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules.responsibility import may_assign_towns
from handlers.texts import section_towns as texts
from storage import people
from storage.units import Unit
from storage.vocabulary import Level, Role

_SHOW = re.compile(r"(?:查看?|看看?)?(?:股室)?分包(?:乡镇|情况|表|名单)(?:表|情况|名单)?[。？]?|股室分包[。？]?")
_SET = re.compile(
    r"(?P<section>[^\s，,。:；\d]{2,12}?[股室科办])\s*(?:负责)?分包\s*(?:乡镇)?[:，]?\s*(?P<towns>[^。:；？\d]{2,200})[。]?"
)
_END = re.compile(r"(?:取消|撤销|解除)分包\s*(?:乡镇)?[:，]?\s*(?P<towns>[^。:；？\d]{2,200})[。]?")
_TAILS = re.compile(r"(?:街道办事处|民政所|办事处|街道|镇|乡|办|所)+$")


def _read(heard: Heard) -> Wish | None:
    said = heard.text.strip()
    if heard.form is not None:
        return None
    if _SHOW.fullmatch(said):
        return {"towns": []}
    match = _END.fullmatch(said) or _SET.fullmatch(said)
    if match is None or re.search(r"哪|谁|吗|几个|多少", said):
        return None
    towns = [one for one in re.split(r"[\s、，,和及]+", match["towns"]) if one]
    return {"towns": towns, "section": match.groupdict().get("section") or ""}


def _answer(wish: Wish, asking: Asking) -> Reply:
    sections, towns = asking.tree.at(Level.SECTION), asking.tree.at(Level.TOWNSHIP)
    if not wish["towns"]:
        return _table(sections, towns, asking)
    if not may_assign_towns(asking.person.role):
        raise Sorry(texts.not_yours())
    section = _section(wish["section"], sections) if wish["section"] else None
    found = {said: _town(said, towns) for said in wish["towns"]}
    if unknown := [said for said, town in found.items() if town is None]:
        raise Sorry(texts.unknown_towns(unknown))
    named = [one for one in found.values() if one is not None]
    return _assign(section, named, asking) if section is not None else _release(named, asking)


def _table(sections: Sequence[Unit], towns: Sequence[Unit], asking: Asking) -> Reply:
    charges = [texts.Charge(one.name, [town.name for town in towns if town.section_id == one.id]) for one in sections]
    without = [one.name for one in towns if one.section_id not in asking.tree.by_id]
    return texts.table(charges, without, may_assign=may_assign_towns(asking.person.role))


def _assign(section: Unit, towns: Sequence[Unit], asking: Asking) -> Reply:
    same = [one.name for one in towns if one.section_id == section.id]
    to_move = [one for one in towns if one.section_id != section.id]
    before = [asking.tree.by_id.get(one.section_id or 0) for one in to_move]
    moved = [texts.moved(one.name, old.name if old else "") for one, old in zip(to_move, before, strict=True)]
    for one in to_move:
        one.section_id = section.id
    asking.session.flush()
    if to_move:
        card = texts.told(section.name, [one.name for one in to_move], asking.person.name)
        staff = people.of_unit(asking.session, section.id or 0, Role.SECTION)
        tell_of(asking, staff, card, what=f"section:{section.id}")
    return texts.assigned(section.name, moved, same)


def _release(towns: Sequence[Unit], asking: Asking) -> Reply:
    before = [asking.tree.by_id.get(one.section_id or 0) for one in towns]
    lines = [texts.moved(one.name, old.name if old else "") for one, old in zip(towns, before, strict=True)]
    for one in towns:
        one.section_id = None
    asking.session.flush()
    return texts.released(lines)


def _section(said: str, sections: Sequence[Unit]) -> Unit:
    """Return the section that is named in full or by a part that only it has. Raises Sorry."""
    exact = [one for one in sections if said in (one.name, *one.short_names)]
    near = exact or [one for one in sections if said.rstrip("股室科办") in one.name]
    if len(near) != 1:
        raise Sorry(texts.unknown_section(said, [one.name for one in sections]))
    return near[0]


def _town(said: str, towns: Sequence[Unit]) -> Unit | None:
    """Return the township office of the town, None where none or several could be meant."""
    exact = [one for one in towns if said in (one.name, one.town, *one.short_names)]
    plain = _TAILS.sub("", said)
    near = exact or [one for one in towns if plain and _TAILS.sub("", one.town or one.name) == plain]
    return near[0] if len(near) == 1 else None


INTENT = Intent(
    "section_towns",
    "股室分包乡镇",
    ("分包乡镇", "养老服务股 分包 张良镇、马楼乡", "取消分包 张良镇"),
    _read,
    _answer,
)
