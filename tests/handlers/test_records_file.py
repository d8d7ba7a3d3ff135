"""A file of records: what is read, and how every fault is named."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from config.clock import TZ
from handlers.papers.records_file import MAX_BYTES, MAX_FAULTS, Past, RecordsWrong, Told, parse
from storage.records import PastUnit
from storage.vocabulary import Category, Grade, HazardSource, HazardState, UnitType

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=TZ)
HAZARD: dict[str, Any] = {
    "id": 1,
    "org": "张良镇敬老院",
    "town": "张良镇",
    "category": "安全出口",
    "grade": "一般",
    "reported_at": "2026-11-20T08:46",
    "deadline": "2026-12-09",
    "status": "待验收",
    "closed_at": None,
    "owner": "李建设",
    "source": "自查",
    "extended": True,
}
CLOSED = HAZARD | {"status": "已销号", "closed_at": "2026-11-23"}
MEETING = {"org": "张良镇敬老院", "date": "2026-11-20", "attendees": 12}


def read(**sections: Any) -> Past:
    """Return what a file with these sections says."""
    return parse(json.dumps({"now": "2026-11-23T10:00:00", **sections}).encode(), now=NOW)


def faults(**sections: Any) -> tuple[str, ...]:
    """Return why a file with these sections is refused."""
    with pytest.raises(RecordsWrong) as refused:
        read(**sections)
    return refused.value.faults


def test_an_institution_is_read() -> None:
    org = {"name": "张良镇敬老院", "town": "张良镇", "type": "敬老院", "overnight": True, "id": 1}

    assert read(orgs=[org]).units == (PastUnit("张良镇敬老院", UnitType.CARE_HOME, "张良镇", is_residential=True),)


def test_a_hazard_is_read() -> None:
    (hazard,) = read(hazards=[HAZARD]).hazards

    assert (hazard.number, hazard.unit, hazard.owner) == (1, "张良镇敬老院", "李建设")
    assert (hazard.category, hazard.grade) == (Category.EXIT, Grade.GENERAL)
    assert (hazard.state, hazard.source) == (HazardState.TO_ACCEPT, HazardSource.SELF_CHECK)
    assert hazard.reported_at == datetime(2026, 11, 20, 8, 46, tzinfo=TZ)
    assert (hazard.due_on, hazard.closed_at, hazard.is_extended) == (date(2026, 12, 9), None, True)


def test_words_that_offices_use_are_known() -> None:
    (hazard,) = read(hazards=[HAZARD | {"category": "多合一", "source": "匿名"}]).hazards

    assert (hazard.category, hazard.source) == (Category.MIXED, HazardSource.TIP)


@pytest.mark.parametrize(
    ("reported_at", "closed_at", "moment"),
    [
        ("2026-11-20T08:46", "2026-11-21", "2026-11-21T12:00"),
        ("2026-11-21T15:30", "2026-11-21", "2026-11-21T15:30"),
        ("2026-11-20T08:46", "2026-11-23", "2026-11-23T10:00"),
        ("2026-11-20T08:46", "2026-11-22T16:20", "2026-11-22T16:20"),
    ],
    ids=["noon", "not before the report", "not after the records end", "as it is told"],
)
def test_a_closing_day_is_a_moment_of_that_day(reported_at: str, closed_at: str, moment: str) -> None:
    (hazard,) = read(hazards=[CLOSED | {"reported_at": reported_at, "closed_at": closed_at}]).hazards

    assert hazard.closed_at == datetime.fromisoformat(moment).replace(tzinfo=TZ)


def test_duties_of_every_kind_are_read() -> None:
    past = read(
        patrols=[{"org": "甲院", "date": "2026-11-22", "slot": 2}, {"org": "甲院", "date": "2026-11-22"}],
        meetings=[MEETING],
        drills=[MEETING],
        trainings=[MEETING],
        holiday_checks=[{"org": "甲院", "holiday": "国庆", "year": 2026, "date": "2026-09-29"}],
    )

    assert past.duties[0] == Told("patrols 第1条", "甲院", "patrol", date(2026, 11, 22), "night2")
    assert past.duties[1].slot_key == "day"
    assert [told.code for told in past.duties[2:5]] == ["weekly_meeting", "drill", "training"]
    assert past.duties[2].facts == {"attendees": 12}
    assert past.duties[5].festival == "国庆"


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"org": ""}, "org 不能空"),
        ({"org": 3}, "org 要写文字，现在写的是 3"),
        ({"org": "院" * 81}, "org 太长了，最多 80 个字"),
        ({"id": "一"}, "id 要写 1 到 99999999 的整数，现在写的是 '一'"),
        ({"id": True}, "id 要写 1 到 99999999 的整数，现在写的是 True"),
        ({"grade": "特大"}, "grade 没有“特大”这一种，只能写：一般、重大"),
        ({"reported_at": "昨天"}, "reported_at 要写成 2026-11-23T08:46 这样，现在写的是 '昨天'"),
        (
            {"reported_at": "0001-01-01T00:00"},
            "reported_at 要写成 2026-11-23T08:46 这样，现在写的是 '0001-01-01T00:00'",
        ),
        ({"deadline": None}, "deadline 要写成 2026-11-23 这样，这里没有写"),
        ({"extended": "是"}, "extended 要写 true 或 false，现在写的是 '是'"),
        ({"status": "已销号"}, "已销号的要有 closed_at，没有销号的不能有"),
        ({"closed_at": "2026-11-21"}, "已销号的要有 closed_at，没有销号的不能有"),
        ({"status": "已销号", "closed_at": "2026-11-19"}, "closed_at 早于 reported_at"),
        ({"status": "已销号", "closed_at": "2026-11-24"}, "closed_at 晚于这份记录的时间"),
        ({"reported_at": "2026-11-23T10:01"}, "reported_at 晚于这份记录的时间"),
    ],
)
def test_a_wrong_hazard_is_named_by_its_place(changed: dict[str, Any], fault: str) -> None:
    assert faults(hazards=[HAZARD | {"id": 7}, HAZARD | changed]) == (f"hazards 第2条：{fault}",)


def test_two_hazards_of_one_number_are_named() -> None:
    assert faults(hazards=[HAZARD, HAZARD]) == ("hazards 第2条：id 1 和 hazards 第1条 重复了",)


def test_a_day_to_come_is_refused() -> None:
    assert faults(meetings=[MEETING | {"date": "2026-11-24"}]) == ("meetings 第1条：date 晚于这份记录的时间",)


def test_without_its_own_time_a_file_may_reach_the_present() -> None:
    past = parse(json.dumps({"meetings": [MEETING | {"date": "2026-11-24"}]}).encode(), now=NOW)

    assert past.now is None
    assert len(past.duties) == 1


def test_faults_are_told_all_at_once_but_not_without_end() -> None:
    found = faults(patrols=[7, {"org": "甲院", "date": "2026-11-22", "slot": 3}, *([{}] * 100)])

    assert len(found) == MAX_FAULTS
    assert found[:3] == (
        "patrols 第1条：要写成一个对象",
        "patrols 第2条：slot 要写 1 到 2 的整数，现在写的是 3",
        "patrols 第3条：org 要写文字，这里没有写",
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "不是正确的 JSON：第 1 行第 1 个字符附近"),
        (b'{"hazards": [}', "不是正确的 JSON：第 1 行第 14 个字符附近"),
        ("{“hazards”：[]}".encode("gbk"), "文件不是 UTF-8 编码，请另存为 UTF-8"),
        (b"[" * 200_000, "不是正确的 JSON：层数太多或数字太长"),
        (b"[]", "最外层要是一个对象，至少有这些键之一："),
        (b'{"hazard": []}', "最外层要是一个对象，至少有这些键之一："),
        (b'{"hazards": {}}', "hazards：要写成列表"),
        (b'{"now": "soon", "hazards": []}', "now：now 要写成 2026-11-23T08:46 这样"),
        (b" " * (MAX_BYTES + 1), "文件太大：不能超过 32 MB"),
        (b'{"hazards": [' + b"0," * 200_000 + b"0]}", "记录太多：一次不能超过 200000 条"),
    ],
    ids=["empty", "broken", "gbk", "deep", "list", "misspelt", "no list", "now", "too big", "too many"],
)
def test_a_file_that_is_no_records_is_told_in_plain_words(content: bytes, fault: str) -> None:
    with pytest.raises(RecordsWrong) as refused:
        parse(content, now=NOW)

    assert refused.value.faults[0].startswith(fault)


def test_signs_that_no_database_takes_are_left_out() -> None:
    (hazard,) = read(hazards=[HAZARD | {"owner": "李\u0000建\ud800设"}]).hazards

    assert hazard.owner == "李建设"
