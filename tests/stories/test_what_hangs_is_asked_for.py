"""What is left to nobody is listed with the command that puts it right, and asked for once a week (T1-7)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from config.clock import TZ
from handlers.texts.gaps import GapKind, kind_of
from scheduler.rules import weekly_ask
from scheduler.wakeups import tick
from storage import hazards, unanswered
from storage.database import work
from storage.duties import Duty
from storage.hazards import Rung
from storage.units import Unit
from storage.vocabulary import DutyState, HazardState, RungState
from tests.builders import MONDAY_TEN, County, a_county, a_desk, a_hazard, a_unit, kept
from tests.chat import Chat, words

TABLES = a_desk().tables
ASK = TABLES.gaps.ask
NEXT_MONDAY = datetime(2026, 11, 30, 9, 10, tzinfo=TZ)


@pytest.fixture
def county(engine: Engine) -> County:
    """Return a county that owes no duties yet: those that nobody does would hang as well."""
    county = a_county(engine)
    with work(engine) as session:
        for unit in session.scalars(select(Unit)):
            unit.since = date(2027, 6, 1)
    return county


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def name_all(chat: Chat, *homes: str) -> None:
    for home in homes:
        for what in ("监管", "主体", "属地"):
            chat.say("admin", f"指定 {home} {what}责任人 崔志强 副镇长")


def letters(chat: Chat, userid: str) -> list[str]:
    return [one.title for one in chat.notices(userid) if one.title.startswith("本周请落实")]


def put_rungs(chat: Chat, number: int, said_on: dict[int, date]) -> None:
    with work(chat.engine) as session:
        hazard = hazards.by_number(session, number)
        assert hazard is not None
        for n, day in said_on.items():
            at = datetime(day.year, day.month, day.day, 10, tzinfo=TZ)
            kept(
                session,
                Rung(
                    hazard_id=hazard.id or 0,
                    deadline=hazard.due_on,
                    rung=n,
                    due_at=at,
                    said_at=at,
                    state=RungState.SAID,
                ),
            )


def test_the_officer_sees_the_gaps_of_their_scope_with_the_command_for_each(chat: Chat) -> None:
    card = chat.say("ma", "悬空")

    assert card.title == "张良镇民政所悬空1项"
    assert card.lines == (
        "【没有指定责任人】1项",
        "· 张良镇敬老院：监管责任人、主体责任人、属地责任人 → 发：指定 张良镇敬老院 主体责任人 李秀英",
    )


def test_what_is_suggested_puts_it_right(chat: Chat) -> None:
    chat.say("ma", "指定 张良镇敬老院 主体责任人 李秀英")
    chat.say("ma", "指定 张良镇敬老院 监管责任人 周股长")
    chat.say("ma", "指定 张良镇敬老院 属地责任人 马建国")

    assert chat.say("ma", "悬空").title == "张良镇民政所没有悬空"


def test_a_leader_sees_towns_without_a_section(chat: Chat) -> None:
    card = chat.say("leader", "悬空 乡镇")

    assert card.title == "全县悬空1项：乡镇没有股室分包"
    assert card.lines[1] == "· 马楼乡民政所 → 发：养老服务股 分包 马楼乡民政所"


def test_one_unit_alone_may_be_asked_for(chat: Chat) -> None:
    assert chat.say("leader", "马楼乡敬老院悬空").title == "马楼乡敬老院悬空1项"
    assert chat.say("ma", "马楼乡敬老院悬空").title == "没有查到单位“马楼乡敬老院”"


@pytest.mark.parametrize("userid", ["li", "wang", "zhang"])
def test_the_list_is_for_officers(chat: Chat, userid: str) -> None:
    assert chat.say(userid, "悬空").title == "悬空清单由民政所、股室和局里查看"


def test_a_hazard_without_owner_is_listed(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.home)

    card = chat.say("ma", "悬空 隐患")

    assert card.lines[1] == "· 12号 张良镇敬老院 二楼东头 安全出口堆了轮椅 → 发：改责任人 12 姓名"


def test_three_rungs_and_nobody_did_anything(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        owner = county.person_by_userid["wang"]
        a_hazard(session, county.home, owner=owner, reported_at=datetime(2026, 11, 10, 10, tzinfo=TZ))
    put_rungs(chat, 12, {1: date(2026, 11, 18), 2: date(2026, 11, 19)})
    assert "没人理" not in words(chat.say("ma", "悬空"))

    put_rungs(chat, 12, {3: date(2026, 11, 20)})
    assert "（催办3次）" in words(chat.say("ma", "悬空 催办"))

    chat.say("wang", "收到 12")
    assert chat.say("ma", "悬空 催办").title == "张良镇民政所没有悬空：隐患催办没人理"


def test_handed_in_and_accepted_by_nobody_for_three_days(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        owner = county.person_by_userid["wang"]
        a_hazard(session, county.home, owner=owner, state=HazardState.TO_ACCEPT, submitted_at=MONDAY_TEN)

    chat.forward(timedelta(days=3))
    assert chat.say("ma", "悬空 验收").title.startswith("张良镇民政所没有悬空")
    chat.forward(timedelta(minutes=1))

    assert chat.say("ma", "悬空 验收").lines[1] == (
        "· 12号 张良镇敬老院 二楼东头 安全出口堆了轮椅（11月23日报完） → 发：验收通过 12，没改好发 退回 12 原因"
    )


@pytest.mark.parametrize(
    ("states", "hangs"),
    [
        ("MMM", True),
        ("DMMM", True),
        ("MM", False),
        ("MMMD", False),
        ("MMXM", True),
        ("MLMM", False),
    ],
)
def test_a_duty_missed_three_times_in_a_row(engine: Engine, states: str, hangs: bool) -> None:
    by_sign = {"M": DutyState.MISSED, "D": DutyState.DONE, "X": DutyState.EXCUSED, "L": DutyState.LATE}
    with work(engine) as session:
        home = a_unit(session)
        for n, sign in enumerate(states):
            at = MONDAY_TEN - timedelta(days=10 - n)
            state = by_sign[sign]
            kept(
                session,
                Duty(
                    unit_id=home.id or 0,
                    code="patrol",
                    slot=f"{n}",
                    opens_at=at,
                    due_at=at,
                    cutoff_at=at,
                    state=state,
                ),
            )
        found = unanswered.duties(session, [home.id or 0], in_a_row=3, now=MONDAY_TEN)

    assert bool(found) is hangs


def test_every_officer_is_asked_on_monday_morning_once(chat: Chat) -> None:
    tick(chat.engine, MONDAY_TEN, TABLES)
    assert letters(chat, "ma") == []

    tick(chat.engine, NEXT_MONDAY - timedelta(minutes=1), TABLES)
    assert letters(chat, "ma") == []
    for minutes in (0, 5, 60 * 24):
        tick(chat.engine, NEXT_MONDAY + timedelta(minutes=minutes), TABLES)

    assert letters(chat, "ma") == letters(chat, "ma2") == ["本周请落实：您管辖范围内有1项悬空"]
    assert letters(chat, "niu") == ["本周请落实：您管辖范围内有1项悬空"]
    # The town without a section, and the institution that stands directly below the bureau.
    assert letters(chat, "leader") == ["本周请落实：您管辖范围内有2项悬空"]
    assert letters(chat, "section") == letters(chat, "li") == letters(chat, "zhang") == []


def test_the_next_week_asks_again_for_what_still_hangs(chat: Chat) -> None:
    tick(chat.engine, MONDAY_TEN, TABLES)
    tick(chat.engine, NEXT_MONDAY, TABLES)
    name_all(chat, "张良镇敬老院")

    tick(chat.engine, NEXT_MONDAY + timedelta(days=7), TABLES)

    assert len(letters(chat, "ma")) == 1
    assert len(letters(chat, "niu")) == 2


def test_where_nothing_hangs_nobody_is_asked(chat: Chat) -> None:
    tick(chat.engine, MONDAY_TEN, TABLES)
    name_all(chat, "张良镇敬老院", "马楼乡敬老院", "县社会福利院")
    chat.say("admin", "养老服务股 分包 马楼乡")

    tick(chat.engine, NEXT_MONDAY, TABLES)

    assert [letters(chat, one) for one in ("ma", "niu", "leader", "admin")] == [[], [], [], []]


def test_an_outage_of_weeks_ends_with_one_letter(chat: Chat) -> None:
    tick(chat.engine, MONDAY_TEN, TABLES)

    for hours in (0, 1, 48):
        tick(chat.engine, datetime(2026, 12, 16, 10, tzinfo=TZ) + timedelta(hours=hours), TABLES)

    assert len(letters(chat, "ma")) == 1


def test_an_outage_that_ends_at_night_waits_for_the_morning(chat: Chat) -> None:
    tick(chat.engine, MONDAY_TEN, TABLES)

    tick(chat.engine, datetime(2026, 12, 1, 2, 0, tzinfo=TZ), TABLES)
    assert letters(chat, "ma") == []
    tick(chat.engine, datetime(2026, 12, 1, 7, 0, tzinfo=TZ), TABLES)

    assert len(letters(chat, "ma")) == 1


def test_where_no_office_has_anybody_the_admins_are_asked(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        for userid in ("ma", "ma2", "section", "leader"):
            session.merge(county.person_by_userid[userid]).is_active = False
    tick(chat.engine, MONDAY_TEN, TABLES)
    tick(chat.engine, NEXT_MONDAY, TABLES)

    assert len(letters(chat, "admin")) == 1


@pytest.mark.parametrize(
    ("monday", "asked"),
    [
        (date(2026, 11, 30), datetime(2026, 11, 30, 9, 10, tzinfo=TZ)),
        # 5 October 2026 lies in the holiday of National Day.
        (date(2026, 10, 5), datetime(2026, 10, 8, 9, 10, tzinfo=TZ)),
    ],
)
def test_a_day_off_puts_the_letters_off_to_the_next_workday(monday: date, asked: datetime) -> None:
    week = weekly_ask.week_of(monday)

    assert weekly_ask.asked_at(week, ASK, TABLES.calendar, TABLES.reminders) == asked
    assert weekly_ask.due_week(asked, ASK, TABLES.calendar, TABLES.reminders) == week
    assert weekly_ask.due_week(asked - timedelta(minutes=1), ASK, TABLES.calendar, TABLES.reminders) == week - 1


def test_ending_somebody_opens_the_gap_again(chat: Chat) -> None:
    name_all(chat, "张良镇敬老院")
    assert chat.say("ma", "悬空 责任人").title.startswith("张良镇民政所没有悬空")
    chat.say("ma", "撤销责任人 张良镇敬老院 属地责任人")

    assert "张良镇敬老院：属地责任人" in words(chat.say("ma", "悬空"))


def test_every_kind_can_be_asked_for_by_a_word() -> None:
    kinds = {kind_of(word) for word in ("责任人", "乡镇", "隐患", "催办", "验收", "任务")}
    assert kinds == set(GapKind)
