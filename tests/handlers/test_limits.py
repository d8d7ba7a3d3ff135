"""Until when something is to be done, in a form and in a sentence."""

from datetime import date, datetime

import pytest

from config.clock import TZ
from handlers.understand.limits import limit_in, limit_of
from tests.builders import a_desk

MONDAY = datetime(2026, 11, 23, 10, tzinfo=TZ)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("11月27日", date(2026, 11, 27)),
        ("周五前", date(2026, 11, 27)),
        ("3日内", date(2026, 11, 26)),
        ("3个工作日", date(2026, 11, 26)),
        ("今天", date(2026, 11, 23)),
        ("月底", date(2026, 11, 30)),
        ("尽量", None),
    ],
)
def test_the_value_of_a_form(said: str, expected: date | None) -> None:
    assert limit_of(said, MONDAY, a_desk().calendar, a_desk().lexicon.festivals) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二楼应急灯不亮，周五前换好", date(2026, 11, 27)),
        ("二楼应急灯不亮，明天修好", date(2026, 11, 24)),
        ("二楼应急灯不亮，限11月30日", date(2026, 11, 30)),
        ("昨天发现二楼应急灯不亮", None),
        ("二楼应急灯坏了三天了", None),
        ("二楼应急灯不亮", None),
    ],
)
def test_a_sentence_sets_a_limit_only_where_it_says_so(text: str, expected: date | None) -> None:
    assert limit_in(text, MONDAY, a_desk().calendar, a_desk().lexicon.festivals) == expected
