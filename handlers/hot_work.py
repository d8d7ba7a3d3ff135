"""Tickets for hot work: ask, decide, end, look back; who is told (T5-8b)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.inspection_table import Grants
from handlers import card_closing
from handlers import hazard_finding as finding
from handlers.hazard_notices import tell
from handlers.intent import Asking, Sorry
from handlers.rules import hot_work as rules
from handlers.rules.access import scope, standing
from handlers.rules.hot_work import Fault, Job
from handlers.texts import hot_work as texts
from storage import hot_work, people
from storage.hot_work import HotWork
from storage.messages import Card
from storage.people import Person
from storage.vocabulary import HotWorkState, Role

_IN_CHARGE = (Role.SAFETY_OFFICER, Role.HEAD)
_CLOSES = {"grant": ("decide",), "refuse": ("decide",), "end": ("end",), "recheck": ("recheck",)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A complete ticket."""

    place: str
    starts_at: datetime
    ends_at: datetime
    operator: str
    certificate: str
    watcher: str
    work: str = ""


def check_may_ask(asking: Asking) -> None:
    """Raise Sorry where this person may not ask for hot work."""
    if asking.person.role not in rules.ASKERS:
        raise Sorry(texts.not_yours_to_ask())


def fault_of(wanted: Wanted, asking: Asking) -> Fault | None:
    """Return why the ticket cannot be asked for, None where it can."""
    assert asking.unit.id is not None
    others = [_job(one) for one in hot_work.open_of(asking.session, [asking.unit.id])]
    longest = asking.desk.tables.inspections.hot_work.longest
    return rules.fault_of(_job(wanted), others, now=asking.now, longest=longest)


def ask(wanted: Wanted, asking: Asking) -> Card:
    """Write the ticket down and ask those who decide."""
    assert asking.unit.id is not None
    ticket = HotWork(
        number=hot_work.new_number(asking.session),
        origin=asking.origin,
        unit_id=asking.unit.id,
        place=wanted.place,
        work=wanted.work,
        operator=wanted.operator,
        certificate=wanted.certificate,
        watcher=wanted.watcher,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        state=HotWorkState.ASKED,
        asked_by=asking.person.id,
        asked_at=asking.now,
    )
    asking.session.add(ticket)
    asking.session.flush()
    return texts.asked(ticket, _tell_deciders(ticket, asking))


def _tell_deciders(ticket: HotWork, asking: Asking) -> list[str]:
    card = texts.to_decide(ticket, asking.unit.name, asking.person.name)
    return tell(asking, deciders(ticket, asking), card, what=f"hot_work:{ticket.number}:ask", is_urgent=True)


def deciders(ticket: HotWork, asking: Asking) -> list[Person]:
    """Return who is asked to decide: the unit's head where configured and not the asker, else the office above."""
    if _head_grants(asking):
        heads = [
            one for one in people.of_unit(asking.session, ticket.unit_id, Role.HEAD) if one.id != ticket.asked_by
        ]
        if heads:
            return heads
    return finding.officers(asking.session, finding.offices_above(asking.tree, ticket.unit_id), but={ticket.asked_by})


def find(number: str, asking: Asking) -> HotWork:
    """Return the ticket. Raises Sorry where there is none, in the same words where it is not theirs to see."""
    ticket = hot_work.by_number(asking.session, int(number))
    if ticket is None or ticket.unit_id not in scope(asking.person, asking.tree):
        raise Sorry(texts.not_found(number))
    return ticket


def candidates(act: str, asking: Asking) -> Sequence[HotWork]:
    """Return the tickets in the person's charge that may be so moved, earliest first."""
    states = [state for state, what in rules.MOVES if what == act]
    return hot_work.open_of(asking.session, scope(asking.person, asking.tree), *states)


def check(ticket: HotWork, act: str, asking: Asking) -> None:
    """Raise Sorry where the ticket cannot be so moved, or not by this person."""
    if act in ("grant", "refuse") and not rules.may_decide(
        asking.person.role,
        standing(asking.person, asking.tree, ticket.unit_id),
        is_asker=asking.person.id == ticket.asked_by,
        head_grants=_head_grants(asking),
    ):
        raise Sorry(texts.not_yours_to_decide(ticket.number))
    if (ticket.state, act) not in rules.MOVES:
        raise Sorry(texts.wrong_state(ticket))


