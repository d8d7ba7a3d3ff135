"""Begin a visit: 开始检查 张良镇敬老院 四不两直 带队陈局长 成员周股长、孙管理 专家李工, in any order."""

import re
from dataclasses import asdict

from handlers import campaigns
from handlers import inspection_start as start
from handlers import inspection_visit as visits
from handlers.inspection_start import Wanted
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.reported_unit import pick_unit, resolve_unit
from handlers.rules.access import OFFICERS, scope
from handlers.rules.inspection_team import LEAST, WITH_EXPERT, Barred
from handlers.texts import inspection as visit_texts
from handlers.texts import inspection_start as texts
from handlers.understand.campaign import in_words
from handlers.understand.inspection_start import NO_EXPERT, Start, kind_of, names_in, read_start, read_team
from storage import inspections, people
from storage.units import Unit
from storage.vocabulary import InspectionKind, Level, Role

_PLANNING = re.compile(
    r".*(?:四不两直|暗访|突击检查|明查暗访).*(?:去|到|查|检查|安排|准备|计划).*|.*(?:安排|计划|准备|打算|明天|后天|下周|下午).{0,12}(?:四不两直|暗访|突击检查|交叉互查).*",
    re.DOTALL,
)
_ASKING = re.compile(r".*(?:多少|几次|几家|什么是|吗|？|怎么|情况|通报|台账)")
_SELF = ("我", "本人", "我自己", "我带队", "我自己带队")
_LEADS = re.compile(r"带队|领队|牵头")
_OFFERED = 5
_NAME = re.compile(r"[一-鿿A-Za-z·]{2,20}")


def _read(heard: Heard) -> Wish | None:
    said = read_start(heard.text)
    if said is not None:
        return _as_wish(said)
    if _PLANNING.fullmatch(heard.text) and not _ASKING.match(heard.text):
        return {"plans": True}
    return None


def _as_wish(said: Start) -> dict[str, object]:
    return {**asdict(said), "kind": said.kind.value if said.kind else "", "members": list(said.members)}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    wish = {key: value for key, value in known.items() if key not in ("asks", "candidates")}
    text = heard.text.strip("。！， ")
    match known["asks"]:
        case "unit":
            unit = pick_unit(known["candidates"], text, asking)
            return None if unit is None else {**wish, "unit_id": unit.id}
        case "kind":
            kind = kind_of(text) or read_team(text).kind
            return None if kind is None else {**wish, "kind": kind.value, "said": text}
        case "expert" if text in (texts.NO_EXPERT, "没有", "无"):
            return {**wish, "expert": NO_EXPERT}
        case "expert":
            name = read_team(text).expert or text.removeprefix("专家")
            return {**wish, "expert": name} if len(name) <= 40 and not name.isdigit() else None
        case "leader":
            if text in _SELF:
                return {**wish, "leader": asking.person.name}
            said = read_team(text)
            # 「马建国带队，郭干事」: who leads stands first, who else comes behind.
            first, *others = (said.leader, *said.members) if said.leader else names_in(_LEADS.sub("", text)) or ("",)
            is_named = all(map(_NAME.fullmatch, (first, *others)))
            return {**wish, "leader": first, "members": [*wish["members"], *others]} if is_named else None
        case _:
            names = read_team(text).members or names_in(text)
            return {**wish, "members": [*wish["members"], *names]} if all(map(_NAME.fullmatch, names)) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    if not asking.incoming.is_private:
        raise Sorry(visit_texts.only_private())
    if "plans" in wish:
        raise Sorry(texts.how_to_start())
    if (before := inspections.by_origin(asking.session, asking.origin)) is not None:
        return visit_texts.begun(visits.view(before, asking))
    if asking.person.role not in OFFICERS:
        raise Sorry(texts.barred(Barred.NOT_OFFICER, ""))
    if (other := visits.current(asking)) is not None:
        raise Sorry(texts.still_open(other.code, visits.unit_name(other, asking)))
    wish = _with_campaign(wish, asking)
    unit = _unit(wish, asking)
    if isinstance(unit, Question):
        return unit
    wanted = _wanted(wish, unit, asking)
    if isinstance(wanted, Question):
        return wanted
    return visit_texts.begun(visits.view(start.begin(wanted, asking), asking))


