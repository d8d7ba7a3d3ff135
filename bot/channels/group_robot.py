"""The group robot 「群机器人」: a webhook that speaks into one group and hears nothing."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fastapi import FastAPI

from bot.channels.channel import Accept, Address, Delivered, Fetched, GiveUp, Limits
from bot.channels.http import JSON_TYPE, Caller, raise_unless_taken
from bot.wire import bodies, draw, words
from config.limits import Limits as AllLimits
from config.settings import Settings
from storage.messages import Card

NAME = "group_robot"
_KEY_IN_ADDRESS = re.compile(r"[?&]key=([^&#\s]+)")


class GroupRobot:
    """All webhooks of the county's groups. Source: document/path/91770 (消息推送)."""

    name = NAME

    def __init__(self, settings: Settings, limits: AllLimits) -> None:
        """Take WeCom's base address; the key of each webhook comes with a message's address."""
        own = limits.by_channel[NAME]
        # A webhook has no check of repeats.
        self.limits = Limits(own.per_minute, own.per_hour, drops_repeats_for=timedelta(0))
        self._markdown_bytes = own.markdown_bytes
        self._hold = own.hold_after_refusal
        self._webhook_url = f"{settings.wecom_api_url.rstrip('/')}/webhook"
        self._wecom = Caller(limits.http_timeout)

    def attach(self, app: FastAPI, accept: Accept) -> None:
        """Do nothing: a webhook only speaks."""

    async def listen(self, accept: Accept) -> None:
        """Do nothing: there is no connection of its own."""

    def is_mine(self) -> bool:
        """Return True: every process may send."""
        return True

    def is_up(self) -> bool:
        """Return True: whether it works is seen by trying."""
        return True

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
        """Return the card as a markdown message, which alone can call by @ and has room for a county's list."""
        return bodies.robot_markdown(draw.markdown(card, self._markdown_bytes))

    async def send(self, body: str, address: Address) -> Delivered:
        """Deliver once. Raises TryLater or GiveUp."""
        url, key = f"{self._webhook_url}/send", {"key": key_of(address)}
        answer = await self._wecom.call("POST", url, key, content=body.encode(), headers=JSON_TYPE)
        raise_unless_taken(answer, hold=self._hold)
        return Delivered()

    async def upload(self, filename: str, content: bytes, address: Address) -> str:
        """Return the media id of a file (5 bytes to 20 MB) for this webhook alone; it lives three days.

        Raises TryLater or GiveUp.
        """
        url, where = f"{self._webhook_url}/upload_media", {"key": key_of(address), "type": "file"}
        answer = await self._wecom.call("POST", url, where, files={"media": (filename, content)})
        raise_unless_taken(answer, hold=self._hold)
        return str(answer["media_id"])


def key_of(address: Address) -> str:
    """Return the webhook's key, also where the office wrote down the whole address.

    Only the key is taken: an address in the roster can never send our messages elsewhere.
    """
    found = _KEY_IN_ADDRESS.search(address.webhook_key)
    return found[1] if found else address.webhook_key
