"""What is heard in a visit."""

import pytest

from handlers.understand.inspection_sign import read_signing
from handlers.understand.inspection_start import Start, read_start
from handlers.understand.inspection_words import Answer, is_fixed, numbers_in, read_answers, read_said
from storage.vocabulary import CheckResult, InspectionKind

FINE, PROBLEM, NONE = CheckResult.FINE, CheckResult.PROBLEM, CheckResult.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("3 有问题 二楼灭火器过期", [Answer((3,), PROBLEM, "二楼灭火器过期")]),
        ("第3项有问题:灭火器过期", [Answer((3,), PROBLEM, "灭火器过期")]),
        ("5 不涉及", [Answer((5,), NONE)]),
        ("1-6 正常", [Answer((1, 2, 3, 4, 5, 6), FINE)]),
        ("其余正常", [Answer((), FINE)]),
        ("其他都没问题", [Answer((), FINE)]),
        (
            "1-2、5正常；7 有问题 门坏了；其余正常",
            [Answer((1, 2, 5), FINE), Answer((7,), PROBLEM, "门坏了"), Answer((), FINE)],
        ),
        ("1正常，2正常，3有问题 门坏", [Answer((1,), FINE), Answer((2,), FINE), Answer((3,), PROBLEM, "门坏")]),
        ("3 有问题 门坏，锁也坏", [Answer((3,), PROBLEM, "门坏，锁也坏")]),
        ("2 有 后院是D级危房，其余无", [Answer((2,), PROBLEM, "后院是D级危房"), Answer((), FINE)]),
        ("12 无", [Answer((12,), FINE)]),
        ("正常", []),
        ("巡查 正常", []),
        ("3号", []),
        ("3 楼灭火器过期", []),
    ],
)
def test_answers_to_items(text: str, answers: list[Answer]) -> None:
    assert list(read_answers(text)) == answers


@pytest.mark.parametrize(("text", "numbers"), [("1-3、5", (1, 2, 3, 5)), ("3至1", (3, 1)), ("", ()), ("2、2", (2,))])
def test_numbers_with_ranges(text: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "act"),
    [("检查进度", "progress"), ("检查结束。", "end"), ("现场讲 王铁柱", "explain"), ("交办 3 期限周五", "hand_over"),
     ("取消检查 走错了", "cancel"), ("检查人员 专家李工", "team"), ("检查表", "list")],
)  # fmt: skip
def test_what_is_done_in_a_visit(text: str, act: str) -> None:
    said = read_said(text)

    assert said is not None
    assert said.act == act


@pytest.mark.parametrize("text", ["检查结束了吗", "交办的事怎么办？", "3 正常吗", "今天检查了几家"])
def test_a_question_does_nothing_in_a_visit(text: str) -> None:
    assert read_said(text) is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (
            "开始检查 张良镇敬老院 四不两直 带队陈局长 成员周股长、孙管理 专家李工",
            Start("张良镇敬老院", InspectionKind.UNANNOUNCED, "陈局长", ("周股长", "孙管理"), "李工"),
        ),
        (
            "开始检查 专家李工 成员周股长、孙管理 带队陈局长 四不两直 张良镇敬老院",
            Start("张良镇敬老院", InspectionKind.UNANNOUNCED, "陈局长", ("周股长", "孙管理"), "李工"),
        ),
        ("开始检查，县社会福利院，交叉互查，没有专家", Start("县社会福利院", InspectionKind.CROSS, expert="无")),
        ("开始检查 张良院 专家检查", Start("张良院", InspectionKind.EXPERT)),
        ("开始检查", Start()),
    ],
)
def test_how_a_visit_begins_in_any_order(text: str, start: Start) -> None:
    assert read_start(text) == start


@pytest.mark.parametrize(
    ("text", "expected"),
    [("二楼通道堆物 已当场清理", True), ("灭火器过期，现场更换", True), ("已要求清理", False), ("清理不及时", False)],
)
def test_whether_a_report_says_that_it_was_put_right(text: str, *, expected: bool) -> None:
    assert is_fixed(text) == expected


def test_how_a_visit_is_signed() -> None:
    signed, objected = read_signing("确认签字 jc20261127-001"), read_signing("有异议 第3项换好了")

    assert (signed.act, signed.code) == ("sign", "JC20261127-001") if signed else False
    assert (objected.act, objected.said) == ("object", "第3项换好了") if objected else False
    assert read_signing("签字有什么用") is None
