"""Forms are read in any order, with either colon, on one line or many."""

import pytest

from config.lexicon import Lexicon
from handlers.understand.forms import Form, read_form
from handlers.understand.words import normalise


def _form(text: str, lexicon: Lexicon) -> Form | None:
    return read_form(normalise(text, lexicon.words).text, lexicon.forms)


@pytest.mark.parametrize(
    "text",
    [
        "隐患上报\n单位：张良镇敬老院\n部位：二楼东头\n问题：安全出口堆了轮椅",
        "#隐患上报\n\n问题:安全出口堆了轮椅\n部位:二楼东头\n\n单位:张良镇敬老院",
        "【隐患上报】单位：张良镇敬老院 位置：二楼东头 描述：安全出口堆了轮椅",
        "隐患上报：\n机构：张良镇敬老院；地点：二楼东头；情况：安全出口堆了轮椅。",
        "1、单位：张良镇敬老院\n2、部位：二楼东头\n3、问题：安全出口堆了轮椅",
    ],
)
def test_a_hazard_form_is_read_however_it_is_laid_out(lexicon: Lexicon, text: str) -> None:
    form = _form(text, lexicon)

    assert form == Form("hazard", {"单位": "张良镇敬老院", "部位": "二楼东头", "问题": "安全出口堆了轮椅"})


def test_an_empty_line_of_a_form_is_left_out(lexicon: Lexicon) -> None:
    form = _form("隐患上报\n部位：二楼\n类别：\n问题：灯坏了", lexicon)

    assert form is not None
    assert set(form.fields) == {"部位", "问题"}


def test_a_drill_form_is_read_with_all_its_fields(lexicon: Lexicon) -> None:
    form = _form(
        "演练确认\n时间：11月20日 14:30\n参加人数：38\n失能：6\n疏散用时：4分20秒\n夜间：否\n发现问题：无", lexicon
    )

    assert form is not None
    assert form.kind == "drill"
    assert form.fields == {
        "时间": "11月20日 14:30",
        "参加": "38",
        "失能": "6",
        "用时": "4分20秒",
        "夜间": "否",
        "问题": "无",
    }


def test_a_title_may_carry_its_value(lexicon: Lexicon) -> None:
    assert _form("隐患：三楼灯坏了", lexicon) == Form("hazard", {"问题": "三楼灯坏了"})


def test_a_meeting_form_without_a_title_is_told_by_its_keys(lexicon: Lexicon) -> None:
    form = _form("主持：李院长\n应到：16\n实到：15", lexicon)

    assert form is not None
    assert (form.kind, form.fields["实到"]) == ("meeting", "15")


@pytest.mark.parametrize("text", ["二楼东头安全出口堆了轮椅", "20:00夜间巡查完毕", "演练完成", "", ":::"])
def test_plain_talk_is_no_form(lexicon: Lexicon, text: str) -> None:
    assert _form(text, lexicon) is None
