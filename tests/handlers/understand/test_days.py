"""Deadlines, periods and event times by the rules of taxonomy §5."""

from datetime import date, datetime, timedelta

import pytest

from config.calendar import WorkCalendar
from config.lexicon import Lexicon
from config.zone import TZ
from handlers.understand.days import Time, find_times, pick
from handlers.understand.words import normalise

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=TZ)


def _time(text: str, lexicon: Lexicon, calendar: WorkCalendar, ref: datetime = MONDAY) -> Time | None:
    plain = normalise(text, lexicon.words).text
    return pick(find_times(plain, ref, calendar, lexicon.festivals), plain)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("三日内整改", "2026-11-26"),
        ("本周五前", "2026-11-27"),
        ("周五下班前", "2026-11-27"),
        ("周三前", "2026-11-25"),
        ("下周三之前", "2026-12-02"),
        ("下下周一", "2026-12-07"),
        ("本周内", "2026-11-29"),
        ("月底", "2026-11-30"),
        ("下月底", "2026-12-31"),
        ("12月上旬", "2026-12-10"),
        ("12月中旬完成", "2026-12-20"),
        ("12月5号之前", "2026-12-05"),
        ("十二月十五日前", "2026-12-15"),
        ("12.1前", "2026-12-01"),
        ("1/15之前", "2027-01-15"),
        ("30日前", "2026-11-30"),
        ("12号前", "2026-12-12"),
        ("下个月5号前", "2026-12-05"),
        ("5个工作日内", "2026-11-30"),
        ("十个工作日", "2026-12-07"),
        ("半个月内", "2026-12-08"),
        ("一个半月内", "2027-01-07"),
        ("两个月内", "2027-01-23"),
        ("限期3天", "2026-11-26"),
        ("再宽限5天", "2026-11-28"),
        ("延期到12月10号", "2026-12-10"),
        ("年底前", "2026-12-31"),
        ("腊月二十三之前", "2027-01-30"),
        ("正月十五前", "2027-02-20"),
        ("立行立改", "2026-11-23"),
        ("赶明儿弄好", "2026-11-24"),
        ("三天后复查", "2026-11-26"),
    ],
)
def test_a_deadline_is_the_last_day(lexicon: Lexicon, calendar: WorkCalendar, text: str, day: str) -> None:
    found = _time(text, lexicon, calendar)

    assert found is not None
    assert found.deadline == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "ref", "day"),
    [
        ("国庆节前", "2026-09-28", "2026-09-30"),
        ("节前整改完", "2026-09-28", "2026-09-30"),
        ("春节前", "2026-02-10", "2026-02-14"),
        ("节后上班第一天", "2026-02-10", "2026-02-24"),
        ("中秋前", "2024-09-12", "2024-09-14"),
        ("八月十五前", "2024-09-12", "2024-09-14"),
        ("清明前", "2026-03-20", "2026-04-03"),
        ("十一前", "2026-09-28", "2026-09-30"),
        ("大年初八之前", "2026-02-10", "2026-02-24"),
        ("立冬前换完棉被", "2026-10-13", "2026-11-06"),
        ("芒种当天收尾", "2026-04-28", "2026-06-05"),
        ("冬至那天以前弄好", "2026-11-23", "2026-12-22"),
        ("大寒前把窗缝糊严", "2026-12-24", "2027-01-19"),
        ("二月二之前改线", "2026-02-11", "2026-03-19"),
        ("国庆收假后首个工作日开箱", "2026-09-22", "2026-10-08"),
        ("俩星期内换井盖", "2026-06-16", "2026-06-30"),
        ("仨工作日内报方案", "2026-11-23", "2026-11-26"),
        ("大雪前包好水管", "2026-11-24", "2026-12-06"),
        ("教师节前装好", "2026-08-13", "2026-09-09"),
        ("国庆那天查的", "2026-10-09", "2026-10-01"),
        ("春节假期结束前不许换班", "2026-02-05", "2026-02-23"),
        ("国庆节后第三个工作日前送来", "2026-09-17", "2026-10-10"),
        ("本月最后一个工作日前交", "2026-05-27", "2026-05-29"),
        ("下月第一个星期一复验", "2026-01-08", "2026-02-02"),
        ("三季度内搬完", "2026-07-31", "2026-09-30"),
        ("仨月之内搬出", "2026-01-21", "2026-04-21"),
        ("半拉月给恁掏通", "2026-09-24", "2026-10-09"),
        ("卅号前回执", "2026-04-28", "2026-04-30"),
        ("26.10.20之前归档", "2026-09-17", "2026-10-20"),
        ("限叁日内恢复", "2026-09-22", "2026-09-25"),
    ],
)
def test_holidays_with_their_days_off_solar_terms_and_numerals_of_the_dialect_are_deadlines(
    lexicon: Lexicon, calendar: WorkCalendar, text: str, ref: str, day: str
) -> None:
    found = _time(text, lexicon, calendar, datetime.fromisoformat(f"{ref}T09:00:00+08:00"))

    assert found is not None
    assert found.deadline == date.fromisoformat(day)


