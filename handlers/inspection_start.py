"""Begin a visit: who may, who is of the team, which checklist."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.checklist_table import MAJOR, SUPERVISION
from handlers import campaigns
from handlers import inspection_visit as visits
from handlers.intent import Asking, Sorry
from handlers.rules import inspection_team as rules
from handlers.texts import inspection_start as texts
from storage import inspections, people, policies
from storage.inspections import Inspection
from storage.people import Person
from storage.units import Unit
from storage.vocabulary import InspectionKind, InspectionStep, Level


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit that is complete enough to begin."""

    unit: Unit
    kind: InspectionKind
    leader: str
    members: Sequence[str] = ()
    """Besides the one who begins it and the leader."""
    expert: str = ""
    campaign: str = ""
    """The code of the special action that it is part of, "" for none."""


def team(wanted: Wanted, asking: Asking) -> tuple[str, ...]:
    """Return the names of those who inspect, each once, the one who begins it first."""
    return tuple(dict.fromkeys(one for one in (asking.person.name, wanted.leader, *wanted.members) if one))


def check(wanted: Wanted, asking: Asking) -> None:
    """Raise Sorry, with why, where this person may not begin this visit, or not with those named so far."""
    assert wanted.unit.id is not None
    cross = asking.desk.tables.inspections.cross
    reason = rules.barred(
        visits.inspector(asking.person, wanted.unit.id, asking),
        wanted.kind,
        is_institution=wanted.unit.level is Level.INSTITUTION,
        townships_cross=cross.by_townships,
        sections_cross=cross.by_sections,
    )
    if reason is not None:
        raise Sorry(texts.barred(reason, wanted.unit.name))
    for one in _accounts(wanted, asking):
        if one.unit_id == wanted.unit.id:
            raise Sorry(texts.of_the_unit(one.name, wanted.unit.name))


def is_cross(wanted: Wanted, asking: Asking) -> bool:
    """Return whether the team is right for the kind of visit."""
    assert wanted.unit.id is not None
    everybody = [asking.person, *_accounts(wanted, asking)]
    return rules.is_cross(wanted.kind, [visits.inspector(one, wanted.unit.id, asking) for one in everybody])


def begin(wanted: Wanted, asking: Asking) -> Inspection:
    """Return the visit, checked in now. Raises Sorry where it may not begin."""
    check(wanted, asking)
    if not is_cross(wanted, asking):
        raise Sorry(texts.barred(rules.Barred.NOT_CROSS, wanted.unit.name))
    assert wanted.unit.id is not None
    able = [
        one.id
        for one in _accounts(wanted, asking)
        if rules.may_act(visits.inspector(one, wanted.unit.id, asking), wanted.kind, asking.person.role)
    ]
    return _store(wanted, SUPERVISION, team(wanted, asking), [one for one in able if one is not None], asking)


def begin_own(unit: Unit, asking: Asking) -> Inspection:
    """Return the head's own check of the list for major hazards (T6-3); that it is the head is the caller's."""
    name = asking.person.name
    return _store(Wanted(unit, InspectionKind.SELF_MAJOR, name), MAJOR, (name,), [], asking)


def _store(
    wanted: Wanted, purpose: str, members: tuple[str, ...], member_ids: list[int], asking: Asking
) -> Inspection:
    tables, session, unit = asking.desk.tables, asking.session, wanted.unit
    version = tables.version(visits.TABLE)
    # The record must stay readable after the list has been changed.
    policies.remember(session, visits.TABLE, version, tables.content(visits.TABLE), now=asking.now)
    checklist = tables.checklists.choose(
        unit.type.value, purpose, is_residential=unit.is_residential, headcount=unit.headcount
    )
    assert unit.id is not None
    assert asking.person.id is not None
    visit = Inspection(
        code=inspections.new_code(session, asking.today),
        origin=asking.origin,
        unit_id=unit.id,
        kind=wanted.kind,
        started_at=asking.now,
        started_by=asking.person.id,
        leader=wanted.leader,
        members=list(members),
        member_ids=member_ids,
        expert=wanted.expert,
        campaign=wanted.campaign,
        checklist=checklist.code,
        checklist_version=version,
    )
    session.add(visit)
    session.flush()
    visits.note(visit, InspectionStep.START, "", asking)
    return visit


def complete(visit: Inspection, leader: str, members: Sequence[str], expert: str, asking: Asking) -> None:
    """Add to the team of a visit what is told later. Raises Sorry where somebody is of the visited unit."""
    unit = asking.tree.by_id[visit.unit_id]
    wanted = Wanted(unit, visit.kind, leader or visit.leader, (*visit.members, *members), expert or visit.expert)
    known = _accounts(wanted, asking)
    for one in known:
        if one.unit_id == visit.unit_id:
            raise Sorry(texts.of_the_unit(one.name, unit.name))
    able = [
        one.id
        for one in known
        if rules.may_act(visits.inspector(one, visit.unit_id, asking), visit.kind, asking.person.role)
    ]
    names = dict.fromkeys(one for one in (*visit.members, wanted.leader, *members) if one)
    inspections.amend(
        asking.session,
        visit,
        leader=wanted.leader,
        members=list(names),
        member_ids=list(dict.fromkeys([*visit.member_ids, *(one for one in able if one is not None)])),
        expert=wanted.expert,
    )


def count_under(visit: Inspection, name: str, asking: Asking) -> None:
    """Let the visit, and what was found in it and counts nowhere yet, count under the action of this name.

    Raises Sorry where there is no such action going on.
    """
    campaign = campaigns.running_named(name, asking)
    inspections.amend(asking.session, visit, campaign=campaign.code)
    visits.note(visit, InspectionStep.CAMPAIGN, campaign.name, asking)
    for hazard in inspections.hazards_of(asking.session, visit):
        if not hazard.campaign:
            campaigns.put_under(hazard, campaign.code, asking)


def _accounts(wanted: Wanted, asking: Asking) -> list[Person]:
    """Return those of the named who have an account; a name that several share is nobody's."""
    found = []
    everywhere = set(asking.tree.by_id)
    for name in dict.fromkeys((wanted.leader, *wanted.members)):
        named = people.by_name(asking.session, name, everywhere) if name else ()
        if len(named) == 1 and named[0].id != asking.person.id:
            found.append(named[0])
    return found
