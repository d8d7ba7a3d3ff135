"""What a confirmation must contain to close a duty, and whether a drill covered everybody; pure."""

from collections.abc import Collection, Mapping
from typing import Any

from storage.vocabulary import Level, UnitType

Facts = Mapping[str, Any]
"""What was told, by key: `result`, `attendees`, `staff`, `residents` … in JSON types."""

_NEEDED: Mapping[str, tuple[str, ...]] = {
    # An abnormal item must say what and where, or nobody can rectify it.
    "patrol": ("result", "problem"),
    "weekly_meeting": ("attendees", "topics"),
    # T12-7 「覆盖所有人员」 is checked by numbers: those who work and those who live there.
    "drill": ("staff", "residents"),
    "holiday_check": ("festival", "result", "problem"),
    "training": ("attendees", "topics"),
}


def missing(
    code: str, facts: Facts, *, has_residents: bool, by_table: tuple[str, ...] = (), covers: bool = False
) -> tuple[str, ...]:
    """Return the keys without which the duty stays open, in the order in which they are asked for.

    `by_table` is what config/duties.toml wants of a duty that is not known here; with `covers` who was absent as
    well. `problem` is only needed where the result is abnormal, `residents` only where the unit has any.
    """
    not_needed = set()
    if facts.get("result") != "abnormal":
        not_needed.add("problem")
    if not has_residents:
        not_needed.add("residents")
    wanted = (*_NEEDED.get(code, by_table), *(("absent",) if covers else ()))
    return tuple(key for key in wanted if key not in not_needed and facts.get(key) in (None, ""))


def has_residents(kind: UnitType) -> bool:
    """Return whether people live in or spend their days in such a unit, so that a drill must count them."""
    return kind.level is Level.INSTITUTION and kind is not UnitType.FUNERAL


def took_part(facts: Facts) -> int | None:
    """Return how many took part in all, None where nobody said."""
    counted = [facts[key] for key in ("staff", "residents") if facts.get(key) is not None]
    return sum(counted) if counted else facts.get("attendees")


def left_out(facts: Facts, headcount: int | None) -> int:
    """Return by how many the drill fell short of everybody; 0 where it did not or the headcount is unknown."""
    present = took_part(facts)
    return max(0, headcount - present) if headcount is not None and present is not None else 0


def is_led_by(chair: str, heads: Collection[str], offices: tuple[str, ...]) -> bool:
    """Return whether the one who led is among these people: by name, or by surname and office of the `offices`."""
    return any(chair == head or (chair[:1] == head[:1] and chair.endswith(offices)) for head in heads)
