"""Put a hazard under supervision by name 「挂牌督办」, and lift it: 挂牌督办 12 县级 县安委办 12月30日前."""

import re
from datetime import date

from handlers import hazard_steps as steps
from handlers import hazard_word as word
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.texts import hazard_course as course
from handlers.texts import hazard_major as major_texts
from handlers.texts import hazard_move as texts
from handlers.texts.days import day as written
from handlers.understand.days import find_times
from handlers.understand.limits import limit_of
from handlers.understand.numbered_words import Words
from storage import supervisions
from storage.hazards import Hazard
from storage.supervisions import Supervision
from storage.vocabulary import HazardAction, SupervisionLevel

_SUPERVISE, _LIFT = HazardAction.SUPERVISE, HazardAction.LIFT
_WORDS = Words(
    {
        **dict.fromkeys(("挂牌督办", "挂牌", "督办"), _SUPERVISE.value),
        **dict.fromkeys(("解除督办", "解除挂牌督办", "摘牌"), _LIFT.value),
    }
)
_PAPER = ("通知", "书", "函")
_NOISE = re.compile(r"督办单位|督办|由|级别|期限|完成时间|之?前|以前|完成|[:，。；、\s]+")
_LACKING = {"level": "级别", "unit": "督办单位", "due_on": "完成期限"}


def _read(heard: Heard) -> Wish | None:
    wish = word.read(_WORDS, heard)
    if wish is None or wish["said"].startswith(_PAPER) or (not wish["numbers"] and wish["said"]):
        return None
    return {**wish, "level": "", "unit": "", "due_on": ""}


def _answer(wish: Wish, asking: Asking) -> Reply:
    action = _SUPERVISE if wish["means"] == _SUPERVISE.value else _LIFT
    do = _order if action is _SUPERVISE else _lift
    return word.on_one(wish, action, asking, lambda hazard: do(hazard, wish, asking))


def _order(hazard: Hazard, wish: Wish, asking: Asking) -> Reply:
    known = _heard(wish, asking)
    wanted = date.fromisoformat(known["due_on"]) if known["due_on"] else None
    trouble = ""
    if wanted is not None and wanted < asking.today:
        trouble, known["due_on"], wanted = course.about_past_day(wanted), "", None
    lacks = [part for part in _LACKING if not known[part]]
    if lacks or wanted is None:
        facts = [(_LACKING[part], _shown(part, value)) for part, value in known.items() if value]
        card = major_texts.incomplete_order(hazard, facts, [_LACKING[part] for part in lacks], trouble)
        return Question(card, {**wish, **known, "said": ""})
    assert hazard.id is not None
    order = Supervision(
        hazard_id=hazard.id,
        level=_level(known["level"]) or SupervisionLevel.COUNTY,
        unit=known["unit"],
        due_on=wanted,
        ordered_by=asking.person.id,
        ordered_at=asking.now,
        message=asking.origin,
    )
    done = steps.move(hazard, _SUPERVISE, major_texts.order(order), asking)
    if not supervisions.order(asking.session, order):
        raise Sorry(texts.stands_already(hazard, _SUPERVISE))
    return texts.done(done.hazard, _SUPERVISE, f"{major_texts.order(order)}。{done.remark}")


def _heard(wish: Wish, asking: Asking) -> dict[str, str]:
    """Return level, unit and day (ISO) as far as they are known, "" for what is not."""
    said = str(wish["said"])
    known = {part: str(wish[part]) for part in _LACKING}
    level = _level(said)
    known["level"] = known["level"] or (level.value if level else "")
    lexicon, calendar = asking.desk.lexicon, asking.desk.calendar
    day = limit_of(said, asking.now, calendar, lexicon.festivals)
    known["due_on"] = known["due_on"] or (day.isoformat() if day else "")
    rest = said.replace(level.term, " ") if level else said
    for time in find_times(said, asking.now, calendar, lexicon.festivals, is_past=False):
        rest = rest.replace(time.words, " ")
    known["unit"] = known["unit"] or _NOISE.sub(" ", rest).strip()
    return known


def _level(said: str) -> SupervisionLevel | None:
    return next((one for one in SupervisionLevel if one.term in said or one.value == said), None)


def _shown(part: str, value: str) -> str:
    if part == "due_on":
        return written(date.fromisoformat(value))
    level = _level(value) if part == "level" else None
    return level.term if level else value


def _lift(hazard: Hazard, wish: Wish, asking: Asking) -> Reply:
    said = str(wish["said"])
    if not said:
        title = f"{hazard.number}号解除督办的原因是什么？"
        return Question(course.what_to_say(hazard, title, "已按要求整改到位"), wish)
    done = steps.move(hazard, _LIFT, said, asking)
    return texts.done(done.hazard, _LIFT, done.remark)


INTENT = Intent(
    "hazard_supervise",
    "挂牌督办",
    ("挂牌督办 12 县级 县安委办 12月30日前", "挂牌督办 12", "解除督办 12 已整改到位"),
    _read,
    _answer,
    word.resume,
)
