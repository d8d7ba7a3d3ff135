"""A tip lives its whole life, and who told it stands in no message, no file, no log and no row beside it."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import openpyxl
import pytest
from sqlalchemy import Engine, select
from sqlmodel import SQLModel, col

from bot.channels.channel import Address, Delivered, Fetched, GiveUp, Limits, WithoutConnection
from bot.deliver import Road, deliver_due
from bot.sandbox import ledger
from handlers.desk import Desk
from scheduler.jobs import tip_forget
from scheduler.wakeups import tick
from storage.database import reading, work
from storage.evidence import Evidence, EvidenceUse
from storage.messages import Card
from storage.people import Person
from storage.tips import Tip
from storage.units import Group
from tests.bot.commands.conftest import Run
from tests.builders import County, a_county, kept
from tests.chat import CHANNEL, Chat, words
from tests.stories.tip_world import keyed_desk, receipt_of

USERID, NAME, PHONE, CONTACT = "zhang", "张小花", "13812345678", "13987654321"
WHO = (USERID, NAME, PHONE, CONTACT)
TOLD = f"匿名举报 张良镇敬老院厨房燃气软管老化没人管，我是{NAME}，电话{CONTACT}，回我{PHONE}也行"
ROSTER = ("person", "known_chat")
"""Where people stand whether they ever told a tip or not."""


class Post(WithoutConnection):
    """A channel that reaches everybody and remembers what went to whom."""

    name = CHANNEL
    limits = Limits(None, None, timedelta(days=1))

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def attach(self, app: Any, accept: Any) -> None:
        """Have no routes."""

    def reaches(self, address: Address) -> bool:
        return True

    def draw(self, card: Card, address: Address) -> str:
        return json.dumps(card.as_json(), ensure_ascii=False)

    async def send(self, body: str, address: Address) -> Delivered:
        self.sent.append((str(address.recipient), body))
        return Delivered()

    async def fetch(self, source: Any) -> Fetched:
        raise GiveUp("nothing is fetched here")

    async def close(self) -> None:
        """Hold nothing."""


class World:
    """A chat, the way out, and the time."""

    def __init__(self, engine: Engine, desk: Desk, folder: Path) -> None:
        self.engine, self.chat, self.post = engine, Chat(engine, desk=desk), Post()
        self._desk, self._folder = desk, folder

    def say(self, userid: str, text: str) -> Card:
        """Let somebody write, and let what comes of it reach its readers."""
        card = self.chat.say(userid, text)
        self.deliver()
        return card

    def deliver(self) -> None:
        """Send what is due until nothing is."""
        road = Road(self.engine, lambda: self.chat.now, [self.post], self._desk.tables.limits.outbox, self._folder)
        while anyio.run(deliver_due, road):
            continue

    def forward(self, length: timedelta) -> None:
        """Let time pass, from one meal to the next."""
        until = self.chat.now + length
        while self.chat.now < until:
            self.chat.forward(timedelta(hours=6))
            tick(self.engine, self.chat.now, self._desk.tables)
            self.deliver()


def rows(engine: Engine) -> Iterator[tuple[str, str]]:
    """Yield every row of every table: (table, all that stands in it)."""
    with reading(engine) as session:
        for table in SQLModel.metadata.sorted_tables:
            for row in session.execute(select(table)):
                yield table.name, json.dumps(list(row), ensure_ascii=False, default=str)


def live(world: World) -> str:
    """Play a tip from its first word to the hazard's end, and return its receipt."""
    chat = world.chat
    chat.photo(USERID, message_id="m-before")
    world.deliver()
    receipt = receipt_of(world.say(USERID, TOLD))
    world.say(USERID, f"举报进度 {receipt}")
    world.say(USERID, f"补充举报 {receipt} 昨天又漏气了，我是{NAME}")
    world.forward(timedelta(hours=6))
    world.say("ma", f"举报 {receipt}")
    world.say("ma", f"受理 {receipt} 明天去看")
    world.say("ma", f"回复举报 {receipt} 今天已到现场")
    world.say("ma", f"举报属实 {receipt} 厨房燃气软管老化开裂")
    world.forward(timedelta(days=9))
    world.say("wang", "整改完成 12 已换新软管")
    world.say("ma", "验收通过 12")
    world.say("leader", "举报")
    return receipt


@pytest.fixture
def county(database: Engine) -> County:
    county = a_county(database)
    with work(database) as session:
        person = session.get_one(Person, county.person_by_userid[USERID].id)
        person.phone = PHONE
        assert county.town.id is not None
        kept(session, Group(name="张良镇群", unit_id=county.town.id, webhook_key="k", chat_id="g1"))
    return county


@pytest.fixture
def world(database: Engine, county: County, tmp_path: Path) -> World:
    return World(database, keyed_desk(), tmp_path)


