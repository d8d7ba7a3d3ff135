"""What one person and the unit still have to do now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers import decision_acts
from handlers import hazard_extension as extension
from handlers import hazard_finding as finding
from handlers.inspection_signing import waiting_for
from handlers.intent import Asking
from storage import duties, extensions
from storage.decisions import Decision
from storage.duties import Duty
from storage.hazards import Hazard
from storage.inspections import Inspection
from storage.vocabulary import HazardState


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


def todo_of(asking: Asking) -> Todo:
    """Return what the sender and the sender's unit have to do."""
    rows = sorted(finding.open_hazards(asking), key=lambda one: (one.due_on, one.owner_id != asking.person.id))
    # Asked for all together: a leader sees every open hazard of the county.
    wished = extensions.asked_about(asking.session, [one.id for one in rows if one.id is not None])
    return Todo(
        to_rectify=[one for one in rows if _is_to_rectify(one, asking)],
        to_accept=[one for one in rows if _is_to_accept(one, asking)],
        to_decide=[one for one in rows if _is_to_decide(one, wished, asking)],
        to_sign=waiting_for(asking),
        to_carry_out=decision_acts.of_person(asking),
        owed=duties.to_do(asking.session, [asking.person.unit_id], now=asking.now),
    )


def _is_to_rectify(hazard: Hazard, asking: Asking) -> bool:
    is_ours = hazard.unit_id == asking.person.unit_id or hazard.owner_id == asking.person.id
    return is_ours and hazard.state is not HazardState.TO_ACCEPT


def _is_to_decide(hazard: Hazard, wished: Collection[int], asking: Asking) -> bool:
    session, tree = asking.session, asking.tree
    if hazard.suggested_grade is not None or hazard.state in (HazardState.TO_CONFIRM, HazardState.TO_ASSIGN):
        return asking.person.id in {one.id for one in finding.superiors(session, tree, hazard)}
    wish = extension.waiting(hazard, asking) if hazard.id in wished else None
    return wish is not None and asking.person.id in extension.decider_ids(wish, asking)


def _is_to_accept(hazard: Hazard, asking: Asking) -> bool:
    if hazard.state is not HazardState.TO_ACCEPT:
        return False
    return asking.person.id in {
        one.id for one in finding.acceptors(asking.session, asking.tree, hazard, asking.desk.tables.hazards)
    }
