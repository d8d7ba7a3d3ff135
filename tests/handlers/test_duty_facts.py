"""Confirmations are read from forms, from short words and from the way people talk."""

from datetime import date, datetime
from typing import Any

import pytest

from config.clock import TZ
from handlers.understand.duty_facts import answer, is_no_confirmation, read, without_contents
from handlers.understand.duty_when import Said, festivals_named, read_when
from handlers.understand.forms import read_form
from handlers.understand.words import normalise
from tests.builders import a_desk

MONDAY_MORNING = datetime(2026, 11, 23, 8, tzinfo=TZ)


def facts(code: str, words: str) -> dict[str, Any]:
    lexicon = a_desk().lexicon
    text = normalise(words, lexicon.words).text
    form = read_form(text, lexicon.forms)
    return read(code, text, form.fields if form else {}, lexicon.forms)


def when(words: str) -> Said:
    desk = a_desk()
    text = normalise(words, desk.lexicon.words).text
    return read_when(text, {}, MONDAY_MORNING, desk.calendar, desk.lexicon.festivals)


@pytest.mark.parametrize(
    "words",
    [
        "巡查 正常",
        "已巡查 无异常",
        "夜巡两遍 都正常",
        "今天巡查了，没啥事",
        "全院查了一遍，没发现问题",
        "巡查确认\n情况：正常\n异常：无",
        "巡查：未见异常",
    ],
)
def test_a_patrol_without_faults_is_normal(words: str) -> None:
    found = facts("patrol", words)

    assert found["result"] == "normal"
    assert "problem" not in found


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("巡查 异常 二楼消火栓没水", "二楼消火栓没水"),
        ("夜巡发现异常：灶间阀门没关", "灶间阀门没关"),
        ("夜巡了一遍，除了二楼应急灯不亮，其他正常", "二楼应急灯不亮"),
        ("巡查确认\n情况：异常\n异常：后门锁着", "后门锁着"),
    ],
)
def test_a_patrol_with_a_fault_says_which(words: str, problem: str) -> None:
    assert facts("patrol", words) == {"result": "abnormal", "problem": problem}


def test_a_bare_abnormal_still_owes_the_problem() -> None:
    assert facts("patrol", "巡查 异常") == {"result": "abnormal"}
    assert facts("patrol", "巡查") == {}


@pytest.mark.parametrize(
    "words",
    [
        "演练 8人 20个老人 5个失能 用时6分钟",
        "今天下午搞了演练，工作人员8人，老人20人，失能5人，用时6分钟",
        "演练 职工八名 老人二十个 失能五个 用时六分钟",
        "演练确认\n参加：28人\n老人：20\n失能：5\n用时：6分钟",
        "演练确认\n参加：工作人员8人，老人20人，失能5人\n用时：6",
    ],
)
def test_head_counts_of_a_drill_are_read_leniently(words: str) -> None:
    assert facts("drill", words) == {"staff": 8, "residents": 20, "disabled": 5, "minutes": 6}


def test_a_plain_total_of_a_drill_does_not_say_who_took_part() -> None:
    assert facts("drill", "演练 28人参加") == {"attendees": 28}


def test_the_rest_of_a_drill_form_is_kept() -> None:
    found = facts("drill", "演练确认\n老人：20\n工作人员：8\n夜间：是\n问题：无\n改进：加练轮椅转移")

    assert found == {
        "staff": 8,
        "residents": 20,
        "is_night": True,
        "problem": "",
        "improvements": "加练轮椅转移",
    }


@pytest.mark.parametrize(
    "words",
    [
        "例会 实到 8人 主持 李院长 议题 用电安全 议定 周五前清理杂物",
        "例会确认\n主持人：李院长\n实到：8\n内容：用电安全\n议定事项：周五前清理杂物",
    ],
)
def test_a_meeting_is_read_with_and_without_colons(words: str) -> None:
    assert facts("weekly_meeting", words) == {
        "chair": "李院长",
        "attendees": 8,
        "topics": "用电安全",
        "decisions": "周五前清理杂物",
    }


