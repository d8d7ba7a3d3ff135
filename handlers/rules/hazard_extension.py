"""Who may ask for a later deadline 「延期」, who decides on the n-th, and which new day is allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from handlers.rules.access import OFFICERS
from storage.vocabulary import Role

T = TypeVar("T")

_EVERYWHERE = frozenset({Role.LEADER, Role.ADMIN})


class DayFault(StrEnum):
    """Why a day cannot be the new deadline."""

    PAST = "past"
    NOT_LATER = "not_later"
    """It is not after the present deadline."""
    TOO_FAR = "too_far"


class Barred(StrEnum):
    """Why somebody may not decide."""

    OWN_WISH = "own_wish"
    """Who asked, or has to rectify, never grants it to themselves."""
    NO_OFFICER = "no_officer"
    TOO_LOW = "too_low"
    """An officer whose level has had its turn: each further extension goes one level up."""


@dataclass(frozen=True, slots=True)
class Decider:
    """One person before one wish for a later deadline."""

    role: Role
    office: int | None
    """The place of the person's unit among the offices above the hazard, 0 the nearest; None: not among them."""
    is_asker: bool = False
    is_owner: bool = False


def may_ask(role: Role, *, is_of_unit: bool, is_owner: bool) -> bool:
    """Return whether this person may ask: the owner, and of the hazard's unit everybody but ordinary staff.

    Superiors do not ask, they decide.
    """
    return is_owner or (is_of_unit and role is not Role.STAFF)


def latest_day(due_on: date, longest: timedelta) -> date:
    """Return the last day to which one extension may reach; `longest` is counted from the present deadline."""
    return due_on + longest


def fault_of(new_day: date, due_on: date, today: date, longest: timedelta) -> DayFault | None:
    """Return why `new_day` cannot follow the deadline `due_on`, None where it can."""
    if new_day < today:
        return DayFault.PAST
    if new_day <= due_on:
        return DayFault.NOT_LATER
    return DayFault.TOO_FAR if new_day > latest_day(due_on, longest) else None


def deciding(offices: Sequence[T], nth: int) -> Sequence[T]:
    """Return which of the `offices` above a hazard, nearest first, may decide on its `nth` extension (from 1).

    The first is decided by any of them, each further one by a level more above; the highest decides on all.
    """
    return offices[min(nth, len(offices)) - 1 :] if offices else offices


def barred(decider: Decider, *, nth: int, offices: int) -> Barred | None:
    """Return why this person may not decide on the `nth` extension (from 1), None where they may.

    `offices` is how many offices stand above the hazard. Leaders and admins stand above all.
    """
    if decider.is_asker or decider.is_owner:
        return Barred.OWN_WISH
    if decider.role in _EVERYWHERE:
        return None
    if decider.role not in OFFICERS or decider.office is None:
        return Barred.NO_OFFICER
    return None if decider.office in deciding(range(offices), nth) else Barred.TOO_LOW
