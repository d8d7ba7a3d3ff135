"""Tell how a major hazard goes on: 五落实 12, 资金 12 计划2万, 进展 12 瓦工已进场, 研究 12 结论."""

import re

from handlers import hazard_plan as plan
from handlers import hazard_steps as steps
from handlers import hazard_word as word
from handlers.hazard_offers import with_offers
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.texts import hazard_course as course
from handlers.texts import hazard_major as major_texts
from handlers.texts import hazard_move as texts
from handlers.understand.hazard_command import quoted_numbers
from handlers.understand.numbered_words import Words
from handlers.understand.plan_parts import read_parts
from storage.hazards import Hazard
from storage.vocabulary import Grade, HazardAction, PlanPart

_PLAN, _PROGRESS, _STUDY = HazardAction.PLAN, HazardAction.PROGRESS, HazardAction.STUDY
_FUNDS = "funds"
_WORDS = Words(
    {
        **dict.fromkeys(("五落实", "填五落实", "填写五落实", "五到位"), _PLAN.value),
        **dict.fromkeys(("资金", "整改资金"), _FUNDS),
        **dict.fromkeys(("进展", "报进展", "整改进展", "最新进展"), _PROGRESS.value),
        **dict.fromkeys(("研究", "研究意见", "研究结论", "研究决定"), _STUDY.value),
    }
)
_ACTION_BY_MEANING = {_PLAN.value: _PLAN, _FUNDS: _PLAN, _PROGRESS.value: _PROGRESS, _STUDY.value: _STUDY}
_SHOWS = re.compile(r"\d\s*号?\s*(?:整改|最新)?进展[。！]?$")
"""「12号进展」 asks how it stands."""
_PART_BY_CODE = {part.value: part for part in PlanPart}


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None and heard.form.kind:
        return None
    found = _WORDS.read(heard.text, quoted=quoted_numbers(heard.quote), needs_number=False)
    if found is None or _SHOWS.search(heard.text):
        return None
    if not found.numbers and (found.said or found.means == _FUNDS):
        return None
    return {"means": found.means, "numbers": list(found.numbers), "said": found.said}


def _answer(wish: Wish, asking: Asking) -> Reply:
    action = _ACTION_BY_MEANING[wish["means"]]
    return word.on_one(wish, action, asking, lambda hazard: _do(hazard, action, wish, asking))


def _do(hazard: Hazard, action: HazardAction, wish: Wish, asking: Asking) -> Reply:
    if action is _PLAN:
        return _plan(hazard, wish, asking)
    said = str(wish["said"])
    if not said:
        title, example = {
            _PROGRESS: (f"{hazard.number}号进展怎么样？", "施工队已进场，预计周五完工"),
            _STUDY: (f"{hazard.number}号研究的结论是什么？", "先撤出二楼老人，申请资金2万元换线路"),
        }[action]
        return Question(course.what_to_say(hazard, title, example), wish)
    done = steps.move(hazard, action, said, asking)
    return with_offers(texts.done(done.hazard, action, done.remark), done.hazard, asking)


def _plan(hazard: Hazard, wish: Wish, asking: Asking) -> Reply:
    said = str(wish["said"])
    if wish["means"] == _FUNDS and said:
        plan.put(hazard, {PlanPart.FUNDS: said}, asking)
        return with_offers(texts.done(hazard, _PLAN, ""), hazard, asking)
    if hazard.grade is not Grade.MAJOR:
        raise Sorry(major_texts.not_major(hazard))
    parts = dict(read_parts(said))
    if not parts and said and (asked := _PART_BY_CODE.get(str(wish.get("asks", "")))):
        parts = {asked: said}
    if parts:
        plan.put(hazard, parts, asking)
    return plan.ask_next(hazard, wish, asking, is_told=bool(parts))


INTENT = Intent(
    "hazard_major",
    "重大隐患",
    (
        "五落实 12",
        "五落实 12 责任：王院长 措施：停用并更换线路",
        "资金 12 计划2万元",
        "进展 12 施工队已进场",
        "研究 12 先撤人再维修",
    ),
    _read,
    _answer,
    word.resume,
)
