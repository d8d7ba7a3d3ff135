"""Gather what hangs in the air 「悬空」 in some units (T1-7), and whom to ask: the same rows in chat and letter."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers import hazard_finding as finding
from handlers.rules import responsibility as rules
from handlers.texts import gaps as texts
from handlers.texts.gaps import Gap
from storage import handovers, hazards, people, responsibilities, unanswered
from storage.people import Person
from storage.units import Tree
from storage.vocabulary import HazardState, Level, Responsibility, Role


def gather(session: Session, unit_ids: Collection[int], *, tree: Tree, tables: Tables, now: datetime) -> list[Gap]:
    """Return the gaps of these units by kind, within a kind by unit or by deadline."""
    return [
        *_unnamed(session, unit_ids, tree),
        *_towns(unit_ids, tree),
        *_hazards(session, unit_ids, tree, tables, now),
        *_duties(session, unit_ids, tree, tables, now),
    ]


def asked_of(session: Session, tree: Tree, unit_id: int) -> Sequence[Person]:
    """Return who is asked for a gap of the unit: the nearest office above that has an officer, else the admins."""
    return finding.officers(session, finding.offices_above(tree, unit_id), but=())


def _unnamed(session: Session, unit_ids: Collection[int], tree: Tree) -> Iterator[Gap]:
    standing = responsibilities.standing(session, unit_ids)
    for unit_id, unit in sorted(tree.by_id.items()):
        missing = rules.missing(unit, standing.get(unit_id, {})) if unit_id in unit_ids else ()
        if missing:
            heads = people.of_unit(session, unit_id, Role.HEAD) if Responsibility.MAIN in missing else []
            yield texts.unnamed(unit_id, unit.name, missing, heads[0].name if len(heads) == 1 else "")


def _towns(unit_ids: Collection[int], tree: Tree) -> Iterator[Gap]:
    sections = tree.at(Level.SECTION)
    for town in tree.at(Level.TOWNSHIP):
        if town.id is not None and town.id in unit_ids and tree.superior(town.id, Level.SECTION) is None:
            yield texts.town(town.id, town.name, sections[0].name if len(sections) == 1 else "")


def _hazards(session: Session, unit_ids: Collection[int], tree: Tree, tables: Tables, now: datetime) -> Iterator[Gap]:
    ownerless = [one for one in handovers.ownerless(session) if one.unit_id in unit_ids]
    for one in ownerless:
        yield texts.without_owner(one, tree.by_id[one.unit_id].name)
    open_ones = hazards.open_in(session, unit_ids)
    asked = unanswered.rungs(session, [one.id for one in open_ones if one.id is not None])
    for one in open_ones:
        if (times := asked.get(one.id or 0, 0)) >= tables.gaps.unanswered_rungs:
            yield texts.unanswered(one, tree.by_id[one.unit_id].name, times)
    for one in open_ones:
        since = one.submitted_at if one.state is HazardState.TO_ACCEPT else None
        if since is not None and now - since > tables.gaps.unaccepted_after:
            yield texts.unaccepted(one, tree.by_id[one.unit_id].name, since.astimezone(TZ).date())


def _duties(session: Session, unit_ids: Collection[int], tree: Tree, tables: Tables, now: datetime) -> Iterator[Gap]:
    times = tables.gaps.missed_in_a_row
    for unit_id, code in unanswered.duties(session, unit_ids, in_a_row=times, now=now):
        if code in tables.duties.by_code and unit_id in tree.by_id:
            yield texts.missed(unit_id, tree.by_id[unit_id].name, tables.duties.by_code[code].name, times)