_NO_DAYS = [
    "护工小满说的",
    "大暑天没空调",
    "白露着脚脖子",
    "让李国庆换灯",
    "五一路南头",
    "重阳木的枝子",
    "大雪后路滑",
]


@pytest.mark.parametrize("text", _NO_DAYS)
def test_a_terms_name_that_says_something_else_is_no_day(lexicon: Lexicon, calendar: WorkCalendar, text: str) -> None:
    assert _time(text, lexicon, calendar, datetime(2026, 11, 23, 9, 0, tzinfo=TZ)) is None


def test_a_holiday_that_is_not_announced_is_marked_provisional(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    found = _time("春节前弄好", lexicon, calendar, datetime(2039, 12, 1, 9, 0, tzinfo=TZ))

    assert found is not None
    assert found.span.is_provisional


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("明天上午10点前", "2026-11-24T10:00"),
        ("周五17:00前", "2026-11-27T17:00"),
        ("今晚8点前", "2026-11-23T20:00"),
        ("48小时内", "2026-11-25T10:00"),
        ("半小时内处理", "2026-11-23T10:30"),
        ("昨晚10点半查的", "2026-11-22T22:30"),
        ("夜儿黑十点半查房", "2026-11-22T22:30"),
        ("明儿个后晌三点前送来", "2026-11-24T15:00"),
        ("下周一早上八点二十之前换好", "2026-11-30T08:20"),
        ("一刻钟内调出来", "2026-11-23T10:15"),
        ("昨天下午三点半开的会", "2026-11-22T15:30"),
        ("凌晨1点40查房", "2026-11-23T01:40"),
        ("20:00夜间巡查完毕", "2026-11-22T20:00"),
        ("今晚12点前", "2026-11-24T00:00"),
    ],
)
def test_a_time_of_day_makes_a_moment(lexicon: Lexicon, calendar: WorkCalendar, text: str, moment: str) -> None:
    found = _time(text, lexicon, calendar)

    assert found is not None
    assert found.deadline == datetime.fromisoformat(f"{moment}+08:00")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("上周隐患多少条", "2026-11-16", "2026-11-22"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("三季度", "2026-07-01", "2026-09-30"),
        ("今年前5个月有几条", "2026-01-01", "2026-05-31"),
        ("去年国庆期间有几条", "2025-10-01", "2025-10-08"),
        ("上月15号到30号有几条", "2026-10-15", "2026-10-30"),
        ("下半年培训", "2026-07-01", "2026-12-31"),
        ("今年以来", "2026-01-01", "2026-11-23"),
        ("近30天新增", "2026-10-25", "2026-11-23"),
        ("近一个月", "2026-10-25", "2026-11-23"),
        ("国庆期间", "2026-10-01", "2026-10-07"),
        ("9月到11月", "2026-09-01", "2026-11-30"),
        ("10月1日至7日", "2026-10-01", "2026-10-07"),
        ("11月1日-11月15日", "2026-11-01", "2026-11-15"),
        ("从10月1号到现在", "2026-10-01", "2026-11-23"),
        ("国庆以来", "2026-10-01", "2026-11-23"),
        ("去年12月", "2025-12-01", "2025-12-31"),
        ("前三季度", "2026-01-01", "2026-09-30"),
        ("周一到周五", "2026-11-23", "2026-11-27"),
    ],
)
def test_a_period_has_both_ends(lexicon: Lexicon, calendar: WorkCalendar, text: str, first: str, last: str) -> None:
    found = _time(text, lexicon, calendar)

    assert found is not None
    assert found.period == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("补报20号夜巡", "2026-11-20"),
        ("上周三的例会", "2026-11-18"),
        ("11月20日演练", "2026-11-20"),
        ("夜儿巡查忘报了", "2026-11-22"),
    ],
)
def test_what_has_happened_lies_in_the_past(lexicon: Lexicon, calendar: WorkCalendar, text: str, day: str) -> None:
    found = _time(text, lexicon, calendar)

    assert found is not None
    assert found.event == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "3号楼二层",
        "303房间",
        "压力0.3MPa",
        "12号隐患啥情况",
        "#12",
        "8号那个弄妥了",
        "每周五开会",
        "一天两次",
        "七八年没换过",
        "24小时值班",
        "一滴水都没有",
        "有一点漏",
        "12-3房",
        "1栋2单元",
    ],
)
def test_what_is_no_time_is_left_alone(lexicon: Lexicon, calendar: WorkCalendar, text: str) -> None:
    assert _time(text, lexicon, calendar) is None


def test_the_limit_is_chosen_before_the_day_of_discovery(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    found = _time("昨天发现的，周五前整改", lexicon, calendar)

    assert found is not None
    assert found.words == "周五前"
    assert found.deadline == MONDAY.date() + timedelta(days=4)
