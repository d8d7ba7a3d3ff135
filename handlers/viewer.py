"""Who looks at what there is to do, and when: somebody who asks, or the clock in their name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from storage.people import Person
from storage.units import Tree


class HasTables(Protocol):
    """What the bureau has configured."""

    @property
    def tables(self) -> Tables:
        """Return the tables."""


class Viewer(Protocol):
    """What must be known to say what waits for somebody; whoever asks in a chat (Asking) is one."""

    @property
    def session(self) -> Session:
        """Return the unit of work."""

    @property
    def now(self) -> datetime:
        """Return the moment."""

    @property
    def person(self) -> Person:
        """Return who looks."""

    @property
    def tree(self) -> Tree:
        """Return all units."""

    @property
    def desk(self) -> HasTables:
        """Return where the tables are."""

    @property
    def today(self) -> date:
        """Return the day in the county."""


@dataclass(frozen=True, slots=True)
class TablesAlone:
    """The tables without the words that are only needed to hear."""

    tables: Tables


@dataclass(frozen=True, slots=True)
class Looking:
    """The clock, that looks in somebody's name."""

    session: Session
    now: datetime
    person: Person
    tree: Tree
    desk: TablesAlone

    @property
    def today(self) -> date:
        """Return the day in the county."""
        return self.now.astimezone(TZ).date()
