"""What one person and the unit still have to do now, asked for or told in the morning 「晨报」."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from config.zone import TZ
from handlers import decision_acts
from handlers import hazard_extension as extension
from handlers import hazard_finding as finding
from handlers.inspection_signing import waiting_for
from handlers.inspection_visit import unit_name
from handlers.texts import todo as texts
from handlers.texts.duty import how_to
from handlers.texts.duty_buttons import confirming
from handlers.viewer import Viewer
from storage import duties, extensions, handovers
from storage.decisions import Decision
from storage.duties import Duty
from storage.hazards import Hazard
from storage.inspections import Inspection
from storage.messages import Card
from storage.vocabulary import DutyState, HazardState, Role

MORNING_READERS = (Role.TOWNSHIP, Role.HEAD)
"""Who is told in the morning what is to be done 「晨报」."""


@dataclass(frozen=True, slots=True)
class Todo:
    """What is open for one person."""

    to_rectify: Sequence[Hazard]
    """Earliest deadline first, the person's own before the unit's."""
    to_accept: Sequence[Hazard]
    to_decide: Sequence[Hazard]
    """What waits for the person's word: is it major, who rectifies it, may it take longer."""
    to_sign: Sequence[Inspection]
    """Records of visits that wait for the person's signature, oldest first."""
    to_carry_out: Sequence[Decision]
    """What meetings decided and is the person's to do, earliest due first."""
    owed: Sequence[Duty]
    """Of the person's unit, earliest due first."""

    @property
    def count(self) -> int:
        """Return how many things it is in all."""
        lists = (self.to_rectify, self.to_accept, self.to_decide, self.to_sign, self.to_carry_out, self.owed)
        return sum(map(len, lists))


def todo_of(viewer: Viewer) -> Todo:
    """Return what the viewer and the viewer's unit have to do."""
    rows = sorted(finding.open_hazards(viewer), key=lambda one: (one.due_on, one.owner_id != viewer.person.id))
    # Asked for all together: a leader sees every open hazard of the county.
    wished = extensions.asked_about(viewer.session, [one.id for one in rows if one.id is not None])
    return Todo(
        to_rectify=[one for one in rows if _is_to_rectify(one, viewer)],
        to_accept=[one for one in rows if _is_to_accept(one, viewer)],
        to_decide=[one for one in rows if _is_to_decide(one, wished, viewer)],
        to_sign=waiting_for(viewer),
        to_carry_out=decision_acts.of_person(viewer),
        owed=duties.to_do(viewer.session, [viewer.person.unit_id], now=viewer.now),
    )


def card_of(todo: Todo, viewer: Viewer) -> Card:
    """Return the list as it is read."""
    hazards = (*todo.to_rectify, *todo.to_accept, *todo.to_decide)
    return texts.todo(
        viewer.person.name,
        to_rectify=todo.to_rectify,
        to_accept=todo.to_accept,
        to_decide=todo.to_decide,
        to_sign=[(one.code, unit_name(one, viewer)) for one in todo.to_sign],
        to_carry_out=todo.to_carry_out,
        owed=[_owed(one, viewer) for one in todo.owed],
        hanging=handovers.without_owner(viewer.session, [one.id for one in hazards if one.id is not None]),
        today=viewer.today,
    )


def morning_of(viewer: Viewer) -> Todo:
    """Return what is to be done as the day begins: duties due by its end, and those missed the day before, too."""
    midnight = datetime.combine(viewer.today, time(), TZ)
    unit_ids = [viewer.person.unit_id]
    missed = duties.missed(viewer.session, unit_ids, cut_off_since=midnight - timedelta(days=1), now=viewer.now)
    due = [
        one
        for one in duties.open_of_unit(viewer.session, unit_ids, now=midnight + timedelta(days=1))
        if one.due_at < midnight + timedelta(days=1)
    ]
    return replace(todo_of(viewer), owed=[*due, *missed])


def owes_today(todo: Todo, viewer: Viewer) -> bool:
    """Return whether a duty of the unit falls due today."""
    return any(one.due_at.astimezone(TZ).date() == viewer.today for one in todo.owed)


def _owed(duty: Duty, viewer: Viewer) -> texts.Owed:
    tables = viewer.desk.tables
    rule, period = tables.duties.by_code.get(duty.code), ""
    if rule is not None:
        period = tables.duty_title(duty.code, duty.slot)
    return texts.Owed(
        title=f"{rule.name} {period}" if rule else duty.code,
        due_at=duty.due_at,
        to_type=how_to(duty.code, duty.slot),
        buttons=confirming(duty.code, duty.slot, period) if rule else (),
        is_missed=duty.state is DutyState.MISSED,
    )


def _is_to_rectify(hazard: Hazard, viewer: Viewer) -> bool:
    is_ours = hazard.unit_id == viewer.person.unit_id or hazard.owner_id == viewer.person.id
    return is_ours and hazard.state is not HazardState.TO_ACCEPT


def _is_to_decide(hazard: Hazard, wished: Collection[int], viewer: Viewer) -> bool:
    session, tree = viewer.session, viewer.tree
    if hazard.suggested_grade is not None or hazard.state in (HazardState.TO_CONFIRM, HazardState.TO_ASSIGN):
        return viewer.person.id in {one.id for one in finding.superiors(session, tree, hazard)}
    wish = extension.waiting(hazard, viewer) if hazard.id in wished else None
    return wish is not None and viewer.person.id in extension.decider_ids(wish, viewer)


def _is_to_accept(hazard: Hazard, viewer: Viewer) -> bool:
    if hazard.state is not HazardState.TO_ACCEPT:
        return False
    return viewer.person.id in {
        one.id for one in finding.acceptors(viewer.session, viewer.tree, hazard, viewer.desk.tables.hazards)
    }
