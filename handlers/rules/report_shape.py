"""What a report says, frozen: the shape of its figures, with the hazards behind each; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.rules.ranking import Counts, Ranked
from storage.vocabulary import ReportKind

PATROL, MEETING, DRILL, CHECK = "patrol", "weekly_meeting", "drill", "holiday_check"
TOLD = (PATROL, MEETING, DRILL, CHECK)
"""The duties that a report tells of, in this order."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One institution in the period; hazards by their numbers."""

    unit_id: int
    name: str
    town_id: int | None
    town: str
    """Its township office; "" where it stands directly below the bureau."""
    new: tuple[int, ...]
    closed: tuple[int, ...]
    open: tuple[int, ...]
    """At the end of the period, as the three that follow."""
    overdue: tuple[int, ...]
    major: tuple[int, ...]
    on_the_spot: int
    """Of the new ones those that were opened and accepted in one visit 「立行立改」."""
    rectified: int
    """Of the new ones those struck off by the end of the period."""
    has_told: bool
    """Whether it told of anything at all: without hazards that is 「无隐患」, else 「未报」."""
    duties: Mapping[str, tuple[int, int]]
    """(owed, done) of each duty that fell due."""
    counts: Counts = field(default=Counts())

    def lacks(self, code: str) -> int:
        """Return how often the duty was owed and not done."""
        owed, done = self.duties.get(code, (0, 0))
        return owed - done


@dataclass(frozen=True, slots=True)
class Facts:
    """All figures of one report."""

    kind: ReportKind
    first: date
    last: date
    until: date
    """The last day that is counted: `last` where the period is over."""
    bureau: str
    units: tuple[UnitFacts, ...]
    """Every institution, by township and id."""
    categories: tuple[tuple[str, int], ...] = ()
    """Of the new hazards, the most frequent first."""
    repeats: tuple[int, ...] = ()
    """New ones at a place where there was one before (S2-2)."""
    campaigns: tuple[tuple[str, int], ...] = ()
    old_major: tuple[int, ...] = ()
    """Open major ones found before the stock was to be gone (G-3e)."""
    inspections: int = 0
    tips: int = 0
    ranked: tuple[Ranked, ...] = ()
    ranked_towns: tuple[Ranked, ...] = ()
    formula: tuple[tuple[str, int, str], ...] = ()
    """(part, weight, meaning) of the ranking as it was published then."""

    @property
    def is_over(self) -> bool:
        """Return whether the whole period is counted."""
        return self.until == self.last

    def numbers(self, what: str) -> tuple[int, ...]:
        """Return the hazards of all units under `new`, `closed`, `open`, `overdue` or `major`, ascending."""
        return tuple(sorted(number for unit in self.units for number in getattr(unit, what)))

    @property
    def on_the_spot(self) -> int:
        """Return how many new ones were opened and accepted in one visit."""
        return sum(unit.on_the_spot for unit in self.units)

    @property
    def rectified(self) -> int:
        """Return how many of the new ones are struck off."""
        return sum(unit.rectified for unit in self.units)

    def duty(self, code: str) -> tuple[int, int]:
        """Return (owed, done) of the duty over all units."""
        pairs = [unit.duties.get(code, (0, 0)) for unit in self.units]
        return sum(owed for owed, _ in pairs), sum(done for _, done in pairs)

    def lacking(self, code: str) -> tuple[UnitFacts, ...]:
        """Return the units that did not do all of the duty, those that lack most first."""
        found = [unit for unit in self.units if unit.lacks(code)]
        return tuple(sorted(found, key=lambda unit: -unit.lacks(code)))

    def within(self, unit_ids: Collection[int]) -> "Facts":
        """Return the figures of these units alone; what is counted only for the whole county is left out."""
        units = tuple(unit for unit in self.units if unit.unit_id in unit_ids)
        new = {number for unit in units for number in unit.new}
        still = {number for unit in units for number in unit.major}
        return replace(
            self,
            units=units,
            categories=(),
            campaigns=(),
            repeats=tuple(number for number in self.repeats if number in new),
            old_major=tuple(number for number in self.old_major if number in still),
            inspections=0,
            tips=0,
        )
