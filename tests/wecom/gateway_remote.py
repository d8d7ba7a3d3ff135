"""The smart bot's side of a fake in another process: what people do there, what they saw, what went wrong."""

import time
from collections.abc import Callable
from typing import Any

from tests.wecom.bot_callbacks import Body, Handed

POLL_SECONDS = 0.02
Call = Callable[..., Any]


class RemoteGateway:
    """Calls /_control/bot/; what each does is said where Gateway does it."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def say(self, userid: str, text: str, chatid: str | None = None, **more: Any) -> Handed:
        """Say something to the bot; `more` as in Gateway.say."""
        return Handed(**self.act("say", userid=userid, text=text, chatid=chatid, **more))

    def send_image(self, userid: str) -> Handed:
        """Send a picture in the single chat."""
        return Handed(**self.act("send_image", userid=userid))

    def enter_chat(self, userid: str) -> Handed:
        """Open the single chat for the first time today."""
        return Handed(**self.act("enter_chat", userid=userid))

    def click(self, ordinal: int, key: str, chosen: dict[str, list[str]] | None = None) -> Handed:
        """Click what has this key on the card that was seen with this ordinal."""
        return Handed(**self._call("POST", "bot/click", {"ordinal": ordinal, "key": key, "chosen": chosen or {}}))

    def again(self, handed: Handed) -> Handed:
        """Hand the same message over once more under a new req_id."""
        before: Body = {name: getattr(handed, name) for name in Handed.__slots__}
        return Handed(**self._call("POST", "bot/again", before))

    def act(self, name: str, **arguments: Any) -> Any:
        """Call a method of Gateway by its name: close, abort, freeze, kick, stop_listening, listen_again, …."""
        return self._call("POST", "bot/act", {"name": name, "arguments": arguments})

    def set(self, **settings: Any) -> None:
        """Change answers_pings, refuses_auth, auth_errcode, silence_seconds or pads_keys."""
        self._call("POST", "bot/set", settings)

    def counts(self) -> dict[str, Any]:
        """Return is_connected, subscribes, most_live, lines, complaints, over_limit, seen."""
        found: dict[str, Any] = self._call("GET", "bot/counts")
        return found

    def seen(self, after: int = 0) -> list[dict[str, Any]]:
        """Return what the bot showed to anybody with an ordinal beyond `after`, oldest first, as BotSeen's fields."""
        found: list[dict[str, Any]] = self._call("GET", f"bot/seen?after={after}")
        return found

    def answers_to(self, handed: Handed) -> list[dict[str, Any]]:
        """Return what was answered to a message or an entered chat."""
        return [seen for seen in self.seen() if seen["req_id"] == handed.req_id]

    def frames(self) -> list[dict[str, Any]]:
        """Return every frame that clients wrote, oldest first, as Frame's fields."""
        found: list[dict[str, Any]] = self._call("GET", "bot/frames")
        return found

    def wait_until(self, is_so: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Return what `is_so` returns as soon as that is true; asks again and again. Raises AssertionError."""
        give_up_at = time.monotonic() + seconds
        while not (found := is_so()):
            if time.monotonic() > give_up_at:
                raise AssertionError(f"not so after {seconds} s: {self.counts()}")
            time.sleep(POLL_SECONDS)
        return found

    def wait_connected(self, seconds: float = 10.0) -> None:
        """Return as soon as a client is subscribed."""
        self.wait_until(lambda: self.counts()["is_connected"], seconds)
