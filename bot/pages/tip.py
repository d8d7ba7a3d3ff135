"""The public page for tips 「投诉举报」: a form without login, and what became of a tip by its receipt."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from bot import evidence_files
from bot.pages.guard import Guard
from bot.pages.tip_form import CONTACT_LENGTH, UNIT_LENGTH, Form, FormWrong, checked, read_form, refuse_other_pages
from bot.rules.content import Piece
from config.clock import TZ, Clock
from handlers import tip_public
from handlers.desk import Desk
from handlers.texts import tip_page as texts
from handlers.tip_public import Filed
from storage import tips
from storage.database import reading, work

log = logging.getLogger(__name__)

PATH = "/tip"
_FOLDER = Path(__file__).parent
_STYLE = "tip.css"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class TipPage:
    """The routes of the page and what they need. Nothing of who asks is kept or logged."""

    def __init__(self, engine: Engine, clock: Clock, desk: Desk, data_dir: Path, on_tip: Callable[[], None]) -> None:
        """Take the parts; `on_tip` is called after each tip, so that its letters leave at once."""
        self._engine, self._clock, self._desk, self._data_dir = engine, clock, desk, data_dir
        self._on_tip = on_tip
        self._limits = desk.tables.tips.page
        self._guard = Guard(clock, self._limits)
        # A photo of a few megabytes becomes hundreds when it is opened: never two at once.
        self._opening = asyncio.Semaphore(1)
        self._pages = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)

    def attach(self, app: FastAPI) -> None:
        """Add the form, the receipts and the style below `/tip`."""
        app.add_route(PATH, self._form, methods=["GET"], include_in_schema=False)
        app.add_route(PATH, self._file, methods=["POST"], include_in_schema=False)
        app.add_route(f"{PATH}/{_STYLE}", _style, methods=["GET"], include_in_schema=False)
        app.add_route(f"{PATH}/{{receipt}}", self._receipt, methods=["GET"], include_in_schema=False)
        app.add_route(f"{PATH}/{{receipt}}", self._add, methods=["POST"], include_in_schema=False)

    async def _form(self, request: Request) -> Response:
        if (receipt := request.query_params.get("r", "")) != "":
            return await self._show(request, receipt)
        if not self._limits.is_open:
            return self._say(texts.CLOSED, status=404)
        unit_id = request.query_params.get("u", "")
        unit = await asyncio.to_thread(self._unit_name, unit_id) if unit_id else ""
        return self._ask(Form(secrets.token_hex(16), unit_id=unit_id if unit else "", unit=unit))

    async def _file(self, request: Request) -> Response:
        if not self._limits.is_open:
            return self._say(texts.CLOSED, status=404)
        if not self._guard.may_tell(_address(request)):
            return self._say(texts.TOO_OFTEN, status=429, headers={"Retry-After": "60"})
        try:
            refuse_other_pages(request)
            form, pictures = await read_form(request, self._limits)
            async with self._opening:
                pieces = await asyncio.to_thread(checked, pictures, form, self._desk.tables.evidence)
            filed = await asyncio.to_thread(self._keep, form, pieces)
        except FormWrong as wrong:
            if wrong.form is None:
                return self._say(str(wrong), status=wrong.status)
            return self._ask(wrong.form, trouble=str(wrong), status=wrong.status)
        except ClientDisconnect:
            return Response(status_code=400)
        except tip_public.NobodyToTell:
            return self._say(texts.NOBODY, status=200)
        except SQLAlchemyError as error:
            # No trace: what was sent stands in the frames.
            log.error("a tip of the page could not be kept: %s", type(error).__name__)  # noqa: TRY400
            return self._ask(form, trouble=texts.NOT_KEPT, status=503)
        self._on_tip()
        return self._draw("tip_done.html", filed=filed)

    async def _receipt(self, request: Request) -> Response:
        return await self._show(request, str(request.path_params["receipt"]))

    async def _add(self, request: Request) -> Response:
        receipt = str(request.path_params["receipt"])
        if not self._guard.may_tell(_address(request)):
            return self._say(texts.TOO_OFTEN, status=429, headers={"Retry-After": "60"})
        try:
            refuse_other_pages(request)
            form, _ = await read_form(request, self._limits)
            is_added = await asyncio.to_thread(self._keep_more, receipt, form.text)
        except FormWrong as wrong:
            return self._say(str(wrong), status=wrong.status)
        except ClientDisconnect:
            return Response(status_code=400)
        if not is_added:
            return self._say(texts.NOTHING_TO_ADD_TO, status=404)
        self._on_tip()
        return RedirectResponse(f"{PATH}/{receipt}", status_code=303, headers=HEADERS)

    def _keep_more(self, receipt: str, text: str) -> bool:
        with work(self._engine) as session:
            return tip_public.add(session, receipt, text, desk=self._desk, now=self._clock())

    async def _show(self, request: Request, receipt: str) -> Response:
        if not self._guard.may_look(_address(request)):
            return self._say(texts.TOO_OFTEN, status=429, headers={"Retry-After": "60"})
        found = await asyncio.to_thread(self._look, receipt)
        if found is None:
            return self._say(texts.NO_SUCH_RECEIPT, status=404)
        form_id, length = secrets.token_hex(16), self._limits.text_length
        return self._draw("tip_state.html", tip=found, form_id=form_id, text_length=length)

    def _unit_name(self, unit_id: str) -> str:
        with reading(self._engine) as session:
            return tip_public.unit_name(session, unit_id)

    def _look(self, receipt: str) -> tip_public.Shown | None:
        with reading(self._engine) as session:
            return tip_public.look(session, receipt)

    def _keep(self, form: Form, pieces: list[Piece]) -> Filed:
        now = self._clock()
        kept = [(evidence_files.keep(self._data_dir, one.content), one) for one in pieces]
        with work(self._engine) as session:
            midnight = datetime.combine(now.astimezone(TZ).date(), time(), TZ)
            if tips.count_from_page(session, midnight) >= self._limits.per_day:
                raise FormWrong(texts.FULL_TODAY, form, status=429)
            told = tip_public.FromPage(form.form_id, form.unit_id, form.unit, form.text, form.contact)
            pictures = [tip_public.Picture(sha256, one.mime, len(one.content)) for sha256, one in kept]
            return tip_public.file(session, told, pictures, desk=self._desk, now=now)

    def _ask(self, form: Form, *, trouble: str = "", status: int = 200) -> Response:
        return self._draw(
            "tip.html",
            status=status,
            form=form,
            trouble=trouble,
            limits=self._limits,
            unit_length=UNIT_LENGTH,
            contact_length=CONTACT_LENGTH,
            keeps_contact=self._desk.box.has_key,
        )

    def _say(self, words: str, *, status: int, headers: dict[str, str] | None = None) -> Response:
        return self._draw("tip_said.html", status=status, words=words, headers=headers)

    def _draw(self, page: str, *, status: int = 200, headers: dict[str, str] | None = None, **facts: Any) -> Response:
        html = self._pages.get_template(page).render(path=PATH, **facts)
        return HTMLResponse(html, status_code=status, headers=HEADERS | (headers or {}))


async def _style(request: Request) -> Response:
    return FileResponse(_FOLDER / _STYLE, media_type="text/css", headers=HEADERS)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
