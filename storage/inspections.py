"""Inspection visits 「检查」 with what was found at each item."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Field, Session, col

from storage import counters
from storage.columns import Table, json_field, word_field
from storage.database import insert_new
from storage.hazards import Hazard
from storage.vocabulary import CheckResult, InspectionKind, InspectionState, InspectionStep

SUBJECT = "inspection:"
"""What evidence of a visit is about: `inspection:<id>`, of one item `inspection:<id>:<item>`."""
OPEN_STATES = (InspectionState.ON_SITE, InspectionState.TO_SIGN)


class Inspection(Table, table=True):
    """One visit to one unit, from the check-in to the signatures of both sides."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=30)
    """JC20261127-001."""
    origin: str = Field(unique=True, max_length=260)
    """The message that checked in: a repeat of it makes no second visit."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    kind: InspectionKind = word_field(InspectionKind)
    state: InspectionState = word_field(InspectionState, default=InspectionState.ON_SITE)
    started_at: datetime = Field(index=True)
    """The check-in 「现场查」; before it nobody of the unit sees anything of the visit."""
    started_by: int = Field(foreign_key="person.id", index=True)
    leader: str = Field(default="", max_length=40)
    """带队领导 (T5-1)."""
    members: list[str] = json_field(default_factory=list)
    """检查人员, the one who started included; at least two (T9-1)."""
    member_ids: list[int] = json_field(default_factory=list)
    """Those of the members and the leader who have an account: each may go on with the visit."""
    expert: str = Field(default="", max_length=80)
    """专家 (T5-3)."""
    campaign: str = Field(default="", max_length=40)
    """The code of the special action 「专项行动」 that the visit, and what is found in it, counts under."""
    checklist: str = Field(default="", max_length=40)
    checklist_version: str = Field(default="", max_length=20)
    explained_to: str = Field(default="", max_length=80)
    """现场讲: to whom (T9-5)."""
    explained_at: datetime | None = None
    our_sign_by: int | None = Field(default=None, foreign_key="person.id")
    our_sign_at: datetime | None = None
    unit_sign_by: int | None = Field(default=None, foreign_key="person.id")
    """Who of the unit confirmed; None where a photo of the signed sheet does (evidence `inspection:<id>`)."""
    unit_sign_name: str = Field(default="", max_length=40)
    unit_sign_at: datetime | None = None
    finished_at: datetime | None = None
    note: str = ""


class InspectionItem(Table, table=True):
    """What was found at one item of the checklist; the last answer counts."""

    __tablename__ = "inspection_item"

    inspection_id: int = Field(foreign_key="inspection.id", primary_key=True)
    item: str = Field(primary_key=True, max_length=40)
    ordinal: int
    """What people type in the visit, from 1."""
    result: CheckResult = word_field(CheckResult)
    note: str = ""
    hazard_id: int | None = Field(default=None, foreign_key="hazard.id")
    """What was handed over because of it 「现场交办」."""
    at: datetime


class InspectionEvent(Table, table=True):
    """One thing that happened in a visit; rows are only added."""

    __tablename__ = "inspection_event"

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", index=True)
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    step: str = Field(max_length=24)
    note: str = ""
    message: str = Field(default="", max_length=260)


def subject(visit: Inspection, item: str = "") -> str:
    """Return what evidence of the visit, or of one item of it, is about."""
    return f"{SUBJECT}{visit.id}:{item}" if item else f"{SUBJECT}{visit.id}"


def new_code(session: Session, today: date) -> str:
    """Return the next code of the day: JC20261127-001."""
    day = f"{today:%Y%m%d}"
    return f"JC{day}-{counters.take_next(session, f'inspection-{day}'):03d}"


def by_origin(session: Session, origin: str) -> Inspection | None:
    """Return the visit that this message checked in."""
    return session.scalars(select(Inspection).where(col(Inspection.origin) == origin)).first()


def by_code(session: Session, code: str) -> Inspection | None:
    """Return the visit with this code, in any case."""
    return session.scalars(select(Inspection).where(col(Inspection.code) == code.upper())).first()


def of_team(session: Session, person_id: int, *states: InspectionState) -> list[Inspection]:
    """Return the person's visits in these states: those of others by time, then those that they began."""
    rows = select(Inspection).where(col(Inspection.state).in_(states)).order_by(col(Inspection.id))
    found = [one for one in session.scalars(rows) if is_of_team(one, person_id)]
    return sorted(found, key=lambda one: one.started_by == person_id)


def is_of_team(visit: Inspection, person_id: int | None) -> bool:
    """Return whether the person inspects in this visit."""
    return person_id is not None and (visit.started_by == person_id or person_id in visit.member_ids)


def at_unit(session: Session, unit_id: int, *states: InspectionState) -> Sequence[Inspection]:
    """Return the visits to the unit in these states, oldest first."""
    rows = select(Inspection).where(col(Inspection.unit_id) == unit_id, col(Inspection.state).in_(states))
    return session.scalars(rows.order_by(col(Inspection.id))).all()


