"""The ladder that a missed duty climbs: as it was when it was missed, how it is answered, how it is stopped."""

from sqlmodel import Session

from config.duty_period import Cadence
from config.escalation_table import DAILY, OTHER, DutyLadder, EscalationTable
from config.tables import Tables
from handlers.intent import Asking, Sorry
from handlers.texts import duty_ladder as texts
from storage import duties, duty_rungs, policies, pushes
from storage.duties import Duty
from storage.messages import Card, Recipient
from storage.vocabulary import DutyState, PushKind

_EVERY_DAY = (Cadence.DAILY, Cadence.RITE_DAILY)


def ladder_of(session: Session, duty: Duty, version: str, tables: Tables) -> DutyLadder | None:
    """Return the ladder of this version, today's where it was never kept; None for a duty that climbs none."""
    rule = tables.duties.by_code.get(duty.code)
    if rule is None:
        return None
    is_todays = version in ("", tables.version("escalation"))
    content = None if is_todays else policies.content(session, "escalation", version)
    table = tables.escalation if content is None else EscalationTable.from_content(content)
    return table.by_duty.get(DAILY if rule.cadence in _EVERY_DAY else OTHER)


def acknowledge(asking: Asking) -> Card:
    """Note that the asker has answered all that they were told of missed duties; it climbs no further for a while.

    Raises Sorry where nothing waits for their answer.
    """
    reader, tables = Recipient.person(asking.person.userid), asking.desk.tables
    held = []
    for push in pushes.unanswered(asking.session, reader, PushKind.DUTY_RUNG):
        duty = duties.of_slot(asking.session, push.unit_id or 0, push.code, push.slot)
        if duty is None or duty.id is None or duty.state is not DutyState.MISSED:
            continue
        version = next((one.ladder_version for one in duty_rungs.of_duties(asking.session, [duty.id])), "")
        ladder = ladder_of(asking.session, duty, version, tables)
        if ladder is not None and asking.person.id is not None:
            until = asking.now + ladder.pause
            duty_rungs.acknowledge(asking.session, [duty.id], asking.person.id, now=asking.now, until=until)
            held.append((duty, until))
    if asking.person.id is not None:
        pushes.acknowledge(asking.session, asking.person.id, reader, now=asking.now, kind=PushKind.DUTY_RUNG)
    if not held:
        raise Sorry(texts.nothing_to_answer())
    titles = [texts.title(tables, one, asking.tree.by_id[one.unit_id].name) for one, _ in held]
    return texts.acknowledged(titles, min(until for _, until in held))


def is_waiting(asking: Asking) -> bool:
    """Return whether something of missed duties waits for the asker's answer."""
    reader = Recipient.person(asking.person.userid)
    return bool(pushes.unanswered(asking.session, reader, PushKind.DUTY_RUNG))


def stop(duty: Duty, asking: Asking) -> None:
    """Stop the ladder of a duty that was done, and note who did it as the answer to what was said of it."""
    if duty.id is None or asking.person.id is None:
        return
    duty_rungs.stop(asking.session, duty.id)
    about = {"unit_id": duty.unit_id, "code": duty.code, "slot": duty.slot, "kind": PushKind.DUTY_RUNG}
    for push in pushes.about(asking.session, **about):
        pushes.acknowledge(asking.session, asking.person.id, Recipient.parse(push.recipient), now=asking.now, **about)
