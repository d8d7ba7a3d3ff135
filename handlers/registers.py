"""The registers 「登记册」 of institutions: who may enter, verify and end what, and what they hold by township."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from handlers import assessments, hazard_register, plan_reading
from handlers import evidence_joining as joining
from handlers.hazard_drafts import draft_of_form
from handlers.hazard_notices import tell_of
from handlers.hazard_register import Report
from handlers.intent import Asking, Sorry
from handlers.rules import register_access as access
from handlers.rules.access import standing
from handlers.rules.hazard_grade import Grading
from handlers.rules.register_expiry import expires_on
from handlers.rules.register_lacks import Holdings, is_dangerous
from handlers.texts import plan_reading as reading_texts
from handlers.texts import register as texts
from handlers.texts.duty_confirm import hazard_line
from handlers.texts.duty_other import with_closed
from handlers.understand.register_entry import Said
from storage import hazards, people, registers
from storage.hazards import Hazard
from storage.messages import Card
from storage.people import Person
from storage.registers import Put, RegisterEntry
from storage.units import Tree, Unit
from storage.vocabulary import Category, Grade, Level, RegisterKind, Role


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose entry it is: the unit, and of a certificate or an officer the person."""

    unit: Unit
    person: Person | None = None


def holdings(session: Session, tree: Tree, unit_ids: Collection[int]) -> list[Holdings]:
    """Return what the institutions among these units hold, by id."""
    entries: dict[int, list[RegisterEntry]] = {}
    for entry in registers.standing(session, unit_ids):
        entries.setdefault(entry.unit_id, []).append(entry)
    officers: dict[int, set[int]] = {}
    for person in people.with_role(session, Role.SAFETY_OFFICER):
        officers.setdefault(person.unit_id, set()).add(person.id or 0)
    return [
        Holdings(one.id, one.name, frozenset(officers.get(one.id, ())), tuple(entries.get(one.id, ())))
        for one in tree.at(Level.INSTITUTION)
        if one.id is not None and one.id in unit_ids
    ]


def by_town(found: Sequence[Holdings], tree: Tree) -> Mapping[str, Sequence[Holdings]]:
    """Return the institutions by the name of their township office; "" for those directly below the bureau."""
    towns: dict[str, list[Holdings]] = {}
    for one in found:
        town = tree.superior(one.unit_id, Level.TOWNSHIP)
        towns.setdefault(town.name if town else "", []).append(one)
    return towns


def check_sees(unit: Unit, asking: Asking) -> None:
    """Raise Sorry where the asker is not shown the registers of the unit, or it has none."""
    _check_institution(unit)
    if not access.may_see(standing(asking.person, asking.tree, unit.id or 0), asking.person.role):
        raise Sorry(texts.not_yours(unit.name))


def check_writes(unit: Unit, kind: RegisterKind, asking: Asking) -> None:
    """Raise Sorry where the asker may not enter or end such an entry of the unit, or it has no registers."""
    _check_institution(unit)
    if not access.may_write(kind, standing(asking.person, asking.tree, unit.id or 0), asking.person.role):
        raise Sorry(texts.only_above(unit.name) if kind is RegisterKind.BENCHMARK else texts.not_yours(unit.name))


def check_verifies(unit: Unit, asking: Asking) -> None:
    """Raise Sorry where the asker may not verify a certificate of the unit."""
    if not access.may_verify(standing(asking.person, asking.tree, unit.id or 0)):
        raise Sorry(texts.not_yours_to_verify(unit.name))


def enter(whose: Subject, kind: RegisterKind, said: Said, asking: Asking) -> Card:
    """Keep what was said and read it back; a building that is found dangerous is registered as a hazard once."""
    check_writes(whose.unit, kind, asking)
    row = _row(whose, kind, said, asking)
    outcome = registers.put(asking.session, row, now=asking.now)
    kept = registers.find(asking.session, row.unit_id, kind, row.subject)
    assert kept is not None
    joining.entered(kept, asking)
    danger = _hazard_of(whose.unit, row, asking) if is_dangerous(row) else None
    if kind is RegisterKind.PLAN:
        card = reading_texts.to_read(whose.unit.name, kept)
        plan_reading.ask(asking.session, kept, card, now=asking.now, but=asking.person.id)
    last = expires_on(row, asking.desk.tables.registers)
    found, closed = _of_assessment(whose.unit, kept, asking) if kind is RegisterKind.ASSESSMENT else ((), ())
    is_same = outcome is Put.SAME
    card = texts.entered(whose.unit.name, kept, last, asking.today, is_same=is_same, hazard=danger, found=found)
    return with_closed(card, closed)


def _of_assessment(unit: Unit, entry: RegisterEntry, asking: Asking) -> tuple[Sequence[str], Sequence[str]]:
    """Register what the assessment has found, and close what it completes; return a line for each."""
    is_new = entry.said_by == asking.origin
    found = assessments.register_findings(unit, entry, asking) if is_new else ()
    return [hazard_line(one) for one in found], assessments.complete(unit, entry, asking)


