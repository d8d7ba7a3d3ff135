"""Register hazards: number, deadline, owner, history, and word to those who must know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.hazard_table import Counting, DaysAllowed
from handlers import campaigns, hazard_history, hazard_tagging
from handlers import evidence_joining as joining
from handlers import hazard_finding as finding
from handlers.hazard_notices import tell
from handlers.intent import Asking
from handlers.rules.access import Standing, standing
from handlers.rules.hazard_deadline import rectify_by
from handlers.rules.hazard_grade import Grading
from handlers.rules.hazard_lifecycle import Case, Fact, next_state
from handlers.texts import hazard as texts
from handlers.texts import hazard_course as course
from handlers.texts import hazard_major as major_texts
from handlers.texts import hazard_remarks as remarks
from handlers.texts.hazard import Registered
from storage import hazards, people
from storage.hazards import Hazard
from storage.people import Person
from storage.units import Unit
from storage.vocabulary import Category, Grade, HazardAction, HazardSource, HazardState, Role


@dataclass(frozen=True, slots=True)
class Report:
    """One hazard as it was told and judged, complete enough to be registered."""

    unit: Unit
    problem: str
    category: Category
    grading: Grading
    place: str = ""
    due_on: date | None = None
    """The day that the reporter named; None: by the tables."""
    owner: str = ""
    """As the reporter wrote it; "": the unit's safety officer or head."""
    source: HazardSource = HazardSource.SELF_CHECK
    campaign: str = ""
    """The code of the special action that the reporter named; "": the one that takes it by itself, if any."""
    remark: str = ""
    """What else the reporter should know."""
    needs_engineering: bool = False
    """A building whose appraisal says C or D (T13-4)."""
    register_entry_id: int | None = None
    """The assessment in the register that found it."""
    repeat_of: int | None = None
    reopened_from: int | None = None
    """The id of the struck-off hazard whose recheck failed."""


@dataclass(frozen=True, slots=True)
class _Owner:
    person: Person | None
    name: str
    remark: str = ""


def register(asking: Asking, reports: Sequence[Report]) -> list[Registered]:
    """Register the hazards of one message, in their order, and tell owners and offices.

    The sender must have been allowed to report for these units. A repeat of the message must have been ruled out
    with `registered_by`.
    """
    done = [_register_one(asking, report, f"{asking.origin}#{n}") for n, report in enumerate(reports, start=1)]
    for one in done:
        joining.reported(one.hazard, asking)
        _tell(asking, one)
    return done


def source_of(asking: Asking, unit_id: int) -> HazardSource:
    """Return where what the asker reports of this unit comes from."""
    is_superior = standing(asking.person, asking.tree, unit_id) is Standing.SUPERIOR
    return HazardSource.INSPECTION if is_superior else HazardSource.SELF_CHECK


def registered_by(asking: Asking) -> list[Registered]:
    """Return the hazards that this very message registered before, in their order."""
    found: list[Registered] = []
    while (hazard := hazards.by_origin(asking.session, f"{asking.origin}#{len(found) + 1}")) is not None:
        found.append(Registered(hazard, asking.tree.by_id[hazard.unit_id].name))
    return found


def _register_one(asking: Asking, report: Report, origin: str) -> Registered:
    assert report.unit.id is not None
    tables = asking.desk.tables
    owner = _owner(asking, report)
    allowed = tables.hazards.days_allowed(report.grading.grade.value, report.category.value)
    number, code = hazards.new_numbers(asking.session, asking.today)
    hazard = Hazard(
        number=number,
        code=code,
        origin=origin,
        unit_id=report.unit.id,
        place=report.place,
        problem=report.problem,
        category=report.category,
        grade=report.grading.grade,
        suggested_grade=report.grading.suggested,
        grade_reason=report.grading.reason,
        source=report.source,
        state=_entry_state(asking, report, owner),
        reported_at=asking.now,
        reported_by=asking.person.id,
        campaign=campaigns.code_for(report.campaign, report.category, asking.today, tables.campaigns.campaigns),
        due_on=report.due_on or rectify_by(asking.today, allowed, asking.desk.calendar),
        owner_id=owner.person.id if owner.person else None,
        owner_name=owner.name,
        ladder_version=tables.version("escalation"),
        deadline_version=tables.version("hazards"),
        needs_engineering=report.needs_engineering,
        register_entry_id=report.register_entry_id,
        repeat_of=report.repeat_of,
        reopened_from=report.reopened_from,
    )
    asking.session.add(hazard)
    asking.session.flush()
    hazard_history.write(hazard, HazardAction.REPORT, asking, before=None)
    hazard_tagging.tag(hazard, asking)
    campaigns.tell_group(hazard, asking)
    same = _same_place(asking, hazard)
    if same is not None:
        hazard.repeat_of = hazard.repeat_of or same.id
        asking.session.flush()
    term = "" if report.due_on else remarks.term(allowed.days, is_workdays=allowed.counting is Counting.WORKDAY)
    said = (
        owner.remark,
        _about_days(asking, hazard, report, allowed),
        _about_same_place(hazard, same),
        _about_campaign(asking, hazard),
        report.remark,
    )
    open_same = same.number if same is not None and same.state in hazards.OPEN_STATES else None
    return Registered(hazard, report.unit.name, term, tuple(remark for remark in said if remark), open_same)


