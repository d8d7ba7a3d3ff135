"""Say of a report whether it is so: 确认 12, 退回补充 12 缺部位, and add to it: 补充 12 在一楼西头."""

from handlers import hazard_steps as steps
from handlers import hazard_word as word
from handlers.hazard_offers import with_offers
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.texts import hazard_course as course
from handlers.texts import hazard_move as texts
from handlers.understand.numbered_words import Words
from storage.hazards import Hazard
from storage.vocabulary import HazardAction

_CONFIRM, _RETURN, _SUPPLEMENT = HazardAction.CONFIRM, HazardAction.RETURN, HazardAction.SUPPLEMENT
_WORDS = Words(
    {
        **dict.fromkeys(("确认", "情况属实", "隐患属实"), _CONFIRM.value),
        **dict.fromkeys(("退回补充", "要求补充", "请补充"), _RETURN.value),
        **dict.fromkeys(("补充", "补充情况", "补充说明"), _SUPPLEMENT.value),
    }
)
_ACTION_BY_CODE = {action.value: action for action in (_CONFIRM, _RETURN, _SUPPLEMENT)}
_GRADES = ("为", "重大", "一般", "是")
_LONGEST = 500


def _read(heard: Heard) -> Wish | None:
    wish = word.read(_WORDS, heard)
    if wish is None or (not wish["numbers"] and (wish["said"] or wish["means"] != _CONFIRM.value)):
        return None
    # 「12号确认为重大」 decides the grade.
    return None if wish["means"] == _CONFIRM.value and wish["said"].startswith(_GRADES) else wish


def _answer(wish: Wish, asking: Asking) -> Reply:
    action = _ACTION_BY_CODE[wish["means"]]
    return word.on_one(wish, action, asking, lambda hazard: _do(hazard, action, wish, asking))


def _do(hazard: Hazard, action: HazardAction, wish: Wish, asking: Asking) -> Reply:
    said = str(wish["said"])
    if action is not _CONFIRM and not said:
        title, example = {
            _RETURN: (f"{hazard.number}号要补充什么？", "具体在哪个房间"),
            _SUPPLEMENT: (f"{hazard.number}号补充什么情况？", "在一楼西头，已经断电"),
        }[action]
        return Question(course.what_to_say(hazard, title, example), wish)
    stamps = {"problem": f"{hazard.problem}；{said}"[:_LONGEST]} if action is _SUPPLEMENT else {}
    decided = {"suggested_grade": None} if action is _CONFIRM else {}
    done = steps.move(hazard, action, said, asking, **stamps, **decided)
    return with_offers(texts.done(done.hazard, action, done.remark), done.hazard, asking)


INTENT = Intent(
    "hazard_confirm",
    "确认上报",
    ("确认 12", "退回补充 12 具体在哪个房间", "补充 12 在一楼西头，已经断电"),
    _read,
    _answer,
    word.resume,
)
