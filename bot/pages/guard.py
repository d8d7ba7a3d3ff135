"""How much the public page takes: in a minute and a day, from one address and from all; no address is kept."""

import hashlib
import hmac
import secrets
from collections import Counter
from datetime import datetime, timedelta

from config.clock import Clock
from config.tip_table import TipPage

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_ALL = b""


class _Window:
    """Counts since it began; begins anew when its time is over, or the clock was set back."""

    def __init__(self, length: timedelta) -> None:
        self._length = length
        self._began: datetime | None = None
        self._counts: Counter[bytes] = Counter()

    def count(self, key: bytes, now: datetime) -> int:
        """Count one and return how many there were with this key, this one included."""
        if self._began is None or not self._began <= now < self._began + self._length:
            self._began, self._counts = now, Counter()
        self._counts[key] += 1
        return self._counts[key]


class Guard:
    """One process's memory of who came how often, by a digest whose salt is forgotten every day."""

    def __init__(self, clock: Clock, page: TipPage) -> None:
        """Take the clock and the limits."""
        self._clock = clock
        self._page = page
        self._salt = b""
        self._salted_at: datetime | None = None
        self._told_in_minute, self._told_in_day = _Window(_MINUTE), _Window(_DAY)
        self._looked = _Window(_MINUTE)

    def may_tell(self, address: str) -> bool:
        """Return whether one more form is taken from this address now; each call counts."""
        now = self._clock()
        key = self._key(address, now)
        counts = (
            (self._told_in_minute.count(_ALL, now), self._page.per_minute),
            (self._told_in_minute.count(key, now), self._page.per_address_minute),
            (self._told_in_day.count(key, now), self._page.per_address_day),
        )
        return all(count <= most for count, most in counts)

    def may_look(self, address: str) -> bool:
        """Return whether one more receipt is looked up for this address now; each call counts."""
        now = self._clock()
        # The key before the windows: a new salt begins them anew.
        key = self._key(address, now)
        return self._looked.count(key, now) <= self._page.looks_per_minute

    def _key(self, address: str, now: datetime) -> bytes:
        if self._salted_at is None or not self._salted_at <= now < self._salted_at + _DAY:
            # With the old salt nobody's count can be found again: the windows end with it.
            self._salt, self._salted_at = secrets.token_bytes(32), now
            self._told_in_minute, self._told_in_day = _Window(_MINUTE), _Window(_DAY)
            self._looked = _Window(_MINUTE)
        return hmac.digest(self._salt, address.encode(), hashlib.sha256)
