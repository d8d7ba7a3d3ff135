"""Figures of visits: how long ago every institution was checked (T6-1), by factor, with an expert (T5-3); pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from storage.vocabulary import CheckResult


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago one institution was checked."""

    unit: str
    last: date | None
    """None: never."""
    days: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found at the items of one kind; the three add up to all that was answered there."""

    fine: int = 0
    problem: int = 0
    not_applicable: int = 0

    @property
    def answered(self) -> int:
        """Return how many answers there are."""
        return self.fine + self.problem + self.not_applicable

    def plus(self, result: CheckResult) -> "Tally":
        """Return the tally with one more answer."""
        return Tally(
            self.fine + (result is CheckResult.FINE),
            self.problem + (result is CheckResult.PROBLEM),
            self.not_applicable + (result is CheckResult.NOT_APPLICABLE),
        )


def ages(name_by_unit: Mapping[int, str], last_by_unit: Mapping[int, date], today: date) -> list[Age]:
    """Return the age of every unit: the never checked first, then the longest ago; of equals by name."""
    found = []
    for unit_id, name in name_by_unit.items():
        last = last_by_unit.get(unit_id)
        found.append(Age(name, last, None if last is None else (today - last).days))
    return sorted(found, key=lambda one: (one.last is not None, one.last or today, one.unit))


def overdue(found: Sequence[Age], days: int) -> list[Age]:
    """Return those that were never checked, or more than `days` ago, in the same order."""
    return [one for one in found if one.days is None or one.days > days]


def tally(answers: Iterable[tuple[Sequence[str], CheckResult]]) -> dict[str, Tally]:
    """Return what was found by factor, 三清 and 两管; an item that counts under several counts under each.

    `answers` are (what the item counts under, what was found).
    """
    found: dict[str, Tally] = {}
    for tags, result in answers:
        for tag in tags:
            found[tag] = found.get(tag, Tally()).plus(result)
    return found


def percent(part: int, whole: int) -> int:
    """Return the share in whole per cent, rounded half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0
