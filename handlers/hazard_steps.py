"""Make one move of one hazard: judge it, write it down, tell those whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers import evidence_joining as joining
from handlers import hazard_cards as cards
from handlers import hazard_case as cases
from handlers import hazard_history
from handlers.hazard_effects import EFFECTS
from handlers.hazard_ladder import ladder_of
from handlers.intent import Asking
from handlers.rules.hazard_deadline import days_over
from handlers.understand.hazard_command import void_reason
from storage import hazards, pushes
from storage.hazards import Hazard
from storage.messages import Recipient
from storage.vocabulary import HazardAction


@dataclass(frozen=True, slots=True)
class Done:
    """A move that was made, and what to say about whose turn it is now."""

    hazard: Hazard
    remark: str


def move(hazard: Hazard, action: HazardAction, note: str, asking: Asking, **stamps: Any) -> Done:
    """Make the move, tell those whose turn it is. Raises Sorry where it is refused; `stamps` as for `record`."""
    record(hazard, action, note, asking, **stamps)
    cards.close_moved(hazard, action, asking)
    joining.moved(hazard, action, asking)
    return Done(hazard, EFFECTS[action](hazard, note, asking))


def record(hazard: Hazard, action: HazardAction, note: str, asking: Asking, **stamps: Any) -> None:
    """Make the move and write it into the history. Raises Sorry where it is refused.

    `stamps` are columns that change with it beside those that always do.
    """
    while True:
        before = hazard.state
        after = cases.after(hazard, action, asking)
        if hazards.move(asking.session, hazard, after, **_stamps(hazard, action, note, asking), **stamps):
            break
        # Somebody else moved it between our look and our step: judge again by what is now.
    hazard_history.write(hazard, action, asking, before=before, note=note)
    if asking.person.id is not None:
        reader = Recipient.person(asking.person.userid)
        pushes.acknowledge(asking.session, asking.person.id, reader, now=asking.now, hazard_id=hazard.id)


def _stamps(hazard: Hazard, action: HazardAction, note: str, asking: Asking) -> Mapping[str, Any]:
    match action:
        case HazardAction.SUBMIT:
            return {"submitted_at": asking.now, "submitted_by": asking.person.id}
        case HazardAction.ACCEPT:
            return {"closed_at": asking.now, "closed_by": asking.person.id}
        case HazardAction.CANCEL:
            return {"void_reason": void_reason(note)}
        case HazardAction.ACKNOWLEDGE if days_over(hazard.due_on, asking.today):
            return {"paused_until": asking.now + ladder_of(hazard, asking).pause}
        case _:
            return {}
