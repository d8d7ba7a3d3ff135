"""Close a C or D grade building 「危房」: 工程验收 12 …, 重新鉴定 12 B级, each with its document (T13-4)."""

import re

from handlers import hazard_finding as finding
from handlers import hazard_steps as steps
from handlers import hazard_word as word
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.texts import hazard_course as course
from handlers.texts import hazard_major as major_texts
from handlers.texts import hazard_move as texts
from handlers.understand.numbered_words import Words
from storage.hazards import OPEN_STATES, Hazard
from storage.vocabulary import HazardAction

_ENGINEERING, _APPRAISE = HazardAction.ENGINEERING, HazardAction.APPRAISE
_WORDS = Words(
    {
        **dict.fromkeys(("工程验收", "工程已验收"), _ENGINEERING.value),
        **dict.fromkeys(("重新鉴定", "新鉴定", "再次鉴定"), _APPRAISE.value),
    }
)
_GRADE = re.compile(r"([ABCD])\s*级", re.IGNORECASE)


def _read(heard: Heard) -> Wish | None:
    wish = word.read(_WORDS, heard)
    return wish if wish is not None and wish["numbers"] else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    action = _ENGINEERING if wish["means"] == _ENGINEERING.value else _APPRAISE
    if len(wish["numbers"]) == 1:
        hazard = finding.find(asking, wish["numbers"][0])
        if hazard.state in OPEN_STATES and not hazard.needs_engineering:
            raise Sorry(major_texts.not_a_building(hazard))
    return word.on_one(wish, action, asking, lambda hazard: _do(hazard, action, wish, asking))


def _do(hazard: Hazard, action: HazardAction, wish: Wish, asking: Asking) -> Reply:
    said = str(wish["said"])
    if action is _APPRAISE:
        grade = _GRADE.search(said)
        if grade is None:
            return Question(major_texts.what_grade(hazard), wish)
        if grade[1].upper() in "CD":
            raise Sorry(major_texts.still_dangerous(hazard, grade[1].upper()))
    elif not said:
        title = f"{hazard.number}号工程验收的情况是？"
        return Question(course.what_to_say(hazard, title, "加固工程11月20日经住建部门验收合格"), wish)
    done = steps.move(hazard, action, said, asking)
    return texts.done(done.hazard, action, done.remark)


INTENT = Intent(
    "hazard_building",
    "危房销号",
    ("工程验收 12 加固工程已验收合格", "重新鉴定 12 B级"),
    _read,
    _answer,
    word.resume,
)
