"""Somebody asks for the calendar: the duties of the own unit, nothing of a visit that is not announced (T9-2)."""

from datetime import date
from typing import Any

import icalendar
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.tables import load_tables
from scheduler.jobs import duty_plan
from storage import papers
from storage.database import reading
from storage.duties import Duty
from storage.outbox import OutboxMessage
from tests.builders import CONFIG, County, a_county
from tests.chat import Chat, words

TABLES = load_tables(CONFIG)


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    chat = Chat(sqlite_engine)
    duty_plan.run(sqlite_engine, chat.now, TABLES)
    return chat


def calendars(engine: Engine) -> list[tuple[str, list[Any]]]:
    """Return who was sent which events, oldest first."""
    with reading(engine) as session:
        rows = session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()
        files = [
            (row.recipient, papers.content_of(session, row.as_card().file)) for row in rows if row.as_card().file
        ]
    return [(to, list(icalendar.Calendar.from_ical(content).walk("VEVENT"))) for to, content in files if content]


def test_the_head_gets_what_the_institution_has_still_to_do(
    sqlite_engine: Engine, chat: Chat, county: County
) -> None:
    told = chat.say("li", "发我日历")

    assert told.title.startswith("张良镇敬老院任务日历：")
    ((to, events),) = calendars(sqlite_engine)
    assert to == "person:li"
    with reading(sqlite_engine) as session:
        waiting = session.scalars(select(Duty).where(col(Duty.unit_id) == county.home.id)).all()
    daily = {one.slot.partition("/")[2] for one in waiting if one.code == "patrol"}
    others = [one for one in waiting if one.code != "patrol"]
    assert len(events) == len(daily) + len(others)
    drill = next(one for one in events if "演练" in one["summary"])
    assert drill["dtstart"].dt == date(2026, 12, 31)
    assert "主要任务第12条" in drill["description"]


def test_what_is_done_is_no_more_in_it(sqlite_engine: Engine, chat: Chat, county: County) -> None:
    chat.say("li", "日历")
    chat.say("li", "演练 8人 20个老人 5个失能 用时6分钟")
    chat.say("li", "日历")

    (_, before), (_, after) = calendars(sqlite_engine)
    gone = {one["uid"] for one in before} - {one["uid"] for one in after}
    assert gone == {f"{county.home.id}.drill.2026-Q4@minan"}


def test_a_visit_that_is_not_announced_is_in_no_calendar(sqlite_engine: Engine, chat: Chat) -> None:
    chat.say("section", "四不两直 张良镇敬老院 带队 周股长 检查人 周股长、郭干事")
    chat.say("li", "日历")
    chat.say("ma", "张良镇敬老院的任务日历")

    found = calendars(sqlite_engine)
    assert [to for to, _ in found] == ["person:li", "person:ma"]
    for _, events in found:
        assert not any("四不两直" in one.to_ical().decode() or "周股长" in one.to_ical().decode() for one in events)
    assert {one["uid"] for one in found[0][1]} == {one["uid"] for one in found[1][1]}


def test_an_institution_elsewhere_is_answered_like_one_that_there_is_not(chat: Chat) -> None:
    elsewhere, nowhere = chat.say("li", "马楼乡敬老院的任务日历"), chat.say("li", "无名敬老院的任务日历")

    assert words(elsewhere).replace("马楼乡", "") == words(nowhere).replace("无名", "")


def test_in_a_group_it_goes_to_who_asked(sqlite_engine: Engine, chat: Chat) -> None:
    told = chat.say("li", "日历", group="g1")

    assert told.title == "张良镇敬老院任务日历已私发给您"
    assert [to for to, _ in calendars(sqlite_engine)] == ["person:li"]
