"""How fast the outbox drains against the platform on loopback, against a bare loop that sends the same bodies."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import httpx2
from sqlalchemy import Engine, select
from sqlmodel import col

from bot.channels.self_built_app import SelfBuiltApp
from bot.deliver import Road, deliver_due
from config.clock import system_clock
from config.settings import Settings
from config.tables import load_tables
from storage import outbox
from storage.database import open_engine, reading, work
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.schema import migrate
from storage.units import Unit
from storage.vocabulary import OutboxState, Role, UnitType, Urgency
from tests.wecom.identity import Identity
from tests.wecom.remote import spawned_platform

CONFIG = Path(__file__).parents[2] / "config"
COUNT = 2000
ROUNDS = 3


def _settings(api_url: str) -> Settings:
    identity = Identity()
    return Settings(
        wecom_api_url=api_url,
        wecom_corp_id=identity.corp_id,
        wecom_agent_id=identity.agent_id,
        wecom_secret=identity.secret,
        wecom_token=identity.token,
        wecom_aes_key=identity.aes_key,
    )


def _filled(url: str) -> Engine:
    engine = open_engine(url)
    migrate(engine)
    now = datetime.now(UTC)
    with work(engine) as session:
        unit = Unit(name="鲁山县民政局", type=UnitType.BUREAU)
        session.add(unit)
        session.flush()
        assert unit.id is not None
        for number in range(COUNT):
            userid = f"user{number}"
            session.add(Person(userid=userid, userid_key=userid, name=userid, unit_id=unit.id, role=Role.STAFF))
            card = Card(
                "提醒：日巡查", facts=(("单位", f"第{number}敬老院"),), lines=("请今天巡查后回复「巡查 正常」。",)
            )
            outbox.enqueue(session, f"b:{number}", Recipient.person(userid), card, urgency=Urgency.PROMPT, now=now)
    return engine


async def _drain(engine: Engine, api_url: str) -> float:
    tables = load_tables(CONFIG)
    channel = SelfBuiltApp(_settings(api_url), tables.limits, engine, system_clock)
    road = Road(engine, system_clock, [channel], tables.limits.outbox, Path(tempfile.gettempdir()))
    began = time.perf_counter()
    while await deliver_due(road):
        pass
    spent = time.perf_counter() - began
    await channel.close()
    return spent


def _bodies(engine: Engine) -> list[bytes]:
    with reading(engine) as session:
        rows = session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()
    if any(row.state is not OutboxState.SENT for row in rows):
        raise RuntimeError("not everything was sent")
    return [row.body.encode() for row in rows]


async def _bare(bodies: list[bytes], api_url: str) -> float:
    identity = Identity()
    async with httpx2.AsyncClient(timeout=10) as client:
        who = {"corpid": identity.corp_id, "corpsecret": identity.secret}
        token = (await client.get(f"{api_url}/gettoken", params=who)).json()["access_token"]
        began = time.perf_counter()
        for body in bodies:
            sent = await client.post(
                f"{api_url}/message/send",
                params={"access_token": token},
                content=body,
                headers={"Content-Type": "application/json"},
            )
            if sent.json()["errcode"]:
                raise RuntimeError(sent.text)
        return time.perf_counter() - began


def run() -> dict[str, float]:
    """Return the median messages a second of `outbox` and of the `bare` loop; rounds are interleaved."""
    found: dict[str, list[float]] = {"outbox": [], "bare": []}
    for round_ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder, spawned_platform(["--no-limits"]) as platform:
            engine = _filled(f"sqlite:///{folder}/{round_}.db")
            found["outbox"].append(COUNT / asyncio.run(_drain(engine, platform.api_url)))
            bodies = _bodies(engine)
            platform.reset()
            found["bare"].append(COUNT / asyncio.run(_bare(bodies, platform.api_url)))
            engine.dispose()
    return {which: median(speeds) for which, speeds in found.items()}
