"""Questions are read into metric, scope, period, filters and setting out; answers are counted from the rows."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from config.clock import TZ
from handlers.questions import say
from handlers.questions.periods import like, limit_in, previous, year_before
from handlers.questions.read import Known, read_query
from handlers.understand.units import UnitName
from handlers.understand.words import normalise
from storage.figures import Period
from tests.builders import a_desk

NOW = datetime(2026, 11, 23, 10, tzinfo=TZ)
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data/questions.jsonl").read_text("utf-8").splitlines()
]
UNITS = [
    "张良镇敬老院",
    "马楼乡敬老院",
    "下汤镇敬老院",
    "松鹤老年公寓",
    "颐和养老院",
    "安怡老年公寓",
    "长青老年公寓",
    "福康护理院",
    "夕照红养老服务中心",
    "汇源街道日间照料中心",
    "县社会福利院",
    "县儿童福利中心",
    "县救助管理站",
    "县殡仪馆",
    "县公益性公墓",
]
TOWNS = ["张良镇", "马楼乡", "下汤镇", "瓦屋镇", "尧山镇", "琴台街道", "鲁阳街道", "汇源街道"]
OWNERS = ["刘建国", "王秀兰", "李建设"]


def known() -> Known:
    desk = a_desk()
    names = [UnitName(number, name) for number, name in enumerate(UNITS, start=1)]
    return Known(names, TOWNS, OWNERS, desk.lexicon, desk.calendar, desk.tables.festivals)


def read(words: str) -> dict[str, Any] | None:
    """Return the parts of the question that are not empty."""
    query = read_query(normalise(words, a_desk().lexicon.words).text, NOW, known())
    return {key: part for key, part in query.as_json().items() if part} if query else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_a_question_is_read_into_its_parts(row: dict[str, Any]) -> None:
    assert read(row["text"]) == row["query"]


def test_a_metric_that_is_asked_for_can_be_said() -> None:
    for row in ROWS:
        for metric in row["query"]["metric"].split(",") if row["query"] else ():
            assert metric == "brief" or say.name_of(metric)


def test_what_is_no_figure_of_ours_is_offered_the_nearest() -> None:
    assert read("食堂几点开饭") is None
    assert "昨晚哪几家没夜巡" in say.no_such_figure("值班的人够不够")


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 2, 1), date(2026, 2, 28))),
        (Period(date(2026, 7, 1), date(2026, 9, 30)), Period(date(2026, 4, 1), date(2026, 6, 30))),
        (Period(date(2026, 11, 23), date(2026, 11, 29)), Period(date(2026, 11, 16), date(2026, 11, 22))),
    ],
)
def test_the_period_before_is_of_the_same_kind(period: Period, before: Period) -> None:
    assert previous(period) == before


def test_a_period_has_its_like_in_the_present_and_in_the_year_before() -> None:
    last_month = Period(date(2026, 10, 1), date(2026, 10, 31))

    assert like(last_month, NOW.date()) == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert like(Period(date(2026, 11, 16), date(2026, 11, 22)), NOW.date()) == Period(
        date(2026, 11, 23), date(2026, 11, 29)
    )
    assert like(Period(date(2026, 7, 1), date(2026, 9, 30)), NOW.date()) == Period(
        date(2026, 10, 1), date(2026, 12, 31)
    )
    assert year_before(Period(date(2024, 2, 1), date(2024, 2, 29))) == Period(date(2023, 2, 1), date(2023, 2, 28))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("本周到期的", date(2026, 11, 23), date(2026, 11, 29)),
        ("月底前到期的", date(2026, 11, 23), date(2026, 11, 30)),
        ("三天内到期的", date(2026, 11, 23), date(2026, 11, 26)),
        ("明天到期的", date(2026, 11, 24), date(2026, 11, 24)),
    ],
)
def test_a_limit_runs_from_today_to_its_day(words: str, first: date, last: date) -> None:
    desk = a_desk()

    assert limit_in(words, NOW, desk.calendar, desk.lexicon.festivals) == Period(first, last)
