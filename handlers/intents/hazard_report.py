"""Register hazards from a form, from 「隐患 …」, or from free text that tells of one."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from handlers import campaigns
from handlers import hazard_register as register
from handlers import inspection_findings as visiting
from handlers.hazard_drafts import Draft, draft_of_form, drafts_of_text, report_of
from handlers.inspection_sight import sees
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.reported_unit import Unsure, pick_unit, resolve_unit
from handlers.texts import hazard as texts
from handlers.texts import hazard_report as questions
from handlers.understand.hazard_command import read_show
from handlers.understand.limits import limit_in, limit_of
from storage.units import Unit
from storage.vocabulary import Level, Role

_TRIGGER = re.compile(
    r"[#＃]?\s*(?:新隐患|隐患上报|上报隐患|隐患登记|登记隐患|报隐患|安全隐患|隐患|上报)(?:[\s:，。]+(?P<rest>.*)|)",
    re.DOTALL,
)
_NOT_A_REPORT = re.compile(
    r"(?:巡查|夜巡|演练|例会|培训|节前|台账|排名|清单|汇总|统计)|.*(?:多少|几[条个处项]|吗|？|哪些|怎么报|咋报)"
)
_NONE = re.compile(r"(?:本周|今天|今日|目前)?(?:无|没有|没啥|没|未发现|暂无|零)(?:新?隐患|问题|异常)?[。！]?")
_ONLY_CAMPAIGN = {"专项"}
"""「隐患 后门堵了，专项：六查一打」 is a sentence and no form."""
_DEFAULT = ("默认", "按默认", "默认期限")
TEMPLATE = "隐患上报\n单位：\n部位：\n问题：\n类别：\n等级：一般\n期限：\n责任人："


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None and set(heard.form.fields) != _ONLY_CAMPAIGN:
        return {"fields": dict(heard.form.fields)} if heard.form.kind == "hazard" else None
    match = _TRIGGER.fullmatch(heard.text)
    if match is None or read_show(heard.text) is not None:
        return None
    rest = (match["rest"] or "").strip()
    return None if _NOT_A_REPORT.match(rest) else {"text": rest}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    wish = {key: value for key, value in known.items() if key not in ("asks", "candidates")}
    match known["asks"]:
        case "unit":
            unit = pick_unit(known["candidates"], heard.text, asking)
            return None if unit is None else {**wish, "unit_id": unit.id}
        case "deadline":
            said = heard.text.strip("。！ ")
            return _with_field(wish, "期限", "" if said in _DEFAULT else said)
        case _ if heard.guess not in ("", "report_hazard"):
            return None
        case _:
            said = re.sub(r"^(?:问题|描述|情况)\s*:\s*", "", heard.text.strip())
            return _with_field(wish, "问题", said) if "fields" in wish else {**wish, "text": said}


def _with_field(wish: Wish, key: str, value: str) -> Wish:
    return {**wish, "fields": {**wish["fields"], key: value}}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if before := register.registered_by(asking):
        return texts.registered_before(before)
    fields: Mapping[str, str] = wish.get("fields", {})
    told = str(fields.get("问题") or wish.get("text", ""))
    campaign, remark, problem = campaigns.of_report(fields.get("专项", ""), told, asking)
    if _NONE.fullmatch(problem):
        raise Sorry(questions.nothing_to_register())
    if not problem:
        return Question(questions.what_problem(), {**wish, "asks": "problem"})
    drafts = [draft_of_form({**fields, "问题": problem}, asking)] if fields else drafts_of_text(problem, asking)
    if not drafts:
        if "guess" in wish:
            raise Sorry(questions.not_a_hazard())
        drafts = [draft_of_form({"问题": problem}, asking)]
    unit = _unit(wish, fields, asking)
    if isinstance(unit, Question):
        return unit
    due_on = _due_on(wish, fields, asking)
    if isinstance(due_on, Question):
        return due_on
    return _register(asking, unit, due_on, fields.get("责任人", ""), drafts, (campaign, remark))


def _register(
    asking: Asking, unit: Unit, due_on: date | None, owner: str, drafts: list[Draft], campaign: tuple[str, str]
) -> Reply:
    assert unit.id is not None
    reports = [
        replace(
            report_of(draft, unit, asking),
            due_on=due_on,
            owner=owner,
            campaign=campaign[0] or visiting.campaign_of(unit, asking),
            remark=campaign[1],
            source=register.source_of(asking, unit.id),
        )
        for draft in drafts
    ]
    done = register.register(asking, reports)
    card = texts.registered(done[0]) if len(done) == 1 else texts.registered_several(done)
    return visiting.told(card, done, asking)


def _unit(wish: Wish, fields: Mapping[str, str], asking: Asking) -> Unit | Question:
    """Return the unit that the report is about, or ask. Raises Sorry where it is not in the sender's charge."""
    if "unit_id" in wish:
        unit = asking.tree.by_id[wish["unit_id"]]
    else:
        found = resolve_unit(fields.get("单位", ""), _words_about_unit(wish, fields, asking), asking)
        if isinstance(found, Unsure) and not found.is_unsure:
            found = visiting.visited_unit(asking) or found
        if not isinstance(found, Unit):
            names = [one.name for one in found.candidates]
            known = {**wish, "asks": "unit", "candidates": [one.id for one in found.candidates]}
            offers = [str(n) for n in range(1, len(names) + 1)]
            return Question(questions.which_unit(names, is_unsure=found.is_unsure), known, offers)
        unit = found
    if unit.id is None or not sees(unit.id, asking):
        raise Sorry(questions.unit_not_yours(unit.name))
    return unit


def _words_about_unit(wish: Wish, fields: Mapping[str, str], asking: Asking) -> str:
    """Return where a unit may be named; an institution's form without 单位 speaks of its own, whatever it names."""
    if not fields:
        return str(wish["text"])
    return "" if asking.unit.level is Level.INSTITUTION else fields.get("问题", "")


def _due_on(wish: Wish, fields: Mapping[str, str], asking: Asking) -> date | Question | None:
    if not (given := fields.get("期限", "")):
        text = str(wish.get("text", ""))
        limit = limit_in(text, asking.now, asking.desk.calendar, asking.desk.lexicon.festivals)
        return limit if limit is not None and limit >= asking.today else None
    day = limit_of(given, asking.now, asking.desk.calendar, asking.desk.lexicon.festivals)
    if day is None or day < asking.today:
        card = questions.which_deadline(given, is_past=day is not None)
        return Question(card, {**wish, "asks": "deadline"})
    return day


INTENT = Intent(
    "hazard_report",
    "上报隐患",
    (
        "隐患 二楼东头安全出口堆了轮椅",
        "上报 厨房燃气软管老化",
        "隐患上报\n部位：二楼东头\n问题：安全出口堆了轮椅\n期限：周五前\n责任人：王铁柱",
    ),
    _read,
    _answer,
    _resume,
    guesses=("report_hazard",),
    template=TEMPLATE,
    first_words=dict.fromkeys(
        (Role.STAFF, Role.SAFETY_OFFICER, Role.HEAD, Role.TOWNSHIP, Role.SECTION), "隐患 二楼东头安全出口堆了轮椅"
    ),
)
