"""What people write who want a later deadline, and what the office answers."""

from datetime import date, datetime

import pytest

from config.clock import TZ
from handlers.understand.hazard_extension import (
    Ask,
    Told,
    Verdict,
    read_ask,
    read_told,
    read_verdict,
    until_said,
    without_number,
)
from handlers.understand.words import normalise
from tests.builders import a_desk

MONDAY = datetime(2026, 11, 23, 10, tzinfo=TZ)
DUE = date(2026, 11, 27)


def heard(text: str) -> str:
    return normalise(text, a_desk().lexicon.words).text


def told(said: str) -> Told:
    lexicon = a_desk().lexicon
    return read_told(
        heard(said),
        due_on=DUE,
        ref=MONDAY,
        calendar=a_desk().calendar,
        festivals=lexicon.festivals,
        cause=lexicon.intents.slots["cause"],
    )


@pytest.mark.parametrize(
    ("text", "numbers", "said"),
    [
        ("延期 12 到12月5日 原因：配件没到", ("12",), "到12月5日 原因:配件没到"),
        ("申请延期 12", ("12",), ""),
        ("延期申请 012：到月底", ("12",), "到月底"),
        ("12号申请延期到下周五，配件没到货，先停用", ("12",), "到下周五，配件没到货，先停用"),
        ("#12 延期", ("12",), ""),
        ("申请延期 YH20261123-003 到12月5日", ("YH20261123-003",), "到12月5日"),
        ("延期 12、13 到12月5日", ("12", "13"), "到12月5日"),
        ("延期 12 5天", ("12",), "延期5天"),
        ("12号申请延期3周 没钱", ("12",), "申请延期3周 没钱"),
        ("申请延期", (), ""),
    ],
)
def test_a_wish_is_read(text: str, numbers: tuple[str, ...], said: str) -> None:
    assert read_ask(heard(text)) == Ask(numbers, said)


@pytest.mark.parametrize(
    "text",
    [
        "延期的隐患有哪些",
        "12号能延期吗",
        "延期到月底",
        "延期3周",
        "同意延期 12",
        "不用延期了",
        "12号",
        "延期情况怎么样",
    ],
)
def test_what_only_speaks_of_extensions_is_no_wish(text: str) -> None:
    assert read_ask(heard(text)) is None


@pytest.mark.parametrize(
    ("said", "day", "reason", "measures"),
    [
        ("到12月5日 原因：配件没到 措施：停用并贴封条", date(2026, 12, 5), "配件没到", "停用并贴封条"),
        ("到下周五，配件没到货，先停用", date(2026, 12, 4), "配件没到货", "先停用"),
        ("期限：12月5日\n原因：配件没到，先停用", date(2026, 12, 5), "配件没到", "先停用"),
        ("12月5日 原因 配件没到 措施 停用", date(2026, 12, 5), "配件没到", "停用"),
        ("到12月5日因为配件没到，专人盯着", date(2026, 12, 5), "配件没到", "专人盯着"),
        ("施工队排不上先停用了", None, "施工队排不上", "先停用了"),
        ("老板出差了，房间先锁上", None, "老板出差了", "房间先锁上"),
        ("来不及 厂家要下周才来 申请延几天", None, "厂家要下周才来", ""),
        ("月底前改不完，资金没批下来", None, "资金没批下来", ""),
        ("施工队排不上，那个彩钢房能不能月底再拆", date(2026, 11, 30), "施工队排不上", ""),
        ("材料没货，宽限到12月3日，暂时用手提灯", date(2026, 12, 3), "材料没货", "暂时用手提灯"),
        ("", None, "", ""),
    ],
)
def test_day_reason_and_measures_are_told_apart(said: str, day: date | None, reason: str, measures: str) -> None:
    assert told(said) == Told(day, reason, measures)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("延期5天", date(2026, 12, 2)),
        ("再给5天时间", date(2026, 12, 2)),
        ("延期两周", date(2026, 12, 11)),
        ("申请延期3个工作日", date(2026, 12, 2)),
        ("3天内改完", date(2026, 11, 26)),
    ],
)
def test_days_more_count_from_the_deadline(said: str, day: date) -> None:
    assert told(said).day == day


@pytest.mark.parametrize(
    ("text", "is_granted", "numbers", "note"),
    [
        ("同意延期 12", True, ("12",), ""),
        ("12号同意延期", True, ("12",), ""),
        ("同意12号延期", True, ("12",), ""),
        ("批准延期12、13", True, ("12", "13"), ""),
        ("同意延期", True, (), ""),
        ("同意延期 12 到12月3日", True, ("12",), "到12月3日"),
        ("不同意延期 12 可以先换一半", False, ("12",), "可以先换一半"),
        ("12号不同意延期，原因：可以先换一半", False, ("12",), "可以先换一半"),
        ("不批准12号的延期申请 没必要", False, ("12",), "没必要"),
        ("不准延期 12", False, ("12",), ""),
        ("不予延期 12", False, ("12",), ""),
    ],
)
def test_a_decision_is_read(text: str, is_granted: bool, numbers: tuple[str, ...], note: str) -> None:
    assert read_verdict(heard(text)) == Verdict(is_granted, numbers, note)


@pytest.mark.parametrize("text", ["同意延期吗？", "同意销号 12", "延期 12", "同意", "12号同意延期了没有"])
def test_what_only_resembles_a_decision_is_none(text: str) -> None:
    assert read_verdict(heard(text)) is None


def test_a_decision_may_name_the_day() -> None:
    days = [
        until_said(note, MONDAY, a_desk().calendar, a_desk().lexicon.festivals)
        for note in ("到12月3日", "周五前先断电", "")
    ]

    assert days == [date(2026, 12, 3), None, None]


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("15号能不能缓几天", "15", "能不能缓几天"),
        ("#8 改不完", "8", "改不完"),
        ("宽限到12月12日，隐患12号", "12", "宽限到12月12日"),
        ("YH20261123-003 改不完", "YH20261123-003", "改不完"),
    ],
)
def test_the_hazards_number_is_no_day(text: str, number: str, rest: str) -> None:
    assert without_number(text, number) == rest