def test_a_meeting_in_free_words_tells_who_came_and_what_was_said() -> None:
    found = facts("weekly_meeting", "周例会开了，应到15人，实到12人，学习了消防知识")

    assert found == {"expected": 15, "attendees": 12, "topics": "学习了消防知识"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("国庆节前检查完成，未发现隐患", {"result": "normal"}),
        (
            "节前检查 发现2处隐患：厨房软管老化，灭火器过期",
            {"result": "abnormal", "problem": "厨房软管老化，灭火器过期"},
        ),
        ("节前检查 发现3处隐患", {"result": "abnormal"}),
        ("节前检查完成了", {}),
    ],
)
def test_a_festival_check_must_say_what_was_found(words: str, found: dict[str, str]) -> None:
    assert facts("holiday_check", words) == found


@pytest.mark.parametrize(
    ("code", "wanted", "words", "found"),
    [
        ("drill", ("staff", "residents"), "8人 20个老人 5个失能", {"staff": 8, "residents": 20, "disabled": 5}),
        ("drill", ("residents",), "老人20", {"residents": 20}),
        ("weekly_meeting", ("attendees", "topics"), "8人 用电安全", {"attendees": 8, "topics": "用电安全"}),
        ("patrol", ("result",), "正常", {"result": "normal"}),
        ("patrol", ("result",), "二楼灯坏了", {"result": "abnormal", "problem": "二楼灯坏了"}),
        ("patrol", ("problem",), "二楼灯坏了", {"problem": "二楼灯坏了"}),
        ("patrol", ("result",), "收到", {}),
        ("drill", ("staff", "residents"), "收到", {}),
        ("weekly_meeting", ("attendees", "topics"), "好的", {}),
    ],
)
def test_an_answer_is_read_for_what_was_asked(
    code: str, wanted: tuple[str, ...], words: str, found: dict[str, Any]
) -> None:
    assert answer(code, wanted, words, a_desk().lexicon.forms) == found


@pytest.mark.parametrize("words", ["今天巡查正常吗", "谁没巡查", "演练做了没有", "几家开了例会", "请各院抓紧演练"])
def test_a_question_or_a_reminder_confirms_nothing(words: str) -> None:
    assert is_no_confirmation(words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("巡查 正常", Said()),
        ("补报 昨晚夜巡 正常", Said(day=date(2026, 11, 22), is_night=True)),
        ("昨晚夜巡两次 正常", Said(day=date(2026, 11, 22), is_night=True, rounds=(1, 2))),
        ("第二次夜巡 正常", Said(is_night=True, rounds=(2,))),
        ("补报11月20日日巡查 正常", Said(day=date(2026, 11, 20), is_night=False)),
        ("上周例会", Said(day=date(2026, 11, 22))),
        ("本季度演练", Said(day=date(2026, 11, 23))),
        ("国庆节前检查完成", Said()),
        ("例会 议定 周五前清理", Said()),
    ],
)
def test_the_day_is_read_from_the_words(words: str, said: Said) -> None:
    assert when(words) == said


def test_a_day_inside_what_was_found_is_not_the_day_of_the_patrol() -> None:
    words = "巡查 异常 灭火器10月1日过期"

    assert when(without_contents(words, facts("patrol", words))) == Said()


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("国庆节前检查", ("national-day",)),
        ("十一节前检查", ("national-day",)),
        ("两会期间检查", ("two-sessions",)),
        ("五一、端午节前检查", ("labour-day", "dragon-boat")),
        ("节前检查 11月23日 十一个人", ()),
    ],
)
def test_festivals_are_known_by_their_common_names(words: str, codes: tuple[str, ...]) -> None:
    desk = a_desk()

    assert festivals_named(words, desk.tables.festivals, desk.lexicon.festivals) == codes
