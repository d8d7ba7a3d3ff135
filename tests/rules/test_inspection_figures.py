"""Figures of visits: ages in the right order, tallies that add up."""

import random
from datetime import date, timedelta

import pytest

from config.checklist_table import COUNTS
from handlers.rules.inspection_figures import Age, ages, overdue, percent, tally
from storage.vocabulary import CheckResult

TODAY = date(2026, 11, 23)
NAMES = {1: "甲院", 2: "乙院", 3: "丙院", 4: "丁院"}


def test_the_never_checked_come_first_then_the_longest_ago() -> None:
    last = {1: TODAY - timedelta(days=3), 2: TODAY - timedelta(days=61)}

    found = ages(NAMES, last, TODAY)

    assert found == [
        Age("丁院", None, None),
        Age("丙院", None, None),
        Age("乙院", date(2026, 9, 23), 61),
        Age("甲院", date(2026, 11, 20), 3),
    ]
    assert [one.unit for one in overdue(found, 60)] == ["丁院", "丙院", "乙院"]
    assert [one.unit for one in overdue(found, 61)] == ["丁院", "丙院"]


@pytest.mark.parametrize("seed", range(20))
def test_the_numbers_add_up(seed: int) -> None:
    chance = random.Random(seed)
    answers = [
        (tuple(chance.sample(COUNTS, chance.randrange(3))), chance.choice(list(CheckResult)))
        for _ in range(chance.randrange(60))
    ]

    found = tally(answers)

    assert sum(one.answered for one in found.values()) == sum(len(tags) for tags, _ in answers)
    for tag in COUNTS:
        told = [result for tags, result in answers if tag in tags]
        assert (tag in found) == bool(told)
        if told:
            assert found[tag].answered == len(told)
            assert found[tag].problem == told.count(CheckResult.PROBLEM)


@pytest.mark.parametrize(("part", "whole", "share"), [(0, 0, 0), (1, 3, 33), (2, 3, 67), (1, 200, 1), (3, 3, 100)])
def test_a_share_is_in_whole_per_cent(part: int, whole: int, share: int) -> None:
    assert percent(part, whole) == share