def began_since(session: Session, since: datetime, unit_ids: Collection[int]) -> Sequence[Inspection]:
    """Return the visits to these units that began since then and are not void, oldest first."""
    rows = select(Inspection).where(
        col(Inspection.started_at) >= since,
        col(Inspection.unit_id).in_(unit_ids),
        col(Inspection.state) != InspectionState.VOID,
    )
    return session.scalars(rows.order_by(col(Inspection.id))).all()


def waiting_for_signatures(session: Session) -> Sequence[int]:
    """Return the ids of the visits whose record waits for a signature, oldest first."""
    rows = select(col(Inspection.id)).where(col(Inspection.state) == InspectionState.TO_SIGN)
    return [one for one in session.scalars(rows.order_by(col(Inspection.id))) if one is not None]


def ended_at(session: Session, visit: Inspection) -> datetime | None:
    """Return when the visit was ended and its record began to wait for signatures, None where it was not."""
    rows = select(func.max(col(InspectionEvent.at))).where(
        col(InspectionEvent.inspection_id) == visit.id, col(InspectionEvent.step) == InspectionStep.END.value
    )
    return session.scalar(rows)


def count_of_campaign(session: Session, code: str, unit_ids: Collection[int]) -> int:
    """Return how many visits to these units count under the special action, those that were made void left out."""
    rows = select(func.count()).where(
        col(Inspection.campaign) == code,
        col(Inspection.unit_id).in_(unit_ids),
        col(Inspection.state) != InspectionState.VOID,
    )
    return session.scalar(rows) or 0


def last_checked(session: Session, unit_ids: Collection[int]) -> dict[int, datetime]:
    """Return by unit when the last visit began that was not made void; a unit never visited is left out."""
    rows = (
        select(col(Inspection.unit_id), func.max(col(Inspection.started_at)))
        .where(
            col(Inspection.unit_id).in_(unit_ids),
            col(Inspection.state) != InspectionState.VOID,
            col(Inspection.kind) != InspectionKind.SELF_MAJOR,
        )
        .group_by(col(Inspection.unit_id))
    )
    return {unit_id: at for unit_id, at in session.execute(rows)}


def move(session: Session, visit: Inspection, after: InspectionState, **values: Any) -> bool:
    """Bring the visit from the state in which it was read to `after`; return False where somebody was faster."""
    moved = session.connection().execute(
        update(Inspection)
        .where(col(Inspection.id) == visit.id, col(Inspection.state) == visit.state)
        .values(state=after, **values)
    )
    session.refresh(visit)
    return moved.rowcount == 1


def amend(session: Session, visit: Inspection, **values: Any) -> None:
    """Change columns of a visit; its state stays."""
    session.connection().execute(update(Inspection).where(col(Inspection.id) == visit.id).values(values))
    session.refresh(visit)


def hold(session: Session, visit: Inspection) -> None:
    """Read the visit anew and let nobody else change it before the end of this unit of work."""
    session.refresh(visit, with_for_update=True)


def items(session: Session, visit: Inspection) -> Sequence[InspectionItem]:
    """Return what was answered so far, in the order of the list."""
    rows = select(InspectionItem).where(col(InspectionItem.inspection_id) == visit.id)
    return session.scalars(
        rows.order_by(col(InspectionItem.ordinal)), execution_options={"populate_existing": True}
    ).all()


def answer(
    session: Session, visit: Inspection, item: str, ordinal: int, result: CheckResult, note: str, *, now: datetime
) -> None:
    """Write down what was found at one item; the last answer counts, what was handed over stays linked."""
    values: Mapping[str, Any] = {"result": result, "note": note, "at": now}
    row = {"inspection_id": visit.id, "item": item, "ordinal": ordinal, **values}
    if insert_new(session, InspectionItem, [row]) == 1:
        return
    _change_item(session, visit, item, values)


def hand_over(session: Session, visit: Inspection, item: str, hazard: Hazard) -> None:
    """Link the item to the hazard that was handed over because of it."""
    _change_item(session, visit, item, {"hazard_id": hazard.id})


def _change_item(session: Session, visit: Inspection, item: str, values: Mapping[str, Any]) -> None:
    session.connection().execute(
        update(InspectionItem)
        .where(col(InspectionItem.inspection_id) == visit.id, col(InspectionItem.item) == item)
        .values(values)
    )


def hazards_of(session: Session, visit: Inspection) -> Sequence[Hazard]:
    """Return the hazards that were found in the visit, by number."""
    rows = select(Hazard).where(col(Hazard.inspection_id) == visit.id)
    return session.scalars(rows.order_by(col(Hazard.number))).all()


def note(
    session: Session,
    visit: Inspection,
    step: InspectionStep,
    *,
    by: int | None,
    at: datetime,
    said: str = "",
    message: str = "",
) -> None:
    """Add one line to the history of the visit."""
    assert visit.id is not None
    session.add(
        InspectionEvent(inspection_id=visit.id, at=at, person_id=by, step=step.value, note=said, message=message)
    )
    session.flush()


def events(session: Session, visit: Inspection) -> Sequence[InspectionEvent]:
    """Return what happened in the visit, oldest first."""
    rows = select(InspectionEvent).where(col(InspectionEvent.inspection_id) == visit.id)
    return session.scalars(rows.order_by(col(InspectionEvent.id))).all()
