"""Short commands about numbered hazards, as people type them."""

import pytest

from handlers.understand.hazard_command import (
    Command,
    canonical,
    leading_numbers,
    quoted_numbers,
    read_command,
    read_grading,
    read_show,
)
from handlers.understand.words import normalise
from storage.vocabulary import HazardAction
from tests.builders import a_desk

SUBMIT, ACCEPT, SEND_BACK = HazardAction.SUBMIT, HazardAction.ACCEPT, HazardAction.SEND_BACK
ACKNOWLEDGE, CANCEL = HazardAction.ACKNOWLEDGE, HazardAction.CANCEL


def heard(text: str) -> str:
    return normalise(text, a_desk().lexicon.words).text


@pytest.mark.parametrize(
    ("text", "action", "numbers", "note"),
    [
        ("整改完成 12", SUBMIT, ("12",), ""),
        ("整改完成１２", SUBMIT, ("12",), ""),
        ("整改完成12号", SUBMIT, ("12",), ""),
        ("#整改完成 #12", SUBMIT, ("12",), ""),
        ("整改完成：12", SUBMIT, ("12",), ""),
        ("整改完成 编号012", SUBMIT, ("12",), ""),
        ("整改完成 YH20261123-003", SUBMIT, ("YH20261123-003",), ""),
        ("整改完成 12、13和14", SUBMIT, ("12", "13", "14"), ""),
        ("整改完成 12 12", SUBMIT, ("12",), ""),
        ("整改完成 12 轮椅已搬走", SUBMIT, ("12",), "轮椅已搬走"),
        ("整改完成 12\n说明：轮椅已搬走", SUBMIT, ("12",), "轮椅已搬走"),
        ("整改完成 12 3个灭火器已换", SUBMIT, ("12",), "3个灭火器已换"),
        ("整改完成 12 2楼灯修好了", SUBMIT, ("12",), "2楼灯修好了"),
        ("12号整改完成", SUBMIT, ("12",), ""),
        ("12号隐患已整改，轮椅搬走了", SUBMIT, ("12",), "轮椅搬走了"),
        ("整改完成", SUBMIT, (), ""),
        ("验收通过 12。", ACCEPT, ("12",), ""),
        ("第12条验收通过", ACCEPT, ("12",), ""),
        ("退回 3 灯还不亮", SEND_BACK, ("3",), "灯还不亮"),
        ("退回 3，原因：灯还不亮", SEND_BACK, ("3",), "灯还不亮"),
        ("退回 12：5具还没换", SEND_BACK, ("12",), "5具还没换"),
        ("验收不通过 3", SEND_BACK, ("3",), ""),
        ("收到12号", ACKNOWLEDGE, ("12",), ""),
        ("撤销 12 报错了", CANCEL, ("12",), "报错了"),
    ],
)
def test_a_command_is_read(text: str, action: HazardAction, numbers: tuple[str, ...], note: str) -> None:
    assert read_command(heard(text)) == Command(action, numbers, note)


@pytest.mark.parametrize(
    "text",
    [
        *("收到", "整改完成率", "整改完成了吗", "12号整改完成没有", "整改完成情况怎么样？"),
        *("12", "隐患 二楼堆物", "撤销了一个岗位"),
    ],
)
def test_what_only_resembles_a_command_is_none(text: str) -> None:
    assert read_command(heard(text)) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12号", "12"),
        ("查 12号", "12"),
        ("查12", "12"),
        ("隐患12", "12"),
        ("#12", "12"),
        ("＃12", "12"),
        ("编号012", "12"),
        ("YH20261123-003", "YH20261123-003"),
        ("yh20261123-3", "YH20261123-003"),
        ("12号隐患的进度", "12"),
        ("12号怎么样了？", "12"),
    ],
)
def test_a_number_alone_asks_to_see_the_hazard(text: str, number: str) -> None:
    assert read_show(heard(text)) == number


@pytest.mark.parametrize("text", ["12", "12号楼", "查 12月", "12号、13号", "12号灯坏了", "11月23号"])
def test_what_is_no_hazard_number_shows_nothing(text: str) -> None:
    assert read_show(heard(text)) is None


@pytest.mark.parametrize(
    ("text", "grading"),
    [
        ("定为重大 12", (("12",), "重大", "")),
        ("12号定为一般", (("12",), "一般", "")),
        ("12号等级改为一般", (("12",), "一般", "")),
        ("改等级 12 重大", (("12",), "重大", "")),
        ("更正：8号等级改为一般", (("8",), "一般", "")),
        ("定为重大 12 已现场核实", (("12",), "重大", "已现场核实")),
        ("定为重大了吗", None),
        ("更正 12", None),
    ],
)
def test_a_grade_is_read(text: str, grading: tuple[tuple[str, ...], str, str] | None) -> None:
    assert read_grading(heard(text)) == grading


@pytest.mark.parametrize(
    ("text", "note"), [("不是隐患 12", "不是隐患"), ("12号不是隐患，是正常堆放", "不是隐患 是正常堆放")]
)
def test_a_false_alarm_is_a_cancellation_that_says_why(text: str, note: str) -> None:
    assert read_command(heard(text)) == Command(CANCEL, ("12",), note)


def test_numbers_end_where_words_begin() -> None:
    assert leading_numbers("12、13 已换新 15个") == (("12", "13"), "已换新 15个")
    assert leading_numbers("已换新") == ((), "已换新")


def test_a_number_has_one_writing() -> None:
    assert canonical("0012") == "12"
    assert canonical("YH20261123-3") == "YH20261123-003"


@pytest.mark.parametrize(
    ("quote", "numbers"),
    [
        ("请整改：12号隐患\n编号：12号（YH20261123-003）\n期限：11月27日", ("12",)),
        ("已登记2处隐患：12号、13号\n单位：张良镇敬老院", ("12", "13")),
        ("整改完成 12、13 轮椅已搬走", ("12", "13")),
        ("12号整改完成", ("12",)),
        ("李秀英：5件待办\n12号 二楼东头 安全出口堆了轮椅", ("12",)),
        ("李秀英：5件待办\n12号 二楼东头 安全出口堆了轮椅\n13号 厨房燃气软管老化", ()),
        ("二楼东头安全出口堆了轮椅", ()),
        ("", ()),
    ],
)
def test_a_quoted_message_says_which_hazard_is_meant(quote: str, numbers: tuple[str, ...]) -> None:
    assert quoted_numbers(heard(quote)) == numbers


def test_the_number_that_is_typed_goes_before_the_quoted_one() -> None:
    assert read_command("收到", quoted=("12",)) == Command(ACKNOWLEDGE, ("12",), "")
    assert read_command("整改完成 13", quoted=("12",)) == Command(SUBMIT, ("13",), "")
    assert read_command("退回 灯还不亮", quoted=("12",)) == Command(SEND_BACK, ("12",), "灯还不亮")
