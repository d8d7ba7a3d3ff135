"""Numbers are read as people write them, and hazard numbers are told from days and rooms."""

import pytest

from handlers.understand.numbers import attendees, hazard_id, hazard_ids, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十多", 20),
        ("十来个", 10),
        ("两", 2),
        ("三百零五", 305),
        ("十", 10),
        ("38人", 38),
        ("二〇二六", 2026),
        ("人", None),
    ],
)
def test_numerals_are_read(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#15 弄好了", "15"),
        ("8号那个弄妥了", "8"),
        ("编号017:灭火器已更换", "017"),
        ("验收意见:YH20261120-003 整改到位", "YH20261120-003"),
        ("隐患12整改完成", "12"),
        ("12号隐患", "12"),
        ("22号夜巡正常", None),
        ("25号前改完", None),
        ("推到25号", None),
        ("3号楼二层灯坏了", None),
        ("灭火器2具", None),
    ],
)
def test_a_hazards_number_is_told_from_days_and_rooms(text: str, found: str | None) -> None:
    assert hazard_id(text) == found


def test_a_bare_number_counts_where_one_is_expected() -> None:
    assert hazard_id("整改完成 12") is None
    assert hazard_id("整改完成 12", expects_one=True) == "12"


def test_several_hazards_are_found_in_order() -> None:
    assert hazard_ids("#12 #9 都弄好了") == ("12", "9")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("应到16人实到15人", 15),
        ("会开罢了，十来个人", 10),
        ("演练38人，用时4分20秒", 38),
        ("参加 32 人", 32),
        ("发现3个问题", None),
    ],
)
def test_attendance_is_counted(text: str, count: int | None) -> None:
    assert attendees(text) == count
