"""One unit's rounds are at other times from a day on (T4-9): planned, asked for, told, taken back; the past stays."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from bot.commands.check_exceptions import exception_findings
from config.tables import load_tables
from config.zone import TZ
from scheduler.forecast import forecast
from scheduler.wakeups import tick
from storage.database import reading, work
from storage.duties import Duty, ReminderStep
from storage.duty_changes import DutyException
from storage.outbox import OutboxMessage
from storage.units import Group
from storage.vocabulary import OutboxState, StepState
from tests.builders import CONFIG, MONDAY_TEN, County, a_county, kept
from tests.chat import Chat, words
from tests.passing import live

TABLES = load_tables(CONFIG)
CHANGE = "张良镇敬老院 夜巡改为 22:30和03:00 从12月1日起 原因 护理员换班"
DECEMBER = datetime(2026, 12, 1, 18, 0, tzinfo=TZ)


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    """Give a county whose bureau has a group: all are asked there."""
    county = a_county(sqlite_engine)
    with work(sqlite_engine) as session:
        kept(session, Group(name="县局群", unit_id=county.bureau.id or 0, chat_id="chat"))
    return county


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    chat = Chat(sqlite_engine)
    tick(sqlite_engine, chat.now - timedelta(minutes=5), TABLES)
    return chat


def plan(chat: Chat) -> None:
    chat.forward(timedelta(seconds=15))
    tick(chat.engine, chat.now, TABLES)


def nights(engine: Engine, unit_id: int | None) -> dict[str, tuple[str, str]]:
    """Return when each round of the night is due and missed, by slot."""
    with reading(engine) as session:
        rows = session.scalars(select(Duty).where(col(Duty.unit_id) == unit_id, col(Duty.slot).like("%/night%")))
        return {
            one.slot: tuple(at.astimezone(TZ).strftime("%d %H:%M") for at in (one.due_at, one.cutoff_at))  # type: ignore[misc]
            for one in rows
        }


def test_the_periods_from_the_day_on_are_at_the_new_times(sqlite_engine: Engine, chat: Chat, county: County) -> None:
    told = chat.say("ma", CHANGE)
    plan(chat)

    assert words(told).splitlines()[:4] == [
        "已改：张良镇敬老院 日巡查", "改为：夜间第一次22:30、夜间第二次次日03:00", "生效：2026-12-01起开始的各期",
        "原因：护理员换班",
    ]  # fmt: skip
    ours, others = nights(sqlite_engine, county.home.id), nights(sqlite_engine, county.other_home.id)
    assert ours["2026-11-30/night1"] == others["2026-11-30/night1"] == ("30 22:10", "30 23:50")
    assert ours["2026-12-01/night1"] == ("01 22:30", "02 00:10")
    assert ours["2026-12-01/night2"] == ("02 03:00", "02 07:00")
    assert others["2026-12-01/night1"] == ("01 22:10", "01 23:50")
    assert ours.keys() == others.keys()


def test_the_unit_is_asked_at_its_own_time_and_the_others_at_theirs(
    sqlite_engine: Engine, chat: Chat, county: County
) -> None:
    chat.say("ma", CHANGE)
    plan(chat)
    live(sqlite_engine, DECEMBER, DECEMBER + timedelta(hours=6, minutes=30), TABLES)

    with reading(sqlite_engine) as session:
        rows = session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()
    asked = {
        row.created_at.astimezone(TZ).strftime("%H:%M"): dict(row.as_card().facts)["未完成"]
        for row in rows
        if row.key.startswith("remind:") and ":2026-12-01/night1:" in row.key
    }
    others = "县社会福利院、马楼乡敬老院"
    assert asked == {"21:40": others, "22:40": others, "22:04": "张良镇敬老院", "23:04": "张良镇敬老院"}


def test_confirming_takes_it_off_its_own_reminders(sqlite_engine: Engine, chat: Chat, county: County) -> None:
    chat.say("ma", CHANGE)
    plan(chat)
    live(sqlite_engine, DECEMBER, DECEMBER + timedelta(hours=4, minutes=10), TABLES)
    chat.now = DECEMBER + timedelta(hours=4, minutes=11)

    assert "已登记" in chat.say("wang", "夜巡 正常").title

    with reading(sqlite_engine) as session:
        rows = session.scalars(select(OutboxMessage).where(col(OutboxMessage.key).like("remind:%2026-12-01/night1%")))
        states = {(row.key.partition("@")[0].rpartition(":")[2], row.state) for row in rows}
    assert states == {(f"1~{county.home.id}", OutboxState.CANCELLED), ("1", OutboxState.QUEUED)}


def test_what_is_foreseen_is_what_is_planned(sqlite_engine: Engine, chat: Chat, county: County) -> None:
    chat.say("ma", CHANGE)
    plan(chat)

    with reading(sqlite_engine) as session:
        found = forecast(session, date(2026, 12, 1), date(2026, 12, 2), TABLES)
        steps = session.scalars(select(ReminderStep).where(col(ReminderStep.state) == StepState.WAITING)).all()
    ours = nights(sqlite_engine, county.home.id)
    for one in found.duties:
        if one.unit == "张良镇敬老院" and "night" in one.occurrence.slot:
            due = one.occurrence.due_at.astimezone(TZ).strftime("%d %H:%M")
            assert ours[one.occurrence.slot][0] == due
    known = {(one.code, one.slot, one.step, one.due_at) for one in steps}
    assert {(one.code, one.slot, one.step, one.at) for one in found.reminders if one.code == "patrol"} <= known


def test_it_is_taken_back_and_the_history_stays(sqlite_engine: Engine, chat: Chat, county: County) -> None:
    before = nights(sqlite_engine, county.home.id)
    chat.say("ma", CHANGE)
    plan(chat)
    assert "例外：日巡查：夜间第一次22:30、夜间第二次次日03:00，2026-12-01起，马建国定" in words(
        chat.say("li", "清单")
    )
    with reading(sqlite_engine) as session:
        (hint,) = exception_findings(session, TABLES, chat.now)
    assert hint.text.startswith("张良镇敬老院 日巡查：夜间第一次22:30")

    assert chat.say("li", "撤销例外 1").title == "例外要由上级决定"
    assert chat.say("niu", "撤销例外 1").title == "没有查到例外1"
    chat.press("ma", "已改", "撤销")
    plan(chat)

    assert nights(sqlite_engine, county.home.id) == before
    with reading(sqlite_engine) as session:
        assert [one.step for one in session.scalars(select(ReminderStep)) if "~" in one.step] == []
    told = words(chat.say("li", "任务例外"))
    assert "1. 日巡查：夜间第一次22:30" in told
    assert "（已由马建国撤销）" in told
    assert chat.say("ma", "撤销例外 1").title == "例外1已经撤销过了"
    assert "例外：" not in words(chat.say("li", "清单"))


def test_what_began_under_it_keeps_it_when_it_is_taken_back(
    sqlite_engine: Engine, chat: Chat, county: County
) -> None:
    chat.say("ma", CHANGE)
    plan(chat)
    chat.now = DECEMBER + timedelta(hours=2)
    tick(sqlite_engine, chat.now, TABLES)
    chat.say("ma", "撤销例外 1")
    plan(chat)

    found = nights(sqlite_engine, county.home.id)
    assert found["2026-12-01/night1"] == ("01 22:30", "02 00:10")
    assert found["2026-12-01/night2"] == ("02 03:00", "02 07:00")
    assert found["2026-12-02/night1"] == ("02 22:10", "02 23:50")


def test_another_cadence_begins_with_its_first_whole_period(
    sqlite_engine: Engine, chat: Chat, county: County
) -> None:
    said = chat.say("leader", "张良镇敬老院 演练改为每月一次 从12月1日起 原因 新换了人")
    assert dict(said.facts)["生效"] == "2027-01-01起开始的各期"
    plan(chat)

    with reading(sqlite_engine) as session:
        rows = session.scalars(
            select(Duty)
            .where(col(Duty.unit_id) == county.home.id, col(Duty.code) == "drill")
            .order_by(col(Duty.due_at), col(Duty.slot))
        ).all()
    # The quarter that is running is finished as it began.
    assert [one.slot for one in rows] == ["2026-Q4", "2027-01"]
    chat.now = datetime(2027, 1, 5, 10, 0, tzinfo=TZ)
    told = words(chat.say("li", "演练 8人 20个老人 5个失能 用时6分钟"))
    assert "应急疏散逃生演练" in told
    assert "2027年1月" in told


def test_the_reason_is_asked_for_and_kept(sqlite_engine: Engine, chat: Chat, county: County) -> None:
    asked = chat.say("ma", "张良镇敬老院 周例会改到周三15:00")
    assert asked.title == "张良镇敬老院 周例会为什么改？"
    told = chat.say("ma", "院长周五去县里开会")

    assert dict(told.facts)["改为"] == "周三15:00"
    assert dict(told.facts)["生效"] == "2026-11-24起开始的各期"
    with reading(sqlite_engine) as session:
        (row,) = session.scalars(select(DutyException)).all()
    assert (row.reason, row.decided_by) == ("院长周五去县里开会", county.person_by_userid["ma"].id)


@pytest.mark.parametrize(
    ("who", "said", "why"),
    [
        ("li", CHANGE, "请向民政所或县局说明原因，由他们来改。"),
        ("niu", CHANGE, "请核对名称；也可能不在您的管辖范围内。"),
        ("ma", "张良镇敬老院 夜巡改为 22:30 原因 换班", "这项任务一期有2次，请写2个时间。"),
        ("ma", "张良镇敬老院 夜巡改为 22:30和03:00 从11月1日起 原因 换班", "已经开始的一期不能改，最早从明天起。"),
        ("ma", "张良镇敬老院 节前检查改为每月一次 原因 换班", "这项任务的周期不能改，只能改时间。"),
        ("ma", "张良镇敬老院 演练改到周三15:00 原因 换班", "只有每周一次的任务能改到星期几。"),
        ("ma", "张良镇敬老院 月通报改到15:00 原因 换班", "这个单位没有这项任务。"),
    ],
)
def test_what_cannot_be_is_said_plainly(sqlite_engine: Engine, chat: Chat, who: str, said: str, why: str) -> None:
    assert why in words(chat.say(who, said))

    with reading(sqlite_engine) as session:
        assert session.scalars(select(DutyException)).all() == []


def test_a_repeat_of_the_message_makes_no_second_exception(sqlite_engine: Engine, chat: Chat) -> None:
    chat.say("ma", CHANGE, message_id="once")
    chat.receive("ma", CHANGE, message_id="once")

    with reading(sqlite_engine) as session:
        assert len(session.scalars(select(DutyException)).all()) == 1
    assert chat.now == MONDAY_TEN
