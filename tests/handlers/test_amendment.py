"""What people type to put a report right."""

import pytest

from handlers.understand.amendment import Amendment, meant, read_amendment, read_confirmation
from handlers.understand.place_phrase import moved, without_facility
from handlers.understand.words import normalise
from storage.vocabulary import HazardField
from tests.builders import a_desk

PLACE, CATEGORY, PROBLEM = HazardField.PLACE, HazardField.CATEGORY, HazardField.PROBLEM
OWNER, DEADLINE = HazardField.OWNER, HazardField.DEADLINE


def heard(text: str) -> str:
    return normalise(text, a_desk().lexicon.words).text


@pytest.mark.parametrize(
    ("text", "field", "numbers", "value"),
    [
        ("改部位 12 二楼西头", PLACE, ("12",), "二楼西头"),
        ("改部位12号为三楼", PLACE, ("12",), "三楼"),
        ("改部位 3楼西头", PLACE, (), "3楼西头"),
        ("12号改部位 二楼西头", PLACE, ("12",), "二楼西头"),
        ("12号的部位改为三楼", PLACE, ("12",), "三楼"),
        ("更正 12 位置：三楼", PLACE, ("12",), "三楼"),
        ("改部位", PLACE, (), ""),
        ("改类别 12", CATEGORY, ("12",), ""),
        ("类别改成用电安全", CATEGORY, (), "用电安全"),
        ("12号内容应该是灯坏了", PROBLEM, ("12",), "灯坏了"),
        ("改责任人 12 王铁柱", OWNER, ("12",), "王铁柱"),
        ("改期限 12 11月30日", DEADLINE, ("12",), "11月30日"),
        ("更正 12", None, ("12",), ""),
        ("更正", None, (), ""),
    ],
)
def test_an_amendment_is_read(text: str, field: HazardField | None, numbers: tuple[str, ...], value: str) -> None:
    assert read_amendment(heard(text)) == Amendment(field, numbers, value)


@pytest.mark.parametrize(
    "text",
    [
        *("12号问题改好了", "改问题了", "问题改了", "改为重大 12", "怎么改部位", "改部位怎么改", "改 12"),
        *("隐患 二楼部位墙皮脱落", "整改完成 12", "12号改部位了吗？"),
    ],
)
def test_what_only_resembles_an_amendment_is_none(text: str) -> None:
    assert read_amendment(heard(text)) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("对 12", ("12",)), ("12号对", ("12",)), ("对，12号、13号。", ("12", "13")), ("没错 12", ("12",)), ("对", ())],
)
def test_a_report_is_called_right(text: str, numbers: tuple[str, ...]) -> None:
    assert read_confirmation(heard(text)) == numbers


@pytest.mark.parametrize("text", ["对不起", "对面 12号楼", "12号对面有人抽烟", "不对 12"])
def test_what_begins_like_a_yes_is_none(text: str) -> None:
    assert read_confirmation(heard(text)) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12号位置写错了，是三楼", (PLACE, "三楼")),
        ("位置填错了 应该是三楼西头不是二楼", (PLACE, "三楼西头")),
        ("刚才的类别填错了", (CATEGORY, "")),
        ("我填错了", (None, "")),
    ],
)
def test_what_free_text_seems_to_put_right(text: str, found: tuple[HazardField | None, str]) -> None:
    assert meant(heard(text)) == found


def test_the_words_of_the_problem_follow_the_place() -> None:
    places = a_desk().lexicon.places

    assert without_facility("二楼东头安全出口", places) == "二楼东头"
    assert moved("二楼东头安全出口堆了轮椅", "二楼东头安全出口", "二楼西头", places) == "二楼西头安全出口堆了轮椅"
    assert moved("二楼东头走廊堆了轮椅", "二楼东头走廊", "三楼走廊", places) == "三楼走廊堆了轮椅"
    assert moved("灯不亮", "二楼东头", "二楼西头", places) == "灯不亮"
