"""Access tokens: one living token per app secret, which may die early."""

import secrets

from tests.wecom.replies import Refused


class Tokens:
    """Issues the app's token and judges what callers present."""

    def __init__(self, lifetime: float) -> None:
        self.lifetime = lifetime
        """Seconds that the next token lives; what is answered as expires_in."""
        self._current = ""
        self._ends: dict[str, float] = {}
        self._voided: dict[str, int] = {}

    def fetch(self, now: float) -> tuple[str, int]:
        """Return (token, seconds left): the living one again, or a new one where none lives."""
        if self._voided.get(self._current) or now >= self._ends.get(self._current, now):
            self._current = secrets.token_urlsafe(160)
            self._ends[self._current] = now + self.lifetime
        return self._current, int(self._ends[self._current] - now)

    def check(self, token: str, now: float) -> None:
        """Raise Refused: 41001 no token, 40014 never issued, 42001 expired, or what it was voided with."""
        if not token:
            raise Refused(41001)
        if token in self._voided:
            raise Refused(self._voided[token])
        if token not in self._ends:
            raise Refused(40014)
        if now >= self._ends[token]:
            raise Refused(42001)

    def void(self, errcode: int = 42001) -> None:
        """End the living token before its time; from now on it is answered with `errcode`."""
        if self._current:
            self._voided[self._current] = errcode
