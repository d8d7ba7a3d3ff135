"""The public page for tips on a real database, and somebody with a browser in front of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from PIL import Image
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.pages.tip import TipPage
from handlers.desk import Desk
from tests.chat import Chat
from tests.stories.tip_world import keyed_desk

HOME = "https://minan.example"
TOLD = "厨房燃气软管老化没人管"


def desk_with(**limits: Any) -> Desk:
    """Return the delivered configuration with a key and these limits of the page."""
    desk = keyed_desk()
    page = replace(desk.tables.tips.page, **limits)
    return replace(desk, tables=replace(desk.tables, tips=replace(desk.tables.tips, page=page)))


def photo(size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a picture as a phone takes it, with where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    content = BytesIO()
    Image.new("RGB", size, "red").save(content, "JPEG", exif=exif)
    return content.getvalue()


class Visitor:
    """Somebody who opens the page and fills it in."""

    def __init__(self, engine: Engine, chat: Chat, folder: Path, desk: Desk, address: str = "203.0.113.7") -> None:
        self.engine, self.chat, self.folder = engine, chat, folder
        self.woken: list[None] = []
        app = FastAPI()
        TipPage(engine, lambda: chat.now, desk, folder, lambda: self.woken.append(None)).attach(app)
        self._app = app
        self.browser = TestClient(app, base_url=HOME, client=(address, 50000))

    def other(self, address: str) -> TestClient:
        """Return the browser of somebody at another address."""
        return TestClient(self._app, base_url=HOME, client=(address, 50000))

    def form_id(self, unit: str = "") -> str:
        """Open the form and return its id."""
        page = self.browser.get("/tip", params={"u": unit} if unit else {})
        assert page.status_code == 200
        found = re.search(r'name="form" value="([0-9a-f]{32})"', page.text)
        assert found
        return found.group(1)

    def file(
        self,
        text: str = TOLD,
        *,
        pictures: tuple[bytes, ...] = (),
        headers: dict[str, str] | None = None,
        browser: TestClient | None = None,
        **fields: Any,
    ) -> Response:
        """Fill the form in and send it."""
        filled = {"form": fields.pop("form", "") or self.form_id(), "unit": "张良镇敬老院", "text": text, **fields}
        files = [("photo", ("IMG_1.jpg", one, "image/jpeg")) for one in pictures] or [("photo", ("", b"", ""))]
        return (browser or self.browser).post("/tip", data=filled, files=files, headers=headers or {})


@contextmanager
def a_visitor(engine: Engine, folder: Path, desk: Desk | None = None) -> Iterator[Visitor]:
    """Give a visitor of the page of a small county."""
    chat = Chat(engine, desk=desk or keyed_desk())
    yield Visitor(engine, chat, folder, desk or keyed_desk())
