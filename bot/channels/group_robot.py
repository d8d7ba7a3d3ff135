"""The group robot 「群机器人」: a webhook that speaks into one group and hears nothing."""

import asyncio
import contextlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fastapi import FastAPI

from bot.channels import outgoing_file
from bot.channels.channel import Accept, Address, Delivered, Fetched, GiveUp, Limits, WithoutConnection
from bot.channels.http import JSON_TYPE, Caller, nothing_said_yet, raise_unless_taken
from bot.rules import picture
from bot.wire import bodies, draw, media, words
from config.limits import Limits as AllLimits
from config.settings import Settings
from storage.messages import Card

NAME = "group_robot"
_UPLOADS_REMEMBERED = 1000
_KEY_IN_ADDRESS = re.compile(r"[?&]key=([^&#\s]+)")


class GroupRobot(WithoutConnection):
    """All webhooks of the county's groups. Source: document/path/91770 (消息推送)."""

    name = NAME

    def __init__(self, settings: Settings, limits: AllLimits) -> None:
        """Take WeCom's base address; the key of each webhook comes with a message's address."""
        own = limits.by_channel[NAME]
        # A webhook has no check of repeats.
        self.limits = Limits(own.per_minute, own.per_hour, drops_repeats_for=timedelta(0))
        self._markdown_bytes = own.markdown_bytes
        self._image_bytes = own.image_bytes
        self._file_bytes = own.file_bytes
        self._hold = own.hold_after_refusal
        self._data_dir = settings.data_dir
        self._uploads: OrderedDict[int, str] = OrderedDict()
        self._webhook_url = f"{settings.wecom_api_url.rstrip('/')}/webhook"
        self._wecom = Caller(limits.http_timeout)

    def attach(self, app: FastAPI, accept: Accept) -> None:
        """Do nothing: a webhook only speaks."""

    async def fetch(self, source: Mapping[str, Any]) -> Fetched:
        """Raise GiveUp: nothing comes in here that could be fetched."""
        raise GiveUp(words.NOTHING_TO_FETCH)

    async def close(self) -> None:
        """Close the connections to WeCom."""
        await self._wecom.close()

    def reaches(self, address: Address) -> bool:
        """Return whether `address` is a group with a webhook."""
        return bool(address.webhook_key)

    def draw(self, card: Card, address: Address) -> str:
        """Return the card as a markdown message, which alone can call by @ and has room for a county's list.

        A file is only named: it is read and uploaded when it is sent.
        """
        if card.file:
            return bodies.robot_wish(card.file, card.title)
        return bodies.robot_markdown(draw.markdown(card, self._markdown_bytes))

    async def send(self, body: str, address: Address) -> Delivered:
        """Deliver once. Raises TryLater or GiveUp."""
        if bodies.wants_file(body):
            with nothing_said_yet():
                body = await self._with_file(body, address)
        url, key = f"{self._webhook_url}/send", {"key": key_of(address)}
        answer = await self._wecom.call("POST", url, key, content=body.encode(), headers=JSON_TYPE)
        raise_unless_taken(answer, hold=self._hold)
        return Delivered()

    async def _with_file(self, body: str, address: Address) -> str:
        """Return the message: a picture goes in it, everything else is uploaded before."""
        file, name = bodies.wanted_file(body)
        content = await asyncio.to_thread(outgoing_file.read, self._data_dir, file, max_bytes=self._file_bytes)
        if media.is_picture(content):
            # One that is none after all, or does not become small enough, people open as a file.
            with contextlib.suppress(picture.Unfit):
                return bodies.robot_image(await asyncio.to_thread(picture.shrunk, content, self._image_bytes))
        if address.letter not in self._uploads:
            await self._upload(name, content, address)
        return bodies.robot_file(self._uploads[address.letter])

    async def _upload(self, name: str, content: bytes, address: Address) -> None:
        """Upload a file for this webhook alone, and keep its id for repeats of the letter; it lives three days."""
        url, where = f"{self._webhook_url}/upload_media", {"key": key_of(address), "type": "file"}
        file = (media.plain_filename(name), content)
        answer = await self._wecom.call("POST", url, where, files={"media": file})
        raise_unless_taken(answer, hold=self._hold)
        self._uploads[address.letter] = str(answer["media_id"])
        if len(self._uploads) > _UPLOADS_REMEMBERED:
            self._uploads.popitem(last=False)


def key_of(address: Address) -> str:
    """Return the webhook's key, also where the office wrote down the whole address.

    Only the key is taken: an address in the roster can never send our messages elsewhere.
    """
    found = _KEY_IN_ADDRESS.search(address.webhook_key)
    return found[1] if found else address.webhook_key
