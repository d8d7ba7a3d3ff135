"""A guarded pattern matches exactly what the pattern matches."""

import re

import pytest

from config.pattern_start import first_characters, guarded

TEXTS = (
    "二楼灭火器过期",
    "后门上着锁",
    "没有堵",
    "",
    "不正常",
    "aB3层",
    "通道|畅通",
    "[x]",
    "出口堵了应急灯不亮",
    "1.5米",
)


@pytest.mark.parametrize(
    "pattern",
    [
        "灭火器|消火栓|锁(?:着|了)?",
        "(?<!不)正常|畅通",
        "[^，。]{0,2}堵|过期",
        "(?:二|三)楼|\\d(?:\\.\\d)?米|[甲乙]",
        "^后门|亮$",
        "(?:没有?)?堵|不亮",
        "[A-Za-z]\\d|层",
        "\\[x\\]|通道\\|",
        "(一)\\1|[二][楼]|x?亮",
    ],
)
def test_a_guarded_pattern_finds_the_same(pattern: str) -> None:
    plain, fast = re.compile(pattern), re.compile(guarded(pattern))

    assert [plain.search(text) and plain.search(text).span() for text in TEXTS] == [  # type: ignore[union-attr]
        fast.search(text) and fast.search(text).span()  # type: ignore[union-attr]
        for text in TEXTS
    ]


def test_what_may_begin_with_anything_has_no_first_characters() -> None:
    assert first_characters(".坏|堵") is None
    assert first_characters("(?:老)?") is None
    assert first_characters("(?:老)?屋|[东西]头") == frozenset("老屋东西")