def move(ticket: HotWork, act: str, note: str, asking: Asking) -> Card:
    """Move the ticket, tell those whom it concerns, and return the answer. Raises Sorry where it may not be done."""
    check(ticket, act, asking)
    after = rules.MOVES[ticket.state, act]
    if not hot_work.move(asking.session, ticket, after, **_stamps(act, note, asking)):
        raise Sorry(texts.wrong_state(ticket))
    for asks in _CLOSES.get(act, ("decide", "end", "recheck") if act == "cancel" else ()):
        card_closing.close(
            asking.session,
            texts.subject(ticket.number, asks),
            texts.closed_as(ticket, asking.person.name),
            now=asking.now,
            click=asking.incoming if asking.click else None,
        )
    return _EFFECTS[act](ticket, note, asking)


def _stamps(act: str, note: str, asking: Asking) -> dict[str, object]:
    who, now = asking.person.id, asking.now
    recheck_at = now + asking.desk.tables.inspections.hot_work.recheck_after
    match act:
        case "grant" | "refuse":
            return {"decided_by": who, "decided_at": now, "note": note}
        case "end":
            return {"ended_by": who, "ended_at": now, "recheck_at": recheck_at}
        case "embers":
            return {"recheck_at": recheck_at, "note": note}
        case "recheck":
            return {"rechecked_by": who, "rechecked_at": now}
        case _:
            return {"note": note}


def _granted(ticket: HotWork, note: str, asking: Asking) -> Card:
    unit = _unit(ticket, asking)
    card = texts.granted(ticket, unit, asking.person.name)
    tell(asking, of_unit(ticket, asking), card, what=f"hot_work:{ticket.number}:grant", is_urgent=True)
    return texts.decided(ticket, unit)


def _refused(ticket: HotWork, note: str, asking: Asking) -> Card:
    unit = _unit(ticket, asking)
    card = texts.refused(ticket, unit, asking.person.name, note)
    tell(asking, of_unit(ticket, asking), card, what=f"hot_work:{ticket.number}:refuse", is_urgent=True)
    return texts.decided(ticket, unit)


def _ended(ticket: HotWork, note: str, asking: Asking) -> Card:
    assert ticket.recheck_at is not None
    return texts.ended(ticket, ticket.recheck_at)


def _embers(ticket: HotWork, note: str, asking: Asking) -> Card:
    card = texts.embers_found(ticket, _unit(ticket, asking), asking.person.name, note)
    told = [*people.of_unit(asking.session, ticket.unit_id, Role.HEAD), *deciders(ticket, asking)]
    tell(asking, told, card, what=f"hot_work:{ticket.number}:embers", is_urgent=True)
    assert ticket.recheck_at is not None
    return texts.embers(ticket, ticket.recheck_at, note)


def _closed(ticket: HotWork, note: str, asking: Asking) -> Card:
    return texts.closed(ticket)


def _cancelled(ticket: HotWork, note: str, asking: Asking) -> Card:
    return texts.cancelled(ticket)


_EFFECTS = {
    "grant": _granted,
    "refuse": _refused,
    "end": _ended,
    "embers": _embers,
    "recheck": _closed,
    "cancel": _cancelled,
}


def of_unit(ticket: HotWork, asking: Asking) -> list[Person | None]:
    """Return whom of the unit the ticket concerns: the asker, the watcher if known, the safety officers, the head."""
    assert ticket.unit_id is not None
    asker = asking.session.get(Person, ticket.asked_by) if ticket.asked_by is not None else None
    watchers = people.by_name(asking.session, ticket.watcher, {ticket.unit_id})
    return [asker, *watchers, *people.of_unit(asking.session, ticket.unit_id, *_IN_CHARGE)]


def _head_grants(asking: Asking) -> bool:
    return asking.desk.tables.inspections.hot_work.granted_by is Grants.HEAD


def _job(one: HotWork | Wanted) -> Job:
    return Job(one.place, one.operator, one.watcher, one.starts_at, one.ends_at)


def _unit(ticket: HotWork, asking: Asking) -> str:
    return asking.tree.by_id[ticket.unit_id].name
