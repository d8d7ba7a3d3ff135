"""Name who answers for a unit, or take somebody away: 指定 张良镇敬老院 属地责任人 马建国 副镇长."""

from handlers import responsibility
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.texts import responsibility as texts
from handlers.understand.responsibility import Who, read_set, who
from handlers.unit_asking import named_unit, with_unit
from storage.people import Person
from storage.vocabulary import Responsibility


def _read(heard: Heard) -> Wish | None:
    wanted = None if heard.form is not None else read_set(heard.text)
    if wanted is None:
        return None
    return {"unit": wanted.unit, "responsibility": wanted.responsibility.value, "who": wanted.who}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    if known["asks"] == "unit":
        return with_unit(known, heard, asking)
    number = heard.text.strip("第个号。. ")
    people = known["people"]
    if not (number.isdigit() and 1 <= int(number) <= len(people)):
        return None
    wish = {key: value for key, value in known.items() if key not in ("asks", "people")}
    return {**wish, "person_id": people[int(number) - 1]}


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = named_unit(wish, asking)
    if isinstance(unit, Question):
        return unit
    what = Responsibility.from_term(wish["responsibility"])
    assert what is not None
    responsibility.check(unit, what if wish["who"] else None, asking)
    if not wish["who"]:
        return responsibility.end(unit, what, asking)
    said, found = responsibility.candidates(unit, what, who(wish["who"]), asking)
    if "person_id" in wish:
        found = [one for one in found if one.id == wish["person_id"]]
    if len(found) > 1:
        return _which(wish, said, found, asking)
    return responsibility.name(unit, what, said, found[0] if found else None, asking)


def _which(wish: Wish, said: Who, found: list[Person], asking: Asking) -> Question:
    known = {**wish, "asks": "person", "people": [one.id for one in found]}
    card = texts.which_person(said.name, responsibility.labels(found, asking.tree))
    return Question(card, known, [str(number) for number in range(1, len(found) + 1)])


INTENT = Intent(
    "responsible_set",
    "指定责任人",
    (
        "指定 张良镇敬老院 属地责任人 马建国 副镇长 13812345678",
        "张良镇敬老院 监管责任人 周股长",
        "撤销责任人 张良镇敬老院 属地责任人",
    ),
    _read,
    _answer,
    _resume,
)