def _entry_state(asking: Asking, report: Report, owner: "_Owner") -> HazardState:
    """Return where the lifecycle lets it begin."""
    assert report.unit.id is not None
    facts = set()
    if report.grading.suggested is Grade.MAJOR and asking.desk.tables.hazards.confirms_suspected_major:
        facts.add(Fact.DOUBTFUL)
    if owner.person is None and not owner.name:
        facts.add(Fact.OWNERLESS)
    stands = standing(asking.person, asking.tree, report.unit.id)
    # Who inspects elsewhere is no superior there, and may report all the same.
    case = Case(None, Standing.MEMBER if stands is Standing.OUTSIDE else stands, facts=frozenset(facts))
    return next_state(HazardAction.REPORT, case)


def _owner(asking: Asking, report: Report) -> _Owner:
    assert report.unit.id is not None
    staff = people.of_unit(asking.session, report.unit.id)
    if report.owner:
        named = [one for one in staff if one.name in report.owner]
        if len(named) == 1:
            return _Owner(named[0], named[0].name)
        remark = remarks.about_owner_shared(report.owner) if named else ""
        return _Owner(None, report.owner, remark or remarks.about_owner_unknown(report.owner, report.unit.name))
    in_charge = people.of_unit(asking.session, report.unit.id, Role.SAFETY_OFFICER, Role.HEAD)
    if in_charge:
        return _Owner(in_charge[0], in_charge[0].name)
    return _Owner(None, "", remarks.about_no_owner())


def _about_days(asking: Asking, hazard: Hazard, report: Report, allowed: DaysAllowed) -> str:
    is_counted = report.due_on is None and allowed.counting is Counting.WORKDAY
    is_open = is_counted and asking.desk.calendar.is_provisional(asking.today, hazard.due_on)
    return remarks.about_provisional_days() if is_open else ""


def _same_place(asking: Asking, hazard: Hazard) -> Hazard | None:
    since = asking.now - asking.desk.tables.hazards.same_place_within
    return hazards.like(asking.session, hazard, since=since)


def _about_same_place(hazard: Hazard, same: Hazard | None) -> str:
    if same is None or hazard.reopened_from is not None:
        return ""
    return remarks.about_same_place(same.number, hazard.number, is_open=same.state in hazards.OPEN_STATES)


def _about_campaign(asking: Asking, hazard: Hazard) -> str:
    return campaigns.about(hazard, asking) if hazard.campaign else ""


def _tell(asking: Asking, one: Registered) -> None:
    hazard = one.hazard
    owner = asking.session.get(Person, hazard.owner_id) if hazard.owner_id is not None else None
    reporter = asking.person.name
    tell(asking, [owner], texts.assigned(one, reporter), what=f"{hazard.number}:assign")
    if Grade.MAJOR in (hazard.grade, hazard.suggested_grade):
        officers = finding.superiors(asking.session, asking.tree, hazard)
        tell(asking, officers, texts.grave(one, reporter), what=f"{hazard.number}:grave", is_urgent=True)
    if hazard.grade is Grade.MAJOR:
        heads = people.of_unit(asking.session, hazard.unit_id, Role.HEAD, Role.SAFETY_OFFICER)
        tell(asking, [owner, *heads], major_texts.begun(hazard, one.unit), what=f"{hazard.number}:plan")
    if hazard.state is HazardState.TO_ASSIGN:
        asked = [
            *people.of_unit(asking.session, hazard.unit_id, Role.HEAD),
            *finding.superiors(asking.session, asking.tree, hazard),
        ]
        tell(asking, asked, course.to_assign(hazard, one.unit), what=f"{hazard.number}:to_assign")
