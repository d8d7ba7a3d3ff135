"""Who answers for which unit as the roster 「花名册」 says it: matched to people by name, then put in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from config.clock import TZ
from storage import named_people, people, responsibilities
from storage import units as unit_rows
from storage.named_people import Named
from storage.responsibilities import FIVE, Answerable
from storage.units import Unit
from storage.vocabulary import Responsibility

_SAID_BY = "roster"


@dataclass(frozen=True, slots=True)
class AnswerableRow:
    """One cell of the roster: somebody who answers for one thing at one unit; an empty cell says nothing."""

    unit: str
    """The full name."""
    responsibility: Responsibility
    named: Named

    @property
    def label(self) -> str:
        """Return what the row is about."""
        return f"{self.unit} {self.responsibility.term}"


@dataclass(frozen=True, slots=True)
class Put:
    """What became of the rows, by label."""

    added: frozenset[str]
    changed: frozenset[str]
    strangers: tuple[str, ...]
    """Named, and not on the roster: 张良镇敬老院 属地责任人 崔志强."""
    unwanted: tuple[str, ...]
    """One of the five of a unit that is no key unit."""


class NamesShared(Exception):
    """Several people of the roster have these names: roll back and ask which are meant."""

    def __init__(self, shared: Sequence[tuple[AnswerableRow, Sequence[str]]]) -> None:
        """Take each row with how those who may be meant are told apart."""
        super().__init__(f"names shared: {', '.join(row.label for row, _ in shared)}")
        self.shared = tuple(shared)


def put(session: Session, rows: Sequence[AnswerableRow], stored: Mapping[str, Unit], *, now: datetime) -> Put:
    """Put the rows into the caller's transaction; `stored` has every unit that they name, by full name.

    Raises NamesShared with all rows at fault; the caller must then roll back.
    """
    session.flush()
    everybody, tree = people.everybody(session), unit_rows.tree(session)
    before = responsibilities.standing(session, [unit.id for unit in stored.values() if unit.id is not None])
    meant = []
    for row in rows:
        unit_id = stored[row.unit].id or 0
        found = named_people.meant(row.named, row.responsibility, unit_id, everybody, tree)
        # Of several of one name the one who answers already is meant: the same workbook again changes nothing.
        now_there = before.get(unit_id, {}).get(row.responsibility)
        meant.append([one for one in found if now_there and one.id == now_there.person_id] or found)
    if shared := [(row, found) for row, found in zip(rows, meant, strict=True) if len(found) > 1]:
        raise NamesShared([(row, [named_people.label(one, tree) for one in found]) for row, found in shared])
    added: set[str] = set()
    changed: set[str] = set()
    for row, found in zip(rows, meant, strict=True):
        unit_id, person = stored[row.unit].id or 0, found[0] if found else None
        answers = Answerable(
            unit_id=unit_id,
            responsibility=row.responsibility,
            person_id=person.id if person else None,
            name=row.named.name,
            title=named_people.title_of(row.named, person) if person else row.named.title,
            phone=row.named.phone,
            since=now.astimezone(TZ).date(),
            said_by=_SAID_BY,
        )
        if responsibilities.put(session, answers, now=now):
            (changed if row.responsibility in before.get(unit_id, {}) else added).add(row.label)
    strangers = [f"{row.label} {row.named.name}" for row, found in zip(rows, meant, strict=True) if not found]
    unwanted = [row.label for row in rows if row.responsibility in FIVE and not stored[row.unit].is_key]
    return Put(frozenset(added), frozenset(changed), tuple(strangers), tuple(unwanted))
