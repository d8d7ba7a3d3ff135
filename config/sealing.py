"""Seal what must be kept but not be read: encrypted with the key of the settings, the newest of several first."""

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyWrong(Exception):
    """A key has the wrong form; the message says so in Chinese, without the key."""


class SealedBox:
    """What is put in comes out only with the key; without a key nothing is kept."""

    def __init__(self, keys: str = "") -> None:
        """Take the keys, several separated by commas: the first seals, all open. Raises KeyWrong."""
        parts = [one.strip() for one in keys.split(",") if one.strip()]
        try:
            boxes = [Fernet(one) for one in parts]
        except ValueError:
            raise KeyWrong("密钥的格式不对，请用 python -m bot key 生成") from None
        self._box = MultiFernet(boxes) if boxes else None

    @property
    def has_key(self) -> bool:
        """Return whether anything can be kept."""
        return self._box is not None

    def seal(self, facts: Mapping[str, str]) -> str:
        """Return the facts encrypted; "" without a key or without facts."""
        known = {name: value for name, value in facts.items() if value}
        if self._box is None or not known:
            return ""
        return self._box.encrypt(json.dumps(known, ensure_ascii=False).encode()).decode()

    def open(self, sealed: str) -> dict[str, str]:
        """Return what was sealed; empty where nothing was, or where no key of ours opens it."""
        if self._box is None or not sealed:
            return {}
        try:
            facts: dict[str, str] = json.loads(self._box.decrypt(sealed.encode()))
        except InvalidToken:
            return {}
        return facts

    def renewed(self, sealed: str) -> str | None:
        """Return the same sealed with the first key, None where no key of ours opens it."""
        if self._box is None:
            return None
        try:
            return self._box.rotate(sealed.encode()).decode()
        except InvalidToken:
            return None


def new_key() -> str:
    """Return a key that nobody had before."""
    return Fernet.generate_key().decode()
