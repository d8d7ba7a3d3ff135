"""Arguments for any function that makes a card, from its annotations, as long as people can make them."""

import dataclasses
import types
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import count
from typing import Any

from sqlmodel import SQLModel

from config.duty_table import DutyRule
from config.hazard_table import HazardTable
from config.tables import Tables
from handlers.understand.read import Heard, read
from storage.messages import Button, Card, Choice
from tests.builders import MONDAY_TEN, a_desk

MARKUP = '🔥<@all><font color="warning">**[点](http://evil)**</font>`x`\n> 一👨‍👩‍👧二'
"""What a person might type to be read as more than words."""

BUTTON = Button("整改完成", "整改完成 12", is_main=True)

_SIMPLE: Mapping[Any, Any] = {
    bool: False,
    float: 33.74,
    date: date(2026, 11, 27),
    datetime: MONDAY_TEN,
    timedelta: timedelta(days=3, hours=4),
    Button: BUTTON,
    tuple[Button, ...]: (BUTTON,),
    Choice: Choice("answer", "单位", (("一", "一"), ("二", "二"))),
}


LONGEST_WITHIN = 8


class Filling:
    """One way of filling in arguments.

    `letters` and `items` are how long texts and lists are; `turn` says which word of a vocabulary is taken.
    """

    def __init__(self, letters: int, items: int, turn: int = 0) -> None:
        self.letters, self.items, self.turn = letters, items, turn
        self.most = 1
        """How many turns there are until every word of every vocabulary that was asked for has been taken."""
        self._serial = count(1)

    def arguments(
        self, function: Callable[..., object], own: Mapping[str, Callable[["Filling"], Any]]
    ) -> dict[str, Any]:
        """Return an argument for each parameter; those in `own` are made by what stands there."""
        hints = typing.get_type_hints(function)
        names = [name for name in hints if name != "return"]
        return {name: own[name](self) if name in own else self.value(hints[name]) for name in names}

    def text(self) -> str:
        """Return a text of the length, another each time; long ones full of markup."""
        words = f"甲{next(self._serial)}{MARKUP}" + "堆放轮椅的安全出口🧯" * (self.letters // 10 + 1)
        return "一" if self.letters == 1 else words[: self.letters]

    def value(self, hint: Any) -> Any:
        """Return something of this type. Raises NotImplementedError for a type that nobody foresaw."""
        origin, of = typing.get_origin(hint), typing.get_args(hint)
        if hint is str or hint is Any:
            return self.text()
        if hint is int:
            return 10 ** min(self.letters, 6) + next(self._serial)
        if hint is bool:
            return bool(self.one_of([False, True]))
        if hint in _SIMPLE:
            return _SIMPLE[hint]
        if hint is Card:
            return self.card()
        if hint is Tables:
            return a_desk().tables
        if hint is HazardTable:
            return a_desk().tables.hazards
        if hint is DutyRule:
            return self.one_of(list(a_desk().tables.duties.by_code.values()))
        if hint is Heard:
            desk = a_desk()
            return read("二楼灭火气过期，周五前换。" + self.text(), MONDAY_TEN, desk.lexicon, desk.calendar)
        if origin in (typing.Union, types.UnionType):
            return self.value(self.one_of(sorted(of, key=lambda one: one is types.NoneType)))
        if hint is types.NoneType:
            return None
        if origin is tuple and of[-1:] != (...,):
            return tuple(map(self.value, of))
        if origin is not None and issubclass(origin, Mapping):
            return {self.value(of[0]): self.value(of[1]) for _ in range(self.items)}
        if origin is not None and issubclass(origin, Collection):
            return (tuple if origin is tuple else list)(self._several(of[0]))
        return self._made(hint)

    def _several(self, hint: Any) -> list[Any]:
        """Return a full list; lists within it are short: 200 hazards with 200 remarks each tell nothing more."""
        longest, self.items = self.items, min(self.items, LONGEST_WITHIN)
        try:
            return [self.value(hint) for _ in range(longest)]
        finally:
            self.items = longest

    def card(self) -> Card:
        """Return a card that is full."""
        facts = tuple((self.text(), self.text()) for _ in range(self.items))
        lines = tuple(self.text() for _ in range(self.items))
        return Card(self.text(), facts, lines, (self.text(),), subject="hazard:12", buttons=(BUTTON,))

    def one_of(self, words: Sequence[Any]) -> Any:
        """Return the word whose turn it is."""
        self.most = max(self.most, len(words))
        return words[self.turn % len(words)]

    def _made(self, kind: Any) -> Any:
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self.one_of(list(kind))
        if isinstance(kind, type) and issubclass(kind, SQLModel):
            return kind(**{name: self.value(field.annotation) for name, field in kind.model_fields.items()})
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            hints = typing.get_type_hints(kind)
            return kind(**{field.name: self.value(hints[field.name]) for field in dataclasses.fields(kind)})
        raise NotImplementedError(f"nobody knows how to make {kind}")


def told(filling: Filling) -> dict[str, Any]:
    """Return all that was told to confirm a duty."""
    words = ("place", "patrollers", "chair", "topics", "decisions", "teacher", "content", "improvements", "plan")
    numbers = ("staff", "residents", "disabled", "expected", "minutes")
    return {
        "result": "problem",
        "problem": filling.text(),
        "inspectors": filling.text(),
        **{name: filling.text() for name in words},
        **{name: filling.value(int) for name in numbers},
        "handled": [{"problem": filling.text(), "how": filling.text()} for _ in range(2)],
        "absent": [filling.text() for _ in range(filling.items)],
        "made_up": [filling.text() for _ in range(filling.items)],
    }


def lacking(filling: Filling) -> tuple[str, ...]:
    """Return what is missing to close a duty: one thing with answers to choose from, or all at once."""
    everything: tuple[str, ...] = ("festival", "result", "problem", "attendees", "topics", "staff", "residents")
    everything += (
        "expected",
        "chair",
        "film",
        "number",
        "approver",
        "provider",
        "partner",
        "summary",
        "file",
        "absent",
    )
    ways: list[tuple[str, ...]] = [("result",), ("festival",), everything]
    return tuple(filling.one_of(ways))


def a_userid(filling: Filling) -> str:
    """Return the longest account that the platform gives; people do not choose it."""
    return "u" * min(filling.letters, 64)


def partly_known(filling: Filling) -> dict[str, str]:
    """Return what is known of a wish for more time, the day lacking."""
    return {"day": "", "reason": filling.text(), "measures": filling.text()}


OWN: Mapping[str, Mapping[str, Callable[[Filling], Any]]] = {
    "duty_question.ask": {"wanted": lacking},
    "evidence_lost.lost": {"caller": a_userid},
    "hot_work.lacking": {"parts": lambda filling: ("time", "watcher")},
    "hazard_extension.incomplete": {"known": partly_known, "lacks": lambda filling: ("day",)},
    "tip_office.urge": {"limit": lambda filling: filling.one_of(["respond", "settle"])},
    "tip_office.words_missing": {"step": lambda filling: filling.one_of(["founded", "unfounded", "refer", "reply"])},
    "duty_confirm.confirmed": {"code": lambda filling: "drill", "facts": told},
}
"""Arguments that no annotation tells, by function: words that mean something to it."""
