"""Write down what happened to a hazard, in the name of whoever sent the message."""

from handlers.intent import Asking
from storage.hazards import Hazard, HazardEvent
from storage.vocabulary import HazardAction, HazardState


def write(
    hazard: Hazard, action: HazardAction, asking: Asking, *, before: HazardState | None, note: str = ""
) -> None:
    """Add one row to the history of a hazard as it is now; `before` is its state until then, None for a new one."""
    assert hazard.id is not None
    asking.session.add(
        HazardEvent(
            hazard_id=hazard.id,
            at=asking.now,
            action=action,
            person_id=asking.person.id,
            state_before=before,
            state_after=hazard.state,
            message=asking.origin,
            note=note,
        )
    )
