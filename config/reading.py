"""Read one configuration table key by key: the right form, no unknown key, and on whose word every value stands."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


class TablesWrong(Exception):
    """A table in config/ cannot be used; the message names file and key and says in Chinese what is wrong."""


class Basis(StrEnum):
    """On whose word a value stands; also the key that says so beside the value."""

    POLICY = "source"
    PLATFORM = "platform"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Value:
    """One configured value, where it stands and on whose word."""

    file: str
    key: str
    value: object
    basis: Basis
    source: str
    """The clause with its own words, or the platform's page; "" where the value is assumed."""


class Section:
    """One table of one file. Every read is checked; `finish` refuses keys that nobody read."""

    def __init__(self, file: str, path: str, content: object, ledger: list[Value]) -> None:
        """Take the parsed `content` found at `path` of `file`; values read are noted in `ledger`."""
        self.file = file
        self.path = path
        self._ledger = ledger
        self._unread: set[str] = set()
        if not isinstance(content, Mapping):
            raise TablesWrong(f"{file} 的 {path or '开头'}：这里要写成一张表（键 = 值）")
        self._content: Mapping[str, object] = content
        self._unread = set(content)

    def has(self, key: str) -> bool:
        """Return whether the key is there."""
        return key in self._content

    def names(self) -> tuple[str, ...]:
        """Return the keys as written, in order."""
        return tuple(self._content)

    def section(self, key: str) -> "Section":
        """Return the table under `key`."""
        return Section(self.file, self._at(key), self._take(key), self._ledger)

    def sections(self, key: str) -> tuple["Section", ...]:
        """Return the tables of the list under `key`, in order; at least one."""
        found = self._take(key)
        if not isinstance(found, list) or not found:
            raise self.wrong(key, "这里要写一个或几个 [[表]]", found)
        return tuple(
            Section(self.file, f"{self._at(key)}[{n}]", one, self._ledger) for n, one in enumerate(found, start=1)
        )

    def entry(self, key: str) -> object:
        """Return what stands under `key`, unchecked."""
        return self._take(key)

    def text(self, key: str) -> str:
        """Return a plain text, not empty, that needs no basis: a name, a heading."""
        found = self._take(key)
        if not isinstance(found, str) or not found.strip():
            raise self.wrong(key, "这里要写一段不为空的文字", found)
        return found

    def settled(self, key: str, read: Callable[[object], T]) -> T:
        """Return the value under `key`, which must say on whose word it stands.

        `read` turns it into what is used and raises ValueError, in Chinese, where the form is wrong.
        """
        entry = self._take(key)
        if not isinstance(entry, Mapping) or "value" not in entry:
            raise self.wrong(key, '要写成 { value = …, source = "…" } 或 { value = …, assumed = true }', entry)
        basis, source = self._basis(key, entry)
        try:
            value = read(entry["value"])
        except ValueError as error:
            raise self.wrong(key, str(error), entry["value"]) from error
        self._ledger.append(Value(self.file, self._at(key), entry["value"], basis, source))
        return value

    def settled_or(self, key: str, read: Callable[[object], T], otherwise: U) -> T | U:
        """Return the value under `key` as `settled` does, `otherwise` where it is not there."""
        return self.settled(key, read) if self.has(key) else otherwise

    def wrong(self, key: str, fault: str, found: object) -> TablesWrong:
        """Return the exception that names file, key, fault and what stands there."""
        return TablesWrong(f"{self.file} 的 {self._at(key)}：{fault}。现在写的是 {found!r}")

    def finish(self) -> None:
        """Raise TablesWrong where a key was never read: most likely misspelt."""
        if self._unread:
            raise TablesWrong(f"{self.file} 的 {self.path or '开头'}：不认识 {'、'.join(sorted(self._unread))}")

    def _take(self, key: str) -> object:
        if key not in self._content:
            raise TablesWrong(f"{self.file} 的 {self._at(key)}：缺少这一项")
        self._unread.discard(key)
        return self._content[key]

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _basis(self, key: str, entry: Mapping[str, object]) -> tuple[Basis, str]:
        given = [basis for basis in Basis if basis in entry]
        unknown = set(entry) - {"value", *Basis}
        if len(given) != 1 or unknown:
            raise self.wrong(
                key, "要写明 source（文件原文）、platform（平台规定）、assumed = true 三者之一", dict(entry)
            )
        says = entry[given[0]]
        if given[0] is Basis.ASSUMED:
            if says is not True:
                raise self.wrong(key, "assumed 只能写 true", says)
            return Basis.ASSUMED, ""
        if not isinstance(says, str) or not says.strip():
            raise self.wrong(key, "依据要写出处和原文短语", says)
        return given[0], says


def whole(least: int) -> Callable[[object], int]:
    """Return the reader of a whole number that is at least `least`."""

    def read(found: object) -> int:
        if not isinstance(found, int) or isinstance(found, bool) or found < least:
            raise ValueError(f"要写不小于 {least} 的整数")
        return found

    return read


def flag(found: object) -> bool:
    """Read true or false."""
    if not isinstance(found, bool):
        raise ValueError("要写 true 或 false")  # noqa: TRY004 - one kind of fault for all readers
    return found


def code(known: type[T]) -> Callable[[object], T]:
    """Return the reader of one code of the enumeration `known`."""

    def read(found: object) -> T:
        try:
            return known(found)  # type: ignore[call-arg]
        except ValueError:
            raise ValueError(f"只能写 {_listed(known)}") from None

    return read


def codes(known: Collection[str]) -> Callable[[object], tuple[str, ...]]:
    """Return the reader of a list, not empty and without repeats, of codes out of `known`."""

    def read(found: object) -> tuple[str, ...]:
        listed = found if isinstance(found, list) else []
        if not listed or any(one not in known for one in listed) or len(set(listed)) < len(listed):
            raise ValueError(f"要写成列表，不重复，只能用 {'、'.join(known)}")
        return tuple(listed)

    return read


def clock_time(found: object) -> time:
    """Read a time of day, 09:10."""
    if not isinstance(found, str) or not re.fullmatch(r"\d\d:\d\d", found):
        raise ValueError("时刻要写成 09:10 这样")
    try:
        return time.fromisoformat(found)
    except ValueError:
        raise ValueError("没有这个时刻") from None


def span(found: object) -> timedelta:
    """Read a length of time in days, hours and minutes: 1d9h10m, 4h, 90m."""
    match = re.fullmatch(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?", found) if isinstance(found, str) and found else None
    if match is None:
        raise ValueError("时长要写成 1d9h10m（1天9小时10分）这样")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _listed(known: type) -> str:
    return "、".join(str(one) for one in known)  # type: ignore[attr-defined]
