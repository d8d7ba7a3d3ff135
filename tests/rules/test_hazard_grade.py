"""Who decides a hazard's grade."""

import pytest

from handlers.rules.hazard_grade import Grading, grading
from storage.vocabulary import Grade

GENERAL, MAJOR = Grade.GENERAL, Grade.MAJOR


@pytest.mark.parametrize(
    ("said", "is_officer", "hint", "expected"),
    [
        (None, False, GENERAL, Grading(GENERAL, None, "")),
        (None, False, None, Grading(GENERAL, None, "clause")),
        (None, False, MAJOR, Grading(GENERAL, MAJOR, "clause")),
        (None, True, MAJOR, Grading(GENERAL, MAJOR, "clause")),
        (GENERAL, False, MAJOR, Grading(GENERAL, MAJOR, "clause")),
        (MAJOR, False, GENERAL, Grading(GENERAL, MAJOR, "claim")),
        (MAJOR, False, None, Grading(GENERAL, MAJOR, "claim")),
        (MAJOR, False, MAJOR, Grading(GENERAL, MAJOR, "clause")),
        (MAJOR, True, None, Grading(MAJOR, None, "")),
        (MAJOR, True, MAJOR, Grading(MAJOR, None, "clause")),
        (GENERAL, True, MAJOR, Grading(GENERAL, None, "")),
    ],
)
def test_major_is_decided_by_an_officer_and_otherwise_suggested(
    said: Grade | None, is_officer: bool, hint: Grade | None, expected: Grading
) -> None:
    assert grading(said, is_officer=is_officer, hint=hint, reason="clause", claim="claim") == expected