def test_who_told_a_tip_is_nowhere(
    world: World, county: County, run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    receipt = live(world)

    # What anybody else was sent, alone or in a group.
    others = [body for to, body in world.post.sent if to != f"person:{USERID}"]
    assert any(receipt in body for body in others)
    assert any(to.startswith("group:") for to, _ in world.post.sent)
    assert [body for body in others if any(one in body for one in WHO)] == []
    # What the tipster was sent has neither name nor contact in it, and no words of the tip.
    own = [body for to, body in world.post.sent if to == f"person:{USERID}"]
    assert any("情况属实" in body for body in own)
    assert [body for body in own if any(one in body for one in (NAME, PHONE, CONTACT)) or "软管" in body] == []
    # The hazard, to its unit and on the page of the sandbox.
    shown = words(world.say("li", "12号"))
    assert "马建国" in shown
    with reading(world.engine) as session:
        page = json.dumps(
            ledger.show(session, "12", "li", today=world.chat.now.date()), ensure_ascii=False, default=str
        )
    assert [one for one in WHO if one in shown + page] == []
    assert receipt not in shown + page
    # The ledger.
    out = tmp_path / "台账.xlsx"
    assert run("export", "ledger", out, "--from", "2026-11-01", "--to", "2026-12-31")[0] == 0
    cells = [str(cell.value) for sheet in openpyxl.load_workbook(out) for line in sheet for cell in line]
    assert "（不公开）" in cells
    assert [cell for cell in cells if any(one in cell for one in WHO)] == []
    # The logs.
    assert [one for one in (*WHO, receipt, "软管老化没人管") if one in caplog.text] == []


def test_no_row_leads_back_to_who_told_a_tip(world: World, county: County) -> None:
    receipt = live(world)

    everything = list(rows(world.engine))
    beside = [(table, row) for table, row in everything if table not in ROSTER]
    # Neither name nor telephone nor contact stands in any row; the roster has no contact either.
    assert [table for table, row in beside if any(one in row for one in (NAME, PHONE, CONTACT))] == []
    assert [table for table, row in everything if CONTACT in row] == []
    # Rows that hold the account know nothing of a tip …
    of_sender = [(table, row) for table, row in beside if re.search(rf"\b{USERID}\b", row)]
    assert [table for table, row in of_sender if receipt in row or "软管" in row or "tip" in row] == []
    # … nor do they share the name of a message with one that does.
    with reading(world.engine) as session:
        subjects = select(col(EvidenceUse.evidence_id)).where(col(EvidenceUse.subject).startswith("tip:"))
        pieces = session.scalars(select(Evidence).where(col(Evidence.id).in_(subjects))).all()
    assert len(pieces) == 1
    shown = [f"{one.origin} {one.sender} {one.conversation}" for one in pieces]
    assert [one for one in shown if USERID in one] == []
    of_tip = [*shown, *(row for table, row in beside if table.startswith("tip") or receipt in row)]
    messages = {name for _, row in of_sender for name in re.findall(r"test:[\w-]+", row)}
    assert [name for name in messages if any(re.search(rf"{name}\b", row) for row in of_tip)] == []
    # The messages themselves are known only as having come.
    inbox = [row for table, row in beside if table == "inbox" and '"test", "m' in row]
    assert len(inbox) > 8
    assert [row for row in inbox if "举报进度" in row or "补充举报" in row or "匿名举报" in row] == []


def test_not_even_the_file_of_the_database_holds_it(world: World, county: County, tmp_path: Path) -> None:
    live(world)

    with world.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    content = (tmp_path / "commands.db").read_bytes()
    assert "厨房燃气软管老化没人管".encode() in content
    assert [one for one in (CONTACT, f"我是{NAME}", TOLD) if one.encode() in content] == []


def test_what_was_sealed_opens_with_the_key_alone_and_is_forgotten_in_time(world: World, county: County) -> None:
    receipt = receipt_of(world.say(USERID, TOLD))
    world.say("ma", f"举报不属实 {receipt} 看过了")
    seen = world.say("leader", f"看举报人 {receipt}")

    assert tip_forget.run(world.engine, world.chat.now + timedelta(days=89), keyed_desk().tables) == 0
    world.chat.forward(timedelta(days=91))
    assert tip_forget.run(world.engine, world.chat.now, keyed_desk().tables) == 1

    assert dict(seen.facts)["姓名"] == NAME
    assert world.say("leader", f"看举报人 {receipt}").title == f"举报 {receipt} 没有保存举报人"
    with reading(world.engine) as session:
        assert list(session.scalars(select(col(Tip.sealed)))) == [""]
    # Of the leader's look the row keeps no name.
    assert [row for table, row in rows(world.engine) if table == "outbox" and NAME in row] == []
