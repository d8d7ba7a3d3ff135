"""Places and scanned points as evidence of a patrol: which patrol they belong to, and how far round somebody is."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from config.clock import TZ
from handlers import inspection_visit as visits
from handlers.intent import Asking, Reply
from handlers.texts import duty_buttons
from handlers.texts import inspection as visit_texts
from handlers.texts import patrol_point as texts
from handlers.texts.patrol_point import Round, Way
from storage import duties, evidence, points
from storage.duties import DutyRecord
from storage.evidence import Evidence
from storage.messages import Card
from storage.points import PatrolPoint
from storage.units import Unit
from storage.vocabulary import EvidenceKind, EvidenceState, Phase

INTENT_NAME = "patrol_point"
PATROL = "patrol"
"""The duty's code in config/duties.toml."""

_KINDS = (EvidenceKind.LOCATION, EvidenceKind.POINT)
_LOST = (EvidenceState.FAILED, EvidenceState.REFUSED)


def answer_location(asking: Asking) -> Reply:
    """Return the answer to a place that somebody sent; a patrol confirmed shortly before has it as evidence."""
    places = evidence.of_message(asking.session, asking.origin)
    if not places:
        return texts.no_place()
    label = str(asking.incoming.details.get("label") or "")
    if (visit := visits.current_here(asking)) is not None:
        visits.locate(visit, places, label, asking)
        return visit_texts.located(label, visits.unit_name(visit, asking))
    if not owes_patrol(asking.unit, asking):
        return texts.located_elsewhere(label, at=asking.now)
    record = join_recent(places, asking.unit, asking)
    if record is None:
        return texts.located(label, at=asking.now, way=way_to_confirm(asking.unit, asking))
    return texts.located_after(label, at=asking.now, period=period_of(record, asking))


def owes_patrol(unit: Unit, asking: Asking) -> bool:
    """Return whether the unit patrols itself."""
    rule = asking.desk.tables.duties.by_code.get(PATROL)
    return rule is not None and any(slot.is_owed_by(unit) for slot in rule.slots)


def way_to_confirm(unit: Unit, asking: Asking) -> Way:
    """Return the buttons that confirm the unit's patrol which opened last and is not done yet."""
    assert unit.id is not None
    open_now = [one for one in duties.open_of_unit(asking.session, [unit.id], now=asking.now) if one.code == PATROL]
    if not open_now:
        return Way()
    slot = max(open_now, key=lambda one: one.opens_at).slot
    buttons = duty_buttons.confirming(PATROL, slot, asking.desk.tables.duty_title(PATROL, slot))
    return Way(duty_buttons.subject(unit.id, PATROL, slot), buttons)


def period_of(record: DutyRecord, asking: Asking) -> str:
    """Return how people call the period that the record is for."""
    return asking.desk.tables.duty_title(record.code, record.facts["slot"])


def join_recent(pieces: Sequence[Evidence], unit: Unit, asking: Asking) -> DutyRecord | None:
    """Add the pieces to the patrol of the unit that the same person confirmed last, and return its record.

    None where that is too long ago, or where the person has since begun another round: a place or point of it waits
    already, or a point that the confirmed one has was scanned again.
    """
    record = _last_record(unit, asking)
    if record is None:
        return None
    known, new = _codes(_of_record(record, asking)), _codes(pieces)
    others = {one.id for one in _loose(unit, record.reported_at, asking)} - {one.id for one in pieces}
    if others or known & new:
        return None
    _use(pieces, record, asking)
    return record


def scans(unit: Unit, asking: Asking, record: DutyRecord | None) -> Sequence[Evidence]:
    """Return the points that prove `record`; None: those of the round that is not confirmed yet. Oldest first."""
    since = asking.now - asking.desk.tables.evidence.patrol_within
    pieces = _loose(unit, since, asking) if record is None else _of_record(record, asking)
    return [one for one in pieces if one.kind is EvidenceKind.POINT]


def walked(unit: Unit, pieces: Iterable[Evidence], asking: Asking) -> Round:
    """Return which of the unit's points are among the pieces and which not, in the order in which they were made."""
    codes = _codes(pieces)
    known = _points(unit, asking)
    return Round(
        [one.name for one in known if one.code in codes], [one.name for one in known if one.code not in codes]
    )


