"""Bind the group chat to a unit, move it to another or take it away: 绑定本群 张良镇民政所, 改绑 …, 解绑本群."""

import re

from handlers import group_binding as binding
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.reported_unit import pick_unit, resolve_unit
from handlers.rules.access import OFFICERS
from handlers.texts import group as texts
from storage import units
from storage.units import Group, Unit

_HERE = r"(?:本群|这个?群|此群|群)"
_SAID = re.compile(
    rf"(?:绑定\s*{_HERE}|{_HERE}绑定|(?P<again>改绑|换绑|重新绑定)\s*{_HERE}?)[\s，:]*[到为给]?[\s，:]*(?P<unit>[^，。？\n]{{0,40}})[。！]?"
    rf"|(?P<undo>解绑|解除绑定|取消绑定)\s*{_HERE}?[。！]?"
)


def _read(heard: Heard) -> Wish | None:
    said = _SAID.fullmatch(heard.text.strip())
    if said is None:
        return None
    if said["undo"]:
        return {"is_undone": True}
    return {"is_undone": False, "is_rebinding": bool(said["again"]), "unit": said["unit"].strip()}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    wish = {key: value for key, value in known.items() if key not in ("asks", "candidates")}
    if known["asks"] == "group":
        number = heard.text.strip("第个号。. ")
        is_one = number.isdigit() and 1 <= int(number) <= len(known["candidates"])
        return {**wish, "group_id": known["candidates"][int(number) - 1]} if is_one else None
    unit = pick_unit(known["candidates"], heard.text, asking)
    return None if unit is None else {**wish, "unit_id": unit.id}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if asking.incoming.is_private:
        raise Sorry(texts.only_in_groups())
    if asking.person.role not in OFFICERS:
        raise Sorry(texts.only_officers())
    here = units.group_by_chat(asking.session, binding.chat_of(asking.incoming))
    if not wish["is_undone"]:
        unit = _unit(wish, asking)
        return unit if isinstance(unit, Question) else _bind(unit, here, wish, asking)
    if here is None:
        raise Sorry(texts.not_bound())
    return binding.unbind(here, asking)


def _unit(wish: Wish, asking: Asking) -> Unit | Question:
    """Return the unit that is named, the officer's own where none is, or ask."""
    if "unit_id" in wish:
        return asking.tree.by_id[wish["unit_id"]]
    if not wish["unit"]:
        return asking.unit
    found = resolve_unit(wish["unit"], wish["unit"], asking)
    if isinstance(found, Unit):
        return found
    near = found.candidates if found.is_unsure else ()
    known = {**wish, "asks": "unit", "candidates": [one.id for one in near]}
    return Question(texts.which_unit([one.name for one in near]), known, _numbers(len(near)))


def _bind(unit: Unit, here: Group | None, wish: Wish, asking: Asking) -> Reply:
    binding.refuse_outside(unit, asking)
    if here is not None and here.unit_id == unit.id:
        return texts.bound_before(unit.name)
    if here is not None:
        bound_to = binding.unit_of(here, asking)
        if not wish["is_rebinding"]:
            raise Sorry(texts.bound_to_another(bound_to.name, unit.name))
        binding.refuse_outside(bound_to, asking)
    found = binding.candidates(unit, asking, is_rebinding=wish["is_rebinding"])
    chosen = [one for one in found if one.id == wish.get("group_id")] or found
    if len(chosen) > 1:
        known = {**wish, "unit_id": unit.id, "asks": "group", "candidates": [one.id for one in chosen]}
        return Question(texts.which_group(unit.name, [one.name for one in chosen]), known, _numbers(len(chosen)))
    return binding.bind(unit, chosen[0] if chosen else None, here, asking)


def _numbers(size: int) -> list[str]:
    return [str(number) for number in range(1, size + 1)]


INTENT = Intent(
    "group_bind",
    "群绑定单位",
    ("绑定本群 张良镇民政所", "解绑本群", "改绑 马楼乡民政所"),
    _read,
    _answer,
    _resume,
)
