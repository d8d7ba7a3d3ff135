"""The sandbox's room on a real database with a real acceptor, and a browser in front of it."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import anyio
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import Engine, select
from sqlmodel import col
from starlette.testclient import TestClient

from bot.accept import Acceptor
from bot.channels.channel import Channel
from bot.deliver import Road, deliver_due
from bot.sandbox import county
from bot.sandbox.clock import START, SandboxClock
from bot.sandbox.room import Room
from config.clock import system_clock
from storage import errands, evidence, outbox, people, roster, units
from storage.database import reading, work
from storage.evidence import Evidence
from storage.hazards import Hazard
from storage.inbox import InboxMessage
from storage.messages import Card, Incoming, Recipient
from storage.vocabulary import EvidenceState, Urgency
from tests.builders import a_desk, a_hazard

NIGHT_SHIFT = "zhangliang_yeban"
PRIVATE = f"private:{NIGHT_SHIFT}"
GROUP = "group:zhangliang"
LEASE = timedelta(seconds=30)


@dataclass
class Sandbox:
    """What a test does as a visitor, and what the program does for it."""

    engine: Engine
    clock: SandboxClock
    room: Room
    browser: TestClient
    folder: Path
    stepped: list[datetime]

    def say(self, text: str = "", *, person: str = NIGHT_SHIFT, conversation: str = "", **more: Any) -> Response:
        """Send a message as the page does; into the private chat unless told otherwise."""
        where = conversation or f"private:{person}"
        said = {"id": str(uuid4()), "person": person, "conversation": where, "text": text, **more}
        return self.browser.post("/sandbox/messages", json=said)

    def upload(self, content: bytes, *, kind: str = "image", name: str = "a.jpg") -> dict[str, str]:
        """Upload as the page does; return what a message says of it."""
        headers = {"content-type": "application/octet-stream"}
        answer = self.browser.post("/sandbox/uploads", content=content, headers=headers)
        assert answer.status_code == 200, answer.text
        return {"kind": kind, "upload": answer.json()["upload"], "name": name}

    def press(self, task: str, says: str, *, person: str = NIGHT_SHIFT, **more: Any) -> Response:
        """Press a button of a card as the page does."""
        pressed = {"id": str(uuid4()), "person": person, "task": task, "says": says, **more}
        return self.browser.post("/sandbox/clicks", json=pressed)

    def get(self, path: str, person: str = NIGHT_SHIFT, **query: Any) -> Response:
        """Ask for something as this person."""
        return self.browser.get(f"/sandbox/{path}", params={"person": person, **query})

    def messages(self, person: str = NIGHT_SHIFT, conversation: str = "", **more: Any) -> list[dict[str, Any]]:
        """Return what this person sees in the chat."""
        answer = self.get("messages", person, conversation=conversation or f"private:{person}", **more)
        found: list[dict[str, Any]] = answer.json()["messages"]
        return found

    def incoming(self) -> list[Incoming]:
        """Return what was stored, oldest first."""
        with reading(self.engine) as session:
            rows = session.scalars(select(InboxMessage).order_by(col(InboxMessage.id)))
            return [row.as_incoming() for row in rows]

    def push(self, recipient: Recipient, card: Card, *, key: str = "k", reply: tuple[str, str] = ("", "")) -> None:
        """Send a card by the program's own road."""
        with work(self.engine) as session:
            outbox.enqueue(session, key, recipient, card, urgency=Urgency.PROMPT, now=self.clock(), reply=reply)
        self.deliver()

    def deliver(self) -> None:
        """Send what is due by the program's own road."""
        channels: list[Channel] = [self.room]
        plan = a_desk().tables.limits.outbox
        anyio.run(deliver_due, Road(self.engine, self.clock, channels, plan, self.folder))

    def fetch(self, *, mime: str = "image/jpeg", refused: str = "") -> list[str]:
        """Store what waits to be fetched as the program does, or refuse it; return the names of the files."""
        stored: list[str] = []
        while True:
            with work(self.engine) as session:
                errand = errands.claim(session, now=self.clock(), lease=LEASE)
                if errand is None:
                    return stored
                content, now = anyio.run(self.room.fetch, errand.source), self.clock()
                if refused:
                    errands.give_up(session, errand, now=now, error=refused, state=EvidenceState.REFUSED)
                    continue
                name, size = sha256(content.content).hexdigest(), len(content.content)
                self.keep(f"{evidence.FOLDER}/{name[:2]}/{name}", content.content)
                errands.store(session, errand, now=now, sha256=name, mime=mime, size=size, name=content.name)
                stored.append(name)

    def keep(self, path: str, content: bytes) -> None:
        """Put a file below the data folder."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(content)

    def pieces(self) -> Sequence[Evidence]:
        """Return all evidence, in the order in which it came."""
        with reading(self.engine) as session:
            return session.scalars(select(Evidence).order_by(col(Evidence.id))).all()

    def group(self, userid: str) -> Recipient:
        """Return the group of this person's unit."""
        with reading(self.engine) as session:
            person = people.by_userid(session, userid)
            assert person is not None
            group = units.group_of(session, units.tree(session), person.unit_id)
            assert group is not None
            assert group.id is not None
            return Recipient.group(group.id)

    def hazard(self, **more: Any) -> Hazard:
        """Return a stored hazard that the night shift reported."""
        with work(self.engine) as session:
            reporter = people.by_userid(session, NIGHT_SHIFT)
            assert reporter is not None
            unit = units.tree(session).by_id[reporter.unit_id]
            return a_hazard(session, unit, reporter=reporter, **more)

    def wait_for_clock(self) -> Mapping[str, Any]:
        """Return where the clock stands once it is no longer pushed."""
        for _ in range(500):
            standing: dict[str, Any] = self.browser.get("/sandbox/clock").json()
            if not standing["is_under_way"]:
                return standing
            anyio.run(anyio.sleep, 0.02)
        raise AssertionError("the clock never arrived")


@contextmanager
def a_sandbox(engine: Engine, folder: Path) -> Iterator[Sandbox]:
    """Serve the room while the block runs, with the people of the demo county and no records."""
    with work(engine) as session:
        roster.apply(session, county.demo_roster(), now=START)
    clock = SandboxClock(engine, system_clock)
    stepped: list[datetime] = []
    room = Room(engine, clock, stepped.append, a_desk().tables, folder)
    acceptor = Acceptor(engine, clock, lambda: None)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with acceptor:
            yield
        await room.close()

    app = FastAPI(lifespan=lifespan)
    room.attach(app, acceptor.accept)
    with TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000)) as browser:
        yield Sandbox(engine, clock, room, browser, folder, stepped)
