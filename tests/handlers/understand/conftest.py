"""What the tests of understanding share: the project's own lexicon and calendar."""

from pathlib import Path

import pytest

from config.calendar import WorkCalendar
from config.lexicon import Lexicon, read_lexicon

LEXICON = Path(__file__).parents[3] / "config" / "lexicon"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return read_lexicon(LEXICON)


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    return WorkCalendar()
