"""Entries of registers as the roster workbook 「花名册」 says them: matched to people by name, then put in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from storage import people, registers
from storage.people import Person
from storage.registers import Put, RegisterEntry
from storage.units import Unit
from storage.vocabulary import RegisterKind

_SAID_BY = "roster"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of a sheet."""

    unit: str
    """The full name."""
    kind: RegisterKind
    subject: str
    facts: Mapping[str, Any]
    done_on: date | None = None
    due_on: date | None = None
    person: str = ""
    """Whose certificate it is: a name of the unit."""
    account: str = ""
    """Their userid, where several have the name."""

    @property
    def full_subject(self) -> str:
        """Return the subject as it is kept: a certificate begins with whose it is."""
        return f"{self.person} {self.subject}".strip()

    @property
    def label(self) -> str:
        """Return what the row is about."""
        return f"{self.unit} {self.kind.term} {self.full_subject}".strip()


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of the rows, by label."""

    added: frozenset[str]
    changed: frozenset[str]


class PeopleUnclear(Exception):
    """The units have nobody, or several, of these names: roll back."""

    def __init__(self, rows: Sequence[tuple[RegisterRow, int]]) -> None:
        """Take each row with how many people of the unit have the name."""
        super().__init__(f"people unclear: {', '.join(row.label for row, _ in rows)}")
        self.rows = tuple(rows)


def put(session: Session, rows: Sequence[RegisterRow], stored: Mapping[str, Unit], *, now: datetime) -> Entered:
    """Put the rows into the caller's transaction; `stored` has every unit that they name, by full name.

    Raises PeopleUnclear with all rows at fault; the caller must then roll back.
    """
    session.flush()
    meant = [(row, _people(session, row, stored)) for row in rows]
    if unclear := [(row, len(found)) for row, found in meant if row.person and len(found) != 1]:
        raise PeopleUnclear(unclear)
    done: dict[Put, set[str]] = {one: set() for one in Put}
    for row, found in meant:
        entry = RegisterEntry(
            unit_id=stored[row.unit].id or 0,
            kind=row.kind,
            subject=row.full_subject,
            person_id=found[0].id if found else None,
            done_on=row.done_on,
            due_on=row.due_on,
            facts=dict(row.facts),
            said_at=now,
            said_by=_SAID_BY,
        )
        done[registers.put(session, entry, now=now)].add(row.label)
    return Entered(frozenset(done[Put.ADDED]), frozenset(done[Put.CHANGED]))


def _people(session: Session, row: RegisterRow, stored: Mapping[str, Unit]) -> Sequence[Person]:
    found = people.by_name(session, row.person, {stored[row.unit].id or 0}) if row.person else ()
    return [one for one in found if not row.account or one.userid_key == row.account.lower()]