def _with_campaign(wish: Wish, asking: Asking) -> Wish:
    """Return the wish with the special action that its words name, whose name names no unit."""
    if InspectionKind.from_term(wish["kind"]) is not InspectionKind.SPECIAL or wish.get("campaign"):
        return wish
    running = campaigns.running(asking)
    if said := in_words(str(wish.get("said", "")), running):
        return {**wish, "campaign": said[0].code}
    found = in_words(str(wish["unit"]), running)
    return {**wish, "campaign": found[0].code, "unit": found[1]} if found else wish


def _wanted(wish: Wish, unit: Unit, asking: Asking) -> Wanted | Question:
    """Return the visit, or the one question about what it lacks first."""
    kind = InspectionKind.from_term(wish["kind"])
    leader = asking.person.name if wish["leader"] in _SELF else str(wish["leader"])
    wish = {**wish, "unit_id": unit.id, "leader": leader}
    # Whoever is not in charge of the unit can only mean a cross-check: else the unit is not even spoken of.
    is_ours = unit.id in scope(asking.person, asking.tree)
    likely = InspectionKind.SUPERVISION if is_ours else InspectionKind.CROSS
    wanted = Wanted(
        unit, kind or likely, leader, [*wish["members"]], str(wish["expert"]), str(wish.get("campaign", ""))
    )
    start.check(wanted, asking)
    if kind is None:
        return Question(texts.which_kind(unit.name), {**wish, "asks": "kind"}, [one.term for one in texts.KINDS])
    if not leader:
        names = [one.name for one in people.with_role(asking.session, Role.LEADER) if one.id != asking.person.id]
        return Question(texts.which_leader(unit.name, names), {**wish, "asks": "leader"}, [texts.MYSELF, *names])
    is_lonely = len(start.team(wanted, asking)) < LEAST
    if is_lonely or (not wanted.members and not start.is_cross(wanted, asking)):
        names = _colleagues(wanted, asking)
        return Question(texts.which_member(unit.name, names), {**wish, "asks": "member"}, names)
    if kind in WITH_EXPERT and not wanted.expert:
        return Question(texts.which_expert(unit.name, kind), {**wish, "asks": "expert"}, [texts.NO_EXPERT])
    return wanted


def _unit(wish: Wish, asking: Asking) -> Unit | Question:
    unit_id = wish.get("unit_id")
    if unit_id is not None:
        return asking.tree.by_id[unit_id]
    found = resolve_unit("", str(wish["unit"]), asking)
    if isinstance(found, Unit):
        return found
    candidates = [one for one in found.candidates if one.level is Level.INSTITUTION]
    names = [one.name for one in candidates]
    known = {**wish, "asks": "unit", "candidates": [one.id for one in candidates]}
    offers = [*map(str, range(1, len(names) + 1)), *names]
    return Question(texts.which_unit(names, is_unsure=found.is_unsure and bool(names)), known, offers)


def _colleagues(wanted: Wanted, asking: Asking) -> list[str]:
    """Return who may well come along: the office's own people, for a cross-check officers from elsewhere."""
    here = people.of_unit(asking.session, asking.person.unit_id)
    if wanted.kind is InspectionKind.CROSS:
        assert wanted.unit.id is not None
        elsewhere = people.with_role(asking.session, Role.TOWNSHIP)
        here = [one for one in elsewhere if visits.inspector(one, wanted.unit.id, asking).is_from_elsewhere]
    known = start.team(wanted, asking)
    return [one.name for one in here if one.name not in known][:_OFFERED]


INTENT = Intent(
    "inspection_start",
    "开始现场检查",
    (
        "开始检查 张良镇敬老院 四不两直 带队陈局长 成员周股长、孙管理 专家李工",
        "开始检查 张良镇敬老院 督导",
        "开始检查 张良镇敬老院 专项 六查一打 带队陈局长 成员周股长",
    ),
    _read,
    _answer,
    _resume,
    levels=(Level.BUREAU, Level.SECTION, Level.TOWNSHIP),
)
