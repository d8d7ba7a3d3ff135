"""A superior asks what was said to a unit and what came of it (S2-6): facts, and nothing of who gave a tip."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col

from config.tables import load_tables
from scheduler.wakeups import tick
from storage import outbox, papers
from storage.database import reading, work
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import HazardSource, OutboxState, Urgency
from tests.builders import CONFIG, MONDAY_TEN, County, a_county, a_hazard
from tests.chat import Chat, words

TABLES = load_tables(CONFIG)


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    """Give a chat after five days: 12 went overdue and climbed, 王铁柱 answered, 13 is a tip."""
    with work(sqlite_engine) as session:
        by = county.person_by_userid
        a_hazard(session, county.home, owner=by["wang"], due_on=date(2026, 11, 23))
        a_hazard(
            session, county.home, owner=by["wang"], reporter=by["zhang"], source=HazardSource.TIP,
            due_on=date(2026, 11, 30), problem="有人举报的事",
        )  # fmt: skip
    chat = Chat(sqlite_engine, now=MONDAY_TEN + timedelta(days=1))
    for step in range(60):
        tick(sqlite_engine, chat.now, TABLES)
        chat.forward(timedelta(hours=2))
        if step == 3:
            chat.say("wang", "收到 12")
    chat.say("ma", "退回 13 再看看")
    with work(sqlite_engine) as session:
        rows = session.connection()
        rows.execute(update(OutboxMessage).values(state=OutboxState.SENT, sent_at=MONDAY_TEN))
        rows.execute(
            update(OutboxMessage)
            .where(col(OutboxMessage.recipient) == "person:li", col(OutboxMessage.key).startswith("escalate:"))
            .values(state=OutboxState.DEAD, error="60111 没有这个人")
        )
    return chat


def sheets(engine: Engine) -> dict[str, list[dict[str, object]]]:
    """Return the rows of the workbook that was sent last, by sheet."""
    with reading(engine) as session:
        rows = session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id)))
        files = [row.as_card().file for row in rows if row.as_card().file]
        content = papers.content_of(session, files[-1])
    assert content is not None
    found: dict[str, list[dict[str, object]]] = {}
    for page in openpyxl.load_workbook(BytesIO(content)).worksheets:
        titles, *rest = page.iter_rows(values_only=True)
        found[page.title] = [dict(zip(map(str, titles), row, strict=True)) for row in rest]
    return found


def test_a_superior_gets_the_facts(sqlite_engine: Engine, chat: Chat) -> None:
    told = words(chat.say("leader", "张良镇敬老院这个月的提醒记录"))

    assert told.startswith("张良镇敬老院提醒记录\n时段：2026-11-01至2026-11-29\n")
    assert "只列事实，不含处理意见。" in told
    assert "逐级催办：" in told
    found = sheets(sqlite_engine)
    assert list(found) == ["提醒记录", "催办记录", "任务", "隐患"]
    to_wang = next(row for row in found["提醒记录"] if row["收件人"] == "王铁柱" and row["事项"] == "12号隐患")
    assert str(to_wang["收件人的应答"]).startswith("收到 2026-11-24")
    assert (to_wang["送达"], to_wang["所在单位"]) == ("已发", "张良镇敬老院")
    to_li = next(row for row in found["提醒记录"] if row["收件人"] == "李秀英" and row["事项"] == "12号隐患")
    assert (to_li["送达"], to_li["没送达的原因"]) == ("失败", "60111 没有这个人")
    assert to_li["收件人的应答"] == "没有应答"
    assert str(to_wang["应发时间"]) == "2026-11-24 09:10:00"
    assert [row["第几级"] for row in found["催办记录"]] == [1, 2, 3]
    assert {row["单位"] for row in found["任务"]} == {"张良镇敬老院"}
    assert "未办" in {row["结果"] for row in found["任务"]}
    assert [(row["隐患"], row["状态"], row["超期天数"]) for row in found["隐患"]] == [
        (12, "整改中", 6),
        (13, "待整改", 0),
    ]


def test_nothing_tells_who_gave_a_tip(sqlite_engine: Engine, chat: Chat) -> None:
    giver = Recipient.person("zhang")
    with work(sqlite_engine) as session:
        for key in ("hazard:13:accept:test:m1:8", "tip:7:founded"):
            outbox.enqueue(session, key, giver, Card("13号隐患已销号"), urgency=Urgency.PROMPT, now=chat.now)

    chat.say("leader", "张良镇敬老院这个月的提醒记录")

    told = str(sheets(sqlite_engine))
    assert "张小花" not in told


@pytest.mark.parametrize("text", ["张良镇敬老院取证 11月1日到11月20日", "一键取证 张良镇敬老院 11.1-11.20"])
def test_the_days_are_those_that_were_named(sqlite_engine: Engine, chat: Chat, text: str) -> None:
    assert "时段：2026-11-01至2026-11-20" in words(chat.say("ma", text))
    assert sheets(sqlite_engine)["提醒记录"] == []


@pytest.mark.parametrize(
    ("userid", "text", "said"),
    [
        ("li", "张良镇敬老院这个月的提醒记录", "取不了提醒记录：张良镇敬老院"),
        ("niu", "张良镇敬老院这个月的提醒记录", "取不了提醒记录：张良镇敬老院"),
        ("ma", "张良镇民政所提醒记录", "取不了提醒记录：张良镇民政所"),
        ("leader", "提醒记录", "要哪个单位的提醒记录？"),
    ],
)
def test_only_superiors_get_it(sqlite_engine: Engine, chat: Chat, userid: str, text: str, said: str) -> None:
    assert chat.say(userid, text).title == said


def test_a_group_does_not_get_it(sqlite_engine: Engine, chat: Chat) -> None:
    card = chat.say("leader", "张良镇这个月的提醒记录", group="g1")

    assert card.title == "张良镇民政所提醒记录已私下发给您"
