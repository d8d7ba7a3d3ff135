"""Units are found by full names, nicknames, old names, typos and sound; where two are near, nobody guesses."""

import pytest

from config.lexicon import Lexicon
from handlers.understand.units import UnitName, certain_unit, find_units, says_own_unit, towns_in

UNITS = tuple(
    UnitName(number, name, (), town, kind)
    for number, (name, town, kind) in enumerate(
        [
            ("磙子营乡敬老院", "磙子营乡", "敬老院"),
            ("瀼河乡敬老院", "瀼河乡", "敬老院"),
            ("尧山镇敬老院", "尧山镇", "敬老院"),
            ("张良镇敬老院", "张良镇", "敬老院"),
            ("张店乡敬老院", "张店乡", "敬老院"),
            ("张官营镇敬老院", "张官营镇", "敬老院"),
            ("松鹤老年公寓", "露峰街道", "民办养老机构"),
            ("县社会福利院", "琴台街道", "社会福利院"),
            ("县儿童福利中心", "琴台街道", "儿童福利机构"),
            ("县救助管理站", "露峰街道", "救助管理机构"),
            ("县殡仪馆", "张店乡", "殡葬服务机构"),
            ("汇源街道日间照料中心", "汇源街道", "日间照料中心"),
        ],
        1,
    )
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("磙子营乡敬老院今天巡查正常", "磙子营乡敬老院"),
        ("磙子营敬老院灯坏了", "磙子营乡敬老院"),
        ("滚子营敬老院灯坏了", "磙子营乡敬老院"),
        ("让河敬老院", "瀼河乡敬老院"),
        ("二郎庙敬老院咋样", "尧山镇敬老院"),
        ("县福利院情况", "县社会福利院"),
        ("火葬场那边", "县殡仪馆"),
        ("救助站", "县救助管理站"),
        ("儿福院的演练", "县儿童福利中心"),
        ("松鹤公寓", "松鹤老年公寓"),
        ("汇源日间照料中心", "汇源街道日间照料中心"),
    ],
)
def test_a_unit_is_recognised_by_what_people_call_it(lexicon: Lexicon, text: str, name: str) -> None:
    unit = certain_unit(find_units(text, UNITS, lexicon.units))

    assert unit is not None
    assert unit.name == name


@pytest.mark.parametrize(("text", "name"), [("送鹤老年公寓", "松鹤老年公寓"), ("松合老年公寓", "松鹤老年公寓")])
def test_a_homophone_leads_to_the_unit(lexicon: Lexicon, text: str, name: str) -> None:
    matches = find_units(text, UNITS, lexicon.units)

    assert matches[0].unit.name == name
    assert matches[0].score < 100


def test_a_township_alone_is_not_enough_where_it_has_two_units(lexicon: Lexicon) -> None:
    units = (*UNITS, UnitName(99, "张良镇颐和养老院", (), "张良镇", "民办养老机构"))

    matches = find_units("张良的", units, lexicon.units)

    assert certain_unit(matches) is None


def test_a_text_without_a_unit_names_none(lexicon: Lexicon) -> None:
    assert find_units("三楼应急灯不亮", UNITS, lexicon.units) == ()


def test_old_and_misspelt_township_names_are_known(lexicon: Lexicon) -> None:
    assert towns_in("鸡冢和滚子营的，还有库区", lexicon.units) == ("团城", "磙子营", "昭平台库区")


def test_ones_own_unit_is_understood(lexicon: Lexicon) -> None:
    assert says_own_unit("俺院还有几条要改", lexicon.units)
    assert not says_own_unit("我院长说了", lexicon.units)