def matching(unit: Unit, kind: RegisterKind, subject: str, asking: Asking) -> RegisterEntry:
    """Return the entry that is meant: of this subject, or the only one that begins so. Raises Sorry."""
    found = registers.standing(asking.session, [unit.id or 0], kind)
    exact = [one for one in found if one.subject == subject]
    near = exact or [one for one in found if one.subject.startswith(subject)]
    if len(near) != 1:
        raise Sorry(texts.no_such_entry(unit.name, kind, subject, [one.subject for one in near or found]))
    return near[0]


def end(unit: Unit, entry: RegisterEntry, asking: Asking) -> Card:
    """Let the entry stand no longer; it stays as history."""
    check_writes(unit, entry.kind, asking)
    registers.end(asking.session, entry, now=asking.now)
    return texts.ended(unit.name, entry)


def verify(person: Person, unit: Unit, entry: RegisterEntry, asking: Asking, *, is_genuine: bool) -> Card:
    """Note that the asker has seen the certificate itself, or take that back; the person is told."""
    check_verifies(unit, asking)
    if (entry.verified_at is not None) is is_genuine:
        return texts.verified(unit.name, entry, _name(entry.verified_by, asking), is_genuine=is_genuine, is_same=True)
    registers.verify(asking.session, entry, asking.person.id if is_genuine else None, now=asking.now)
    card = texts.verified(unit.name, entry, asking.person.name, is_genuine=is_genuine, is_same=False)
    tell_of(asking, [person], card, what=f"register:{entry.id}:verified")
    return card


def set_benchmark(unit: Unit, asking: Asking, *, is_one: bool) -> Card:
    """Approve the unit as a benchmark institution, or no longer; its heads are told."""
    check_writes(unit, RegisterKind.BENCHMARK, asking)
    before = registers.find(asking.session, unit.id or 0, RegisterKind.BENCHMARK, "")
    if (before is not None) is is_one:
        return texts.benchmark_same(unit.name, is_one=is_one)
    if before is not None:
        registers.end(asking.session, before, now=asking.now)
    else:
        said = Said("", asking.today, None, {"approved_by": asking.person.name})
        registers.put(asking.session, _row(Subject(unit), RegisterKind.BENCHMARK, said, asking), now=asking.now)
    card = texts.benchmark_set(unit.name, asking.person.name, is_one=is_one)
    heads = people.of_unit(asking.session, unit.id or 0, Role.HEAD)
    tell_of(asking, heads, card, what=f"register:{unit.id}:benchmark")
    return card


def expiries(one: Holdings, asking: Asking) -> list[tuple[RegisterEntry, date | None, int]]:
    """Return the entries with the last day of each (None where it does not run out) and how many pieces prove it."""
    table = asking.desk.tables.registers
    return [(entry, expires_on(entry, table), joining.of_entry(entry, asking)) for entry in one.entries]


def _check_institution(unit: Unit) -> None:
    if unit.level is not Level.INSTITUTION:
        raise Sorry(texts.no_institution(unit.name))


def _row(whose: Subject, kind: RegisterKind, said: Said, asking: Asking) -> RegisterEntry:
    person = whose.person
    subject = f"{person.name} {said.subject}".strip() if person else said.subject
    return RegisterEntry(
        unit_id=whose.unit.id or 0,
        kind=kind,
        subject=subject,
        person_id=person.id if person else None,
        done_on=said.done_on,
        due_on=said.due_on,
        facts=dict(said.facts),
        said_at=asking.now,
        said_by=asking.origin,
    )


def open_dangers(entries: Sequence[tuple[Unit, RegisterEntry]], asking: Asking) -> Sequence[Hazard]:
    """Register what these dangerous buildings are (T13-4) where no open hazard says so yet; return the new ones."""
    reports = [
        _danger(unit, one, asking)
        for unit, one in entries
        if is_dangerous(one) and _known_danger(unit, one, asking) is None
    ]
    return [one.hazard for one in hazard_register.register(asking, reports)]


def _hazard_of(unit: Unit, row: RegisterEntry, asking: Asking) -> Hazard:
    """Return the open hazard of the dangerous building (T13-4), registered now where there is none."""
    return _known_danger(unit, row, asking) or open_dangers([(unit, row)], asking)[0]


def _known_danger(unit: Unit, row: RegisterEntry, asking: Asking) -> Hazard | None:
    known = hazards.open_in(asking.session, [unit.id or 0])
    return next((one for one in known if one.needs_engineering and one.place == row.subject), None)


def _danger(unit: Unit, row: RegisterEntry, asking: Asking) -> Report:
    problem = texts.condemned(row.subject, str(row.facts["grade"]))
    return Report(
        unit=unit,
        place=row.subject,
        problem=problem,
        category=Category.BUILD,
        grading=Grading(Grade.MAJOR, None, draft_of_form({texts.PROBLEM: problem}, asking).reason),
        needs_engineering=True,
        source=hazard_register.source_of(asking, unit.id or 0),
    )


def _name(person_id: int | None, asking: Asking) -> str:
    person = asking.session.get(Person, person_id) if person_id is not None else None
    return person.name if person else ""
