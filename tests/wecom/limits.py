"""How often WeCom lets one speak, and how it counts."""

import math
from collections import deque
from dataclasses import dataclass, fields

MINUTE = 60.0
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The platform's figures; `UNLIMITED` for measurements where no limit is to apply."""

    member_per_minute: float = 30
    member_per_hour: float = 1000
    webhook_per_minute: float = 20
    api_per_minute: float = 10_000
    api_per_hour: float = 150_000
    chat_per_minute: float = 30
    """Replies and pushes of the smart bot together, in one chat."""
    chat_per_hour: float = 1000
    bot_uploads_per_minute: float = 30
    bot_uploads_per_hour: float = 1000


UNLIMITED = Limits(*[math.inf] * len(fields(Limits)))


class Window:
    """At most `limit` admissions in any `seconds`; what is not admitted does not count."""

    def __init__(self, limit: float, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._times: deque[float] = deque()

    def has_room(self, now: float) -> bool:
        """Return whether one more fits."""
        if self._limit == math.inf:
            return True
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        return len(self._times) < self._limit

    def add(self, now: float) -> None:
        """Count one."""
        if self._limit != math.inf:
            self._times.append(now)


class SilentGate:
    """Several windows; what does not fit into all of them is to be dropped without a word."""

    def __init__(self, *windows: Window) -> None:
        self._windows = windows

    def admits(self, now: float) -> bool:
        """Return whether the message is shown, and count it if so."""
        if not all(window.has_room(now) for window in self._windows):
            return False
        for window in self._windows:
            window.add(now)
        return True


class BlockingGate:
    """A window that stays shut for its whole length once it was overrun (45009)."""

    def __init__(self, limit: float, seconds: float) -> None:
        self._window, self._seconds = Window(limit, seconds), seconds
        self._shut_until = -math.inf

    def admits(self, now: float) -> bool:
        """Return whether the call is heard; the first one too many shuts the gate."""
        if now < self._shut_until:
            return False
        if not self._window.has_room(now):
            self._shut_until = now + self._seconds
            return False
        self._window.add(now)
        return True
