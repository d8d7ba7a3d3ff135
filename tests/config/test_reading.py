"""What is said of a table that is wrong, and on whose word a value stands."""

import re
from datetime import time, timedelta

import pytest

from config.reading import Basis, Section, TablesWrong, Value, clock_time, codes, flag, span, whole


def _section(content: object, ledger: list[Value] | None = None) -> Section:
    return Section("x.toml", "part", content, [] if ledger is None else ledger)


def test_a_value_is_noted_with_file_key_and_source() -> None:
    ledger: list[Value] = []

    days = _section({"days": {"value": 3, "source": "T1-3 每月"}}, ledger).settled("days", whole(1))

    assert days == 3
    assert ledger == [Value("x.toml", "part.days", 3, Basis.POLICY, "T1-3 每月")]


def test_an_assumed_value_has_no_source() -> None:
    ledger: list[Value] = []

    _section({"days": {"value": 3, "assumed": True}}, ledger).settled("days", whole(1))

    assert ledger == [Value("x.toml", "part.days", 3, Basis.ASSUMED, "")]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (3, "要写成 { value"),
        ({"value": 3}, "三者之一"),
        ({"value": 3, "source": "T1-3", "assumed": True}, "三者之一"),
        ({"value": 3, "assumed": True, "note": "?"}, "三者之一"),
        ({"value": 3, "assumed": False}, "只能写 true"),
        ({"value": 3, "source": " "}, "出处"),
        ({"value": 0, "assumed": True}, "不小于 1"),
        ({"value": "3", "assumed": True}, "不小于 1"),
        ({"value": True, "assumed": True}, "不小于 1"),
    ],
)
def test_a_wrong_entry_is_named_by_file_and_key(entry: object, fault: str) -> None:
    with pytest.raises(TablesWrong, match=f"x.toml 的 part.days：.*{re.escape(fault)}"):
        _section({"days": entry}).settled("days", whole(1))


def test_a_missing_key_is_named() -> None:
    with pytest.raises(TablesWrong, match=r"part\.days：缺少这一项"):
        _section({}).settled("days", whole(1))


def test_a_misspelt_key_is_named() -> None:
    section = _section({"name": "日巡查", "nmae": "日巡查"})
    section.text("name")

    with pytest.raises(TablesWrong, match="不认识 nmae"):
        section.finish()


def test_an_item_of_a_list_is_named_by_its_place() -> None:
    second = _section({"slot": [{}, {}]}).sections("slot")[1]

    with pytest.raises(TablesWrong, match=r"part\.slot\[2\]\.due：缺少"):
        second.text("due")


@pytest.mark.parametrize("content", [[], "text", 3])
def test_something_that_is_no_table_is_refused(content: object) -> None:
    with pytest.raises(TablesWrong, match="写成一张表"):
        _section(content)


@pytest.mark.parametrize("found", [{}, [], "text"])
def test_a_list_of_tables_needs_at_least_one(found: object) -> None:
    with pytest.raises(TablesWrong, match=r"part\.slot"):
        _section({"slot": found}).sections("slot")


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(TablesWrong, match="不为空"):
        _section({"name": "  "}).text("name")


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("1d9h10m", timedelta(days=1, hours=9, minutes=10)),
        ("90m", timedelta(minutes=90)),
        ("4h", timedelta(hours=4)),
        ("0m", timedelta()),
    ],
)
def test_a_length_of_time_is_read(written: str, length: timedelta) -> None:
    assert span(written) == length


@pytest.mark.parametrize("written", ["", "10", "1h1d", "-1d", "1.5h", 10, None])
def test_a_wrong_length_of_time_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="时长"):
        span(written)


def test_a_time_of_day_is_read() -> None:
    assert clock_time("09:10") == time(9, 10)


@pytest.mark.parametrize("written", ["9:10", "24:00", "09:10:00", "", 910])
def test_a_wrong_time_of_day_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="时刻"):
        clock_time(written)


@pytest.mark.parametrize("found", [[], ["a", "a"], ["a", "c"], "a", [["a"]]])
def test_a_list_of_codes_has_known_ones_without_repeats(found: object) -> None:
    with pytest.raises(ValueError, match="a、b"):
        codes(["a", "b"])(found)


@pytest.mark.parametrize("found", [1, "true", None])
def test_a_flag_is_true_or_false(found: object) -> None:
    with pytest.raises(ValueError, match="true 或 false"):
        flag(found)
