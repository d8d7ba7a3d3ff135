"""What a picture of a hazard shows where nobody says it: the state before the work, or after it."""

from handlers.rules.access import Standing
from handlers.rules.hazard_lifecycle import states_of_work
from storage.vocabulary import HazardAction, HazardState, Phase

_TO_BE_DONE = frozenset(states_of_work())
_SHOWN_WITH = {
    HazardAction.SUBMIT: Phase.AFTER,
    HazardAction.ACCEPT: Phase.AFTER,
    # What was not accepted is still to be rectified.
    HazardAction.SEND_BACK: Phase.BEFORE,
}


def phase_shown(state: HazardState, standing: Standing, *, is_own_news: bool) -> Phase:
    """Return what somebody's picture of a hazard in this state shows.

    Before the work, who inspects shows what is wrong, and so does `is_own_news`: who has just reported it; the
    people of the unit show what they have done.
    """
    shows_fault = is_own_news or standing is Standing.SUPERIOR
    return Phase.BEFORE if state in _TO_BE_DONE and shows_fault else Phase.AFTER


def phase_with(action: HazardAction) -> Phase | None:
    """Return what a picture sent with this move shows, None where the move does not tell."""
    return _SHOWN_WITH.get(action)
