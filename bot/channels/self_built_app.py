"""The self-built app 「自建应用」: encrypted callbacks in, the message interface out."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.app_media import AppMedia
from bot.channels.app_token import NAME, app_token
from bot.channels.channel import Accept, Address, Delivered, Fetched, Limits, NotStored, WithoutConnection
from bot.channels.http import JSON_TYPE, Caller, raise_unless_taken
from bot.wire import bodies, draw, template_card, words
from bot.wire.callback import CallbackRefused, Envelope
from bot.wire.verdicts import MEDIA_GONE, TASK_USED, Outcome, is_refused_as_card, verdict
from config.clock import Clock
from config.limits import Limits as AllLimits
from config.settings import Settings, SettingsWrong
from storage.messages import Card

log = logging.getLogger(__name__)

CALLBACK_PATH = "/wecom/callback"

CODE_USED_UP = 60140
"""The code for changing a card was used, or is too old."""


class SelfBuiltApp(WithoutConnection):
    """One app of one corp. Source: document/path/90238 (接收消息), 90236 (发送应用消息)."""

    name = NAME

    def __init__(self, settings: Settings, limits: AllLimits, engine: Engine, clock: Clock) -> None:
        """Take the app's settings, all of them filled. Raises SettingsWrong where the AES key is none."""
        assert settings.wecom_agent_id is not None
        own = limits.by_channel[NAME]
        self.limits = Limits(
            own.per_minute,
            own.per_hour,
            bodies.drops_repeats_for(limits.duplicate_check),
            card_life=limits.card_life,
            media_life=limits.media_life,
            file_bytes=own.file_bytes,
        )
        self._text_bytes = own.text_bytes
        self._hold = own.hold_after_refusal
        self._largest_callback = limits.callback_body_bytes
        self._duplicate_check = limits.duplicate_check
        self._clock = clock
        self._agent_id = settings.wecom_agent_id
        self._api_url = settings.wecom_api_url.rstrip("/")
        self._wecom = Caller(limits.http_timeout)
        self._token = app_token(settings, limits, self._wecom, engine, clock)
        self._media = AppMedia(settings, limits, self._wecom, self._token, engine, clock)
        self._envelope = _envelope(settings, limits.callback_max_age)

    def attach(self, app: FastAPI, accept: Accept) -> None:
        """Add the callback: URL verification by GET, messages by POST.

        A plain route: FastAPI's own would cost more than everything that we do with a message.
        """

        async def callback(request: Request) -> Response:
            if request.method == "POST":
                return await self._receive(request, accept)
            return self._verify(request)

        app.add_route(CALLBACK_PATH, callback, methods=["GET", "POST"], include_in_schema=False)

    async def fetch(self, source: Mapping[str, Any]) -> Fetched:
        """Return a picture or file that somebody sent to the app. Raises TryLater, GiveUp or TooLarge."""
        return await self._media.fetch(source)

    async def close(self) -> None:
        """Close the connections to WeCom."""
        await self._wecom.close()

    def _verify(self, request: Request) -> Response:
        try:
            return PlainTextResponse(self._envelope.echo(request.query_params, self._clock()))
        except CallbackRefused as refused:
            return _refusal(refused)

    async def _receive(self, request: Request, accept: Accept) -> Response:
        try:
            body = await _read_body(request, self._largest_callback)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        try:
            incoming = self._envelope.open(request.query_params, body, self._clock(), channel=self.name)
        except CallbackRefused as refused:
            return _refusal(refused)
        try:
            await accept(incoming)
        except NotStored:
            # WeCom sends again whatever is not answered with 200.
            return Response(status_code=503)
        return Response(status_code=200)

    def reaches(self, address: Address) -> bool:
        """Return whether `address` is a person: an app cannot speak in groups."""
        return bool(address.userid)

    def draw(self, card: Card, address: Address) -> str:
        """Return the request: a card where there are buttons, the change of one where they end, else plain text.

        Plain, because markdown is not shown inside WeChat 「微信插件」. A file is only named: it has no id before it
        is uploaded.
        """
        if card.closed_as:
            return bodies.app_update(
                template_card.closed(card, card.task),
                userid=address.userid,
                agent_id=self._agent_id,
                response_code=address.reply_handle,
            )
        if card.file:
            return bodies.app_file(card.file, card.title, **self._head(address))
        in_words = draw.text(card, self._text_bytes)
        if not template_card.can_draw(card):
            return bodies.app_text(in_words, **self._head(address))
        shown = template_card.interactive(card, address.task)
        return bodies.app_card(shown, in_words=in_words, **self._head(address))

    def _head(self, address: Address) -> bodies.Head:
        return {
            "userid": address.userid,
            "agent_id": self._agent_id,
            "letter": address.letter,
            "duplicate_check": self._duplicate_check,
        }

    async def send(self, body: str, address: Address) -> Delivered:
        """Deliver once; where the token is refused, a new one is used once. Raises TryLater or GiveUp."""
        if bodies.is_app_update(body):
            return await self._close_card(body, address)
        if bodies.wants_file(body):
            return self._delivered(await self._send_file(body, address))
        card, *in_words = body.split("\n")
        answer = await self._ask("message/send", card)
        if in_words and answer["errcode"] in TASK_USED:
            return Delivered()
        return self._delivered(await self._or_simpler("message/send", answer, in_words))

    async def _send_file(self, body: str, address: Address) -> Mapping[str, Any]:
        """Return the answer to the message with the file; where its id has died before its time, to a new one."""
        kind, media_id = await self._media.uploaded(*bodies.wanted_file(body), address.letter)
        answer = await self._ask("message/send", bodies.app_media(body, kind, media_id))
        if answer["errcode"] == MEDIA_GONE:
            await self._media.forget(media_id)
            kind, media_id = await self._media.uploaded(*bodies.wanted_file(body), address.letter)
            answer = await self._ask("message/send", bodies.app_media(body, kind, media_id))
        return answer

    def _delivered(self, answer: Mapping[str, Any]) -> Delivered:
        raise_unless_taken(answer, hold=self._hold)
        missed = str(answer.get("invaliduser") or "")
        not_reached = tuple(userid.lower() for userid in missed.split("|") if userid)
        return Delivered(not_reached, card_handle=str(answer.get("response_code") or ""))

    async def _close_card(self, body: str, address: Address) -> Delivered:
        """Change a card by what the platform gave for it; where that is used up or too old, the card stays."""
        if address.reply_channel == self.name:
            end, *grey_button = body.split("\n")
            answer = await self._ask("message/update_template_card", end)
            answer = await self._or_simpler("message/update_template_card", answer, grey_button)
            if answer["errcode"] != CODE_USED_UP:
                raise_unless_taken(answer, hold=self._hold)
        return Delivered()

    async def _or_simpler(self, path: str, answer: Mapping[str, Any], simpler: Sequence[str]) -> Mapping[str, Any]:
        """Return the answer to the simpler form where WeCom refused the card for what it is, else its `answer`."""
        if not simpler or not is_refused_as_card(answer["errcode"]):
            return answer
        log.warning("%s: a card was refused with %s, its simpler form goes", path, answer["errcode"])
        return await self._ask(path, simpler[0])

    async def _ask(self, path: str, request: str) -> Mapping[str, Any]:
        token = await self._token.get()
        answer = await self._post(path, token, request)
        if verdict(answer["errcode"]).outcome is Outcome.NEW_TOKEN:
            answer = await self._post(path, await self._token.replace(token), request)
        return answer

    async def _post(self, path: str, token: str, body: str) -> Mapping[str, Any]:
        url, content = f"{self._api_url}/{path}", body.encode()
        return await self._wecom.call("POST", url, {"access_token": token}, content=content, headers=JSON_TYPE)


def _envelope(settings: Settings, max_age: timedelta) -> Envelope:
    token, aes_key = settings.wecom_token.get_secret_value(), settings.wecom_aes_key.get_secret_value()
    try:
        return Envelope(token, aes_key, settings.wecom_corp_id, max_age=max_age)
    except ValueError:
        raise SettingsWrong(words.WRONG_AES_KEY) from None


async def _read_body(request: Request, max_bytes: int) -> bytes | None:
    """Return the body, None where it is larger than `max_bytes`."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            return None
    return bytes(body)


def _refusal(refused: CallbackRefused) -> Response:
    log.warning("callback refused: %s", refused)
    return Response(status_code=403)
