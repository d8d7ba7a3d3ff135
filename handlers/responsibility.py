"""Who answers by name for a unit: shown, named, taken away; changes keep their history, those concerned are told."""

from collections.abc import Sequence

from handlers.hazard_notices import tell_of
from handlers.intent import Asking, Sorry
from handlers.rules import responsibility as rules
from handlers.rules.access import standing
from handlers.texts import responsibility as texts
from handlers.understand.responsibility import Who
from storage import named_people, people, responsibilities
from storage.messages import Card
from storage.named_people import Named
from storage.people import Person
from storage.responsibilities import FIVE, Answerable
from storage.units import Tree, Unit
from storage.vocabulary import Level, Responsibility, Role


def show(unit: Unit, asking: Asking) -> Card:
    """Return who answers for the unit, with phones for those who may see them."""
    assert unit.id is not None
    wanted = rules.wanted(unit)
    if not wanted:
        return texts.without(unit.name)
    place = standing(asking.person, asking.tree, unit.id)
    rows = responsibilities.of_unit(asking.session, unit.id)
    sees = rules.sees_phones(place, asking.person.role)
    lines = [
        texts.Line(
            one,
            _who(rows[one], asking, with_phone=sees) if one in rows else "",
            "" if one in rows else suggested(unit, one, asking),
        )
        for one in wanted
    ]
    return texts.shown(unit.name, lines, is_key=unit.is_key, may_name=rules.may_name(place))


def suggested(unit: Unit, responsibility: Responsibility, asking: Asking) -> str:
    """Return whom the roster suggests, "" for nobody: only who heads an institution answers for it beyond doubt."""
    if responsibility is not Responsibility.MAIN or unit.id is None:
        return ""
    heads = people.of_unit(asking.session, unit.id, Role.HEAD)
    return heads[0].name if len(heads) == 1 else ""


def check(unit: Unit, responsibility: Responsibility | None, asking: Asking) -> None:
    """Raise Sorry where this person may not name anybody here, or nobody is needed for this."""
    assert unit.id is not None
    if not rules.may_name(standing(asking.person, asking.tree, unit.id)):
        raise Sorry(texts.not_yours(unit.name))
    if responsibility is None or responsibility in rules.wanted(unit):
        return
    if responsibility in FIVE:
        raise Sorry(texts.not_key(unit.name, responsibility))
    raise Sorry(texts.no_institution(unit.name, responsibility))


def candidates(unit: Unit, responsibility: Responsibility, said: Who, asking: Asking) -> tuple[Who, list[Person]]:
    """Return how somebody was named, the title apart from the name, and who of the roster may be meant."""
    assert unit.id is not None
    everybody = people.everybody(asking.session)
    known = {one.name for one in everybody}
    if said.name not in known:
        # 「马建国副镇长」: the name of somebody who is known, with the title behind it.
        begins = max((name for name in known if said.name.startswith(name)), key=len, default="")
        if begins:
            said = Who(begins, f"{said.name.removeprefix(begins)} {said.title}".strip(), said.phone)
    named = Named(said.name, said.title, said.phone)
    return said, named_people.meant(named, responsibility, unit.id, everybody, asking.tree)


def name(unit: Unit, responsibility: Responsibility, said: Who, person: Person | None, asking: Asking) -> Card:
    """Let this person answer from now on; the one before is kept in the history and told."""
    assert unit.id is not None
    title = named_people.title_of(Named(said.name, said.title, said.phone), person) if person else said.title
    before = responsibilities.of_unit(asking.session, unit.id).get(responsibility)
    was = _who(before, asking, with_phone=True) if before else ""
    row = Answerable(
        unit_id=unit.id,
        responsibility=responsibility,
        person_id=person.id if person else None,
        name=said.name[:40],
        title=title[:60],
        phone=said.phone,
        since=asking.today,
        said_by=asking.origin,
    )
    now = _who(row, asking, with_phone=True)
    if not responsibilities.put(asking.session, row, now=asking.now):
        return texts.same(unit.name, responsibility, now)
    what = f"{unit.id}:{responsibility.value}"
    tell_of(asking, [person], texts.told(unit.name, responsibility, asking.person.name), what=f"named:{what}")
    if before is not None and before.person_id is not None and before.person_id != row.person_id:
        left = asking.session.get(Person, before.person_id)
        tell_of(
            asking, [left], texts.relieved(unit.name, responsibility, asking.person.name), what=f"relieved:{what}"
        )
    return texts.named(unit.name, responsibility, now, was, "" if person else texts.about_stranger(said.name))


def end(unit: Unit, responsibility: Responsibility, asking: Asking) -> Card:
    """Let nobody answer for this any more. Raises Sorry where nobody does."""
    assert unit.id is not None
    before = responsibilities.of_unit(asking.session, unit.id).get(responsibility)
    if before is None or not responsibilities.end(asking.session, unit.id, responsibility, now=asking.now):
        raise Sorry(texts.nobody_there(unit.name, responsibility))
    left = asking.session.get(Person, before.person_id) if before.person_id is not None else None
    what = f"relieved:{unit.id}:{responsibility.value}"
    tell_of(asking, [left], texts.relieved(unit.name, responsibility, asking.person.name), what=what)
    return texts.ended(unit.name, responsibility, _who(before, asking, with_phone=True))


def labels(found: Sequence[Person], tree: Tree) -> list[str]:
    """Return how the people are told apart."""
    return [named_people.label(one, tree) for one in found]


def may_have(unit: Unit) -> bool:
    """Return whether the unit can be a key unit: institutions can."""
    return unit.level is Level.INSTITUTION


def _who(row: Answerable, asking: Asking, *, with_phone: bool) -> str:
    person = asking.session.get(Person, row.person_id) if row.person_id is not None else None
    phone = row.phone or (person.phone if person else "")
    return texts.who(row, phone if with_phone else "")
