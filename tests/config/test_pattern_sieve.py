"""The sieve never holds back a pattern that matches, and holds back most of those that do not."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.lexicon import Lexicon, read_lexicon
from config.pattern_sieve import AllOf, Sieve, Sieved, places_of, sieved
from handlers.understand.clock_times import CLOCK
from handlers.understand.day_rules import RULES

ROOT = Path(__file__).parents[2]
THINGS, FAULTS = "(?:灭火器|消火栓|应急灯|防火门)", "(?:过期|坏了|不亮|锁死)"
ROWS = sorted((ROOT / "tests" / "understand").glob("*/*.jsonl"))


def patterns_of(lexicon: Lexicon) -> list[re.Pattern[str]]:
    hazards = lexicon.hazards
    ties = [(tie.when, tie.unless) for tie in hazards.tie_breaks]
    grades = [(rule.when, rule.unless) for rule in hazards.grades]
    return [
        *(one.pattern for one in hazards.patterns.values()),
        *(one for pair in (*ties, *grades) for one in pair if one),
        *(one for signs in lexicon.intents.signs.values() for one in signs),
        *lexicon.intents.slots.values(),
        *(pattern for _, pattern, _ in RULES),
        CLOCK,
    ]


@pytest.fixture(scope="module")
def patterns() -> list[re.Pattern[str]]:
    return patterns_of(read_lexicon(ROOT / "config" / "lexicon"))


def texts() -> Iterator[str]:
    for file in ROWS:
        for line in file.read_text(encoding="utf-8").splitlines():
            yield str(json.loads(line)["text"])


def test_no_pattern_that_matches_a_row_is_held_back(patterns: list[re.Pattern[str]]) -> None:
    sieve = Sieve(patterns)
    rows = list(dict.fromkeys(texts()))
    passed = 0

    for text in rows:
        places = set(sieve.places(text))
        passed += len(places)
        matching = {place for place, pattern in enumerate(patterns) if place not in places and pattern.search(text)}
        assert not matching, (text, [patterns[place].pattern for place in matching])

    assert passed < len(rows) * len(patterns) / 8


def test_no_pattern_that_matches_words_put_together_at_random_is_held_back(patterns: list[re.Pattern[str]]) -> None:
    chance = random.Random(6)
    rows = list(texts())
    words = [one for pattern in patterns for one in re.findall(r"[一-鿿]{1,4}|\d", pattern.pattern)]
    sieve = Sieve(patterns)

    for _ in range(1500):
        pieces = [
            chance.choice((*chance.choices(words, k=6), chance.choice(rows)[: chance.randint(1, 9)])) for _ in "1234"
        ]
        text = chance.choice(("", "，", "12", "\n")).join(pieces)
        places = set(sieve.places(text))
        assert not [one.pattern for place, one in enumerate(patterns) if place not in places and one.search(text)], (
            text
        )


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"灭火器.{0,4}过期", "灭火器昨天过期"),
        (r"(?:二|三)\d{2,3}号?", "二107"),
        (r"a(?:bc|bd)?e", "ae"),
        (r"(?i)yh-?\d+", "YH20"),
        (r"堵(?!头)|^收到$", "收到"),
        (r"(?<=前)天|(?=.*水)漏", "漏了水"),
        (r"[^，]不动", "推不动"),
        (r"\w+好了", "修好了"),
        (r"(一|二)\1楼", "二二楼"),
        (r"x*", ""),
        (r"(?>收|到){2,}", "收到"),
        (r"٣号", "٣号"),
    ],
)
def test_what_matches_passes(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
    assert Sieve([re.compile("没有"), re.compile(pattern)]).places(text)[-1:] == [1]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (rf"{THINGS}.{{0,4}}{FAULTS}", "灭火器完好"),
        (rf"{THINGS}.{{0,4}}{FAULTS}", "食品过期"),
        (r"(?:二|三)楼漏水", "二楼，三楼没有漏"),
        (r"堵(?!头)[了住死]", "水管的堵头"),
    ],
)
def test_what_lacks_a_part_does_not_pass(pattern: str, text: str) -> None:
    assert not Sieve([re.compile(pattern)]).places(text)


@given(
    st.sampled_from(("灭火器(过|到)期", "^没|不亮", r"\d+号?楼")),
    st.text("灭火器过到期没不亮12号楼，\n", max_size=12),
)
def test_a_sieved_pattern_answers_like_the_bare_one(pattern: str, text: str) -> None:
    bare = re.compile(pattern)
    one: Sieved = sieved({"other": re.compile("楼"), "this": bare})["this"]

    assert str(one.search(text)) == str(bare.search(text))
    assert str(one.search(text, 1, 5)) == str(bare.search(text, 1, 5))
    assert str(one.match(text, 2)) == str(bare.match(text, 2))
    assert str(one.fullmatch(text)) == str(bare.fullmatch(text))
    assert [found.span() for found in one.finditer(text)] == [found.span() for found in bare.finditer(text)]
    assert one.sub("＿", text) == bare.sub("＿", text)


@given(
    st.lists(st.lists(st.sets(st.sampled_from("abcdef"), min_size=1), max_size=3), max_size=9),
    st.sets(st.sampled_from("abcdef")),
)
def test_those_are_served_that_find_one_of_every_group(needs: list[list[set[str]]], held: set[str]) -> None:
    wanted = [place for place, groups in enumerate(needs) if all(group & held for group in groups)]

    assert places_of(AllOf(needs).served(held)) == wanted
