"""What a picture of a hazard shows where nobody says it."""

import pytest

from handlers.rules.access import Standing
from handlers.rules.evidence_phase import phase_shown, phase_with
from storage.vocabulary import HazardAction, HazardState, Phase


@pytest.mark.parametrize(
    ("state", "standing", "is_own_news", "phase"),
    [
        (HazardState.TO_RECTIFY, Standing.MEMBER, False, Phase.AFTER),
        (HazardState.RECTIFYING, Standing.MEMBER, False, Phase.AFTER),
        (HazardState.TO_RECTIFY, Standing.MEMBER, True, Phase.BEFORE),
        (HazardState.RECTIFYING, Standing.SUPERIOR, False, Phase.BEFORE),
        (HazardState.TO_ACCEPT, Standing.SUPERIOR, False, Phase.AFTER),
        (HazardState.TO_ACCEPT, Standing.MEMBER, True, Phase.AFTER),
        (HazardState.CLOSED, Standing.SUPERIOR, False, Phase.AFTER),
    ],
)
def test_it_follows_from_the_state_and_from_who_shows_it(
    state: HazardState, standing: Standing, is_own_news: bool, phase: Phase
) -> None:
    assert phase_shown(state, standing, is_own_news=is_own_news) is phase


def test_what_is_sent_back_is_still_to_be_rectified() -> None:
    assert phase_with(HazardAction.SUBMIT) is Phase.AFTER
    assert phase_with(HazardAction.ACCEPT) is Phase.AFTER
    assert phase_with(HazardAction.SEND_BACK) is Phase.BEFORE
    assert phase_with(HazardAction.ACKNOWLEDGE) is None
