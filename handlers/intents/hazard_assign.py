"""Hand a hazard out 「派单」: 派单 12 王铁柱 周五前; or urge whoever's turn it is: 催办 12."""

from datetime import date

from handlers import hazard_case as cases
from handlers import hazard_finding as finding
from handlers import hazard_steps as steps
from handlers import hazard_word as word
from handlers.hazard_offers import with_offers
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.rules.access import Standing, standing
from handlers.texts import hazard_course as course
from handlers.texts import hazard_move as texts
from handlers.understand.hazard_command import canonical, quoted_numbers
from handlers.understand.limits import limit_of
from handlers.understand.numbered_words import Words
from handlers.understand.numbers import hazard_ids
from storage import people
from storage.hazards import Hazard
from storage.people import Person
from storage.vocabulary import HazardAction, HazardState

_ASSIGN, _URGE = HazardAction.ASSIGN, HazardAction.URGE
_WORDS = Words(
    {
        **dict.fromkeys(("派单", "指派", "分派", "转派", "派给", "改派"), _ASSIGN.value),
        # 「12号让王铁柱明天改好」
        **dict.fromkeys(("让", "交给", "安排"), _ASSIGN.value),
        **dict.fromkeys(("催办", "催一下", "催一催", "督促"), _URGE.value),
    }
)


_BEHIND = ("让", "交给", "安排")
"""Words that hand out only behind a number."""


def _read(heard: Heard) -> Wish | None:
    if heard.text.startswith(_BEHIND):
        return None
    wish = word.read(_WORDS, heard)
    return wish if wish is not None and (wish["numbers"] or not wish["said"]) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    if "guess" in wish:
        wish = _from_guess(wish, asking)
    action = _ASSIGN if wish["means"] == _ASSIGN.value else _URGE
    return word.on_one(wish, action, asking, lambda hazard: _do(hazard, action, wish, asking))


def _from_guess(wish: Wish, asking: Asking) -> Wish:
    """Return what free text asks for: where somebody of the unit or a day is named it is handed out, else urged."""
    text = str(wish["text"])
    numbers = list(map(canonical, hazard_ids(text, expects_one=True))) or list(quoted_numbers(str(wish["quote"])))
    if not numbers:
        raise Sorry(texts.none_fits(_URGE))
    hazard = finding.find(asking, numbers[0])
    is_named = bool(_named(hazard, text, asking)) and hazard.owner_id not in {
        one.id for one in _named(hazard, text, asking)
    }
    means = _ASSIGN if is_named and cases.is_allowed(hazard, _ASSIGN, asking) else _URGE
    return {"means": means.value, "numbers": numbers[:1], "said": text}


def _do(hazard: Hazard, action: HazardAction, wish: Wish, asking: Asking) -> Reply:
    said = str(wish["said"])
    if action is _URGE:
        done = steps.move(hazard, _URGE, said, asking)
        return texts.done(done.hazard, _URGE, done.remark)
    named = _named(hazard, said, asking)
    if len(named) != 1:
        return _ask_whom(hazard, said, wish, asking)
    due_on = _due_on(hazard, said, asking)
    if isinstance(due_on, str):
        return _ask_whom(hazard, "", wish, asking, trouble=due_on)
    former = hazard.owner_name
    owner = named[0]
    hazard_after = {"owner_id": owner.id, "owner_name": owner.name, "due_on": due_on}
    note = course.assigned_note(former, owner.name, due_on)
    done = steps.move(hazard, _ASSIGN, note, asking, **hazard_after)
    return with_offers(texts.done(done.hazard, _ASSIGN, done.remark), done.hazard, asking)


def _named(hazard: Hazard, said: str, asking: Asking) -> list[Person]:
    return [one for one in people.of_unit(asking.session, hazard.unit_id) if one.name in said]


def _due_on(hazard: Hazard, said: str, asking: Asking) -> date | str:
    """Return until when, or why the day cannot be. Raises Sorry where it is later than what holds."""
    day = limit_of(said, asking.now, asking.desk.calendar, asking.desk.lexicon.festivals)
    if day is None:
        return hazard.due_on
    if day < asking.today:
        return course.about_past_day(day)
    # Who hands it out for the first time sets the day; after that only an extension moves it back.
    is_first = hazard.state is HazardState.TO_ASSIGN
    is_superior = standing(asking.person, asking.tree, hazard.unit_id) is Standing.SUPERIOR
    if day > hazard.due_on and not (is_first and is_superior):
        raise Sorry(course.later_by_extension(hazard, day))
    return day


def _ask_whom(hazard: Hazard, said: str, wish: Wish, asking: Asking, *, trouble: str = "") -> Question:
    names = [one.name for one in people.of_unit(asking.session, hazard.unit_id)]
    shown = [name for name in dict.fromkeys(names) if names.count(name) == 1]
    unit = asking.tree.by_id[hazard.unit_id].name
    trouble = trouble or (course.about_unknown_owner(said, unit) if said else "")
    return Question(course.whom_to_assign(hazard, shown, trouble), {**wish, "said": ""}, shown)


INTENT = Intent(
    "hazard_assign",
    "派单、催办",
    ("派单 12 王铁柱 周五前", "12号让王铁柱明天改好", "催办 12", "派单 12"),
    _read,
    _answer,
    word.resume,
    guesses=("assign_urge",),
)