def last_scan(code: str, unit: Unit, asking: Asking) -> Evidence | None:
    """Return the person's latest scan of this point among those within reach of now, None where there is none."""
    record = _last_record(unit, asking)
    found = [*(scans(unit, asking, record) if record else ()), *scans(unit, asking, None)]
    return max((one for one in found if code in _codes([one])), key=lambda one: one.received_at, default=None)


def prove(card: Card, unit: Unit, slots: Sequence[str], happened_at: datetime, asking: Asking) -> Card:
    """Join what the person sent on the way to the records that this message made; return the card that says so."""
    records = _records_made(unit, slots, happened_at, asking)
    if not records:
        return card
    for record in records:
        since, until = _window(record, asking)
        sent = [one for one in _loose(unit, since, asking) if one.received_at <= until]
        _use(sent, record, asking)
    pieces = [piece for record in records for piece in _of_record(record, asking)]
    places = sum(one.kind is EvidenceKind.LOCATION for one in pieces)
    within = asking.desk.tables.evidence.patrol_within
    may_follow = within if asking.now - happened_at <= within else None
    still_open = walked(unit, pieces, asking).open
    return texts.proven(card, len(_codes(pieces)), places, still_open, may_follow)


def _records_made(unit: Unit, slots: Sequence[str], happened_at: datetime, asking: Asking) -> list[DutyRecord]:
    assert unit.id is not None
    origins = {f"{asking.origin}:{slot}" for slot in slots}
    told = duties.records_on(asking.session, unit.id, PATROL, happened_at.astimezone(TZ).date())
    return [one for one in told if one.origin in origins]


def _window(record: DutyRecord, asking: Asking) -> tuple[datetime, datetime]:
    """Return from when to when a thing must have been sent to prove the patrol.

    Of a patrol that is told long afterwards often the day alone is known: then it is the duty's own time.
    """
    within = asking.desk.tables.evidence.patrol_within
    if asking.now - record.happened_at > within:
        duty = duties.of_slot(asking.session, record.unit_id, PATROL, record.facts["slot"])
        if duty is not None:
            return duty.opens_at, duty.cutoff_at
    return record.happened_at - within, record.happened_at + within


def _last_record(unit: Unit, asking: Asking) -> DutyRecord | None:
    """Return what the person told last of a patrol of the unit that was within reach of now."""
    assert unit.id is not None
    since = asking.now - asking.desk.tables.evidence.patrol_within
    days = sorted({since.astimezone(TZ).date(), asking.today})
    told = [one for day in days for one in duties.records_on(asking.session, unit.id, PATROL, day)]
    mine = [one for one in told if one.person_id == asking.person.id and one.happened_at >= since]
    return max(mine, key=lambda one: one.reported_at, default=None)


def _use(pieces: Iterable[Evidence], record: DutyRecord, asking: Asking) -> None:
    subject = f"record:{record.id}"
    evidence.use(asking.session, pieces, subject, Phase.PROOF, person_id=asking.person.id, now=asking.now)


def _of_record(record: DutyRecord, asking: Asking) -> list[Evidence]:
    pieces = (piece for _, piece in evidence.about(asking.session, f"record:{record.id}"))
    return [one for one in pieces if one.state not in _LOST]


def _loose(unit: Unit, since: datetime, asking: Asking) -> list[Evidence]:
    """Return the person's places and scans of the unit's points, from every chat, that prove nothing yet."""
    person = asking.person
    senders = {asking.incoming.sender, person.userid, person.userid_key}
    found = evidence.loose_anywhere(asking.session, senders, since=since, kinds=_KINDS)
    ours = {one.code for one in _points(unit, asking)}
    return [one for one in found if one.kind is EvidenceKind.LOCATION or _codes([one]) <= ours]


def _points(unit: Unit, asking: Asking) -> Sequence[PatrolPoint]:
    assert unit.id is not None
    return points.of_unit(asking.session, unit.id)


def _codes(pieces: Iterable[Evidence]) -> set[str]:
    return {str(one.details["code"]) for one in pieces if one.kind is EvidenceKind.POINT}
