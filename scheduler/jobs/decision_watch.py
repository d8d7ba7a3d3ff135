"""Remind of what meetings decided 「议定事项」: before it is due, on the day, after it; once it climbs."""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from config.tables import Tables
from config.zone import TZ
from handlers import hazard_finding as finding
from handlers.texts import decision as texts
from scheduler import piecework
from scheduler.rules.decision_reminder import has_climbed, step
from storage import decisions, outbox, people, units
from storage.database import reading
from storage.decisions import Decision
from storage.messages import Card, Recipient
from storage.people import Person
from storage.units import Tree
from storage.vocabulary import DecisionState, Role, Urgency

NAME = "decision_watch"
_LEADS = (Role.HEAD, Role.TOWNSHIP, Role.SECTION, Role.LEADER)


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Say what is due, each once; return for how many decisions something was said."""
    here, rule = now.astimezone(TZ), tables.confirmations.decisions
    if here.time() < rule.letters_at or tables.reminders.quiet.covers(here.time()):
        return 0
    with reading(engine) as session:
        due_by = here.date() + timedelta(days=rule.remind_days[0])
        ids = decisions.open_ids(session, due_by=due_by)
    return piecework.each(engine, ids, lambda session, one: _watch(session, one, here.date(), now, tables))


def _watch(session: Session, decision_id: int, today: date, now: datetime, tables: Tables) -> bool:
    decision = session.get_one(Decision, decision_id)
    if decision.state is not DecisionState.OPEN:
        return False
    rule = tables.confirmations.decisions
    tree = units.tree(session)
    unit = tree.by_id.get(decision.unit_id)
    if unit is None:
        return False
    reached = step(decision.due_on, today, ahead=rule.remind_days, every=rule.overdue_every)
    owners = _owners(session, decision)
    said = reached is not None and _tell(
        session, owners, texts.due(decision, unit.name, today), decision, reached, now
    )
    if has_climbed(decision.due_on, today, after_days=rule.climb_after_days):
        above = [one for one in _above(session, tree, decision) if one.id not in {owner.id for owner in owners}]
        said |= _tell(session, above, texts.climbed(decision, unit.name, today), decision, "climb", now)
    return said


def _owners(session: Session, decision: Decision) -> list[Person]:
    """Return who has to do it; while it is nobody's, who leads the unit."""
    owner = session.get(Person, decision.owner_id) if decision.owner_id is not None else None
    if owner is not None and owner.is_active:
        return [owner]
    leads = list(people.of_unit(session, decision.unit_id, *_LEADS))
    return leads or list(people.with_role(session, Role.ADMIN))


def _above(session: Session, tree: Tree, decision: Decision) -> list[Person]:
    leads = people.of_unit(session, decision.unit_id, *_LEADS)
    offices = finding.officers(session, finding.offices_above(tree, decision.unit_id), but=())
    return list({one.id: one for one in (*leads, *offices)}.values())


def _tell(session: Session, whom: list[Person], card: Card, decision: Decision, what: str, now: datetime) -> bool:
    # The day stands in the key: what was postponed is reminded of anew.
    said = [
        outbox.enqueue(
            session,
            f"decision:{decision.id}:{decision.due_on}:{what}:{one.id}",
            Recipient.person(one.userid),
            card,
            urgency=Urgency.PROMPT,
            now=now,
        )
        for one in whom
    ]
    return any(said)
