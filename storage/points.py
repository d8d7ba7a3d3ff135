"""Patrol points 「巡查点」: places of a unit with a QR code that a patroller scans."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Index, select, text, update
from sqlmodel import Field, Session, col

from storage.columns import Table
from storage.database import insert_new

_ACTIVE = text("is_active")


class PatrolPoint(Table, table=True):
    """One place with its code."""

    __tablename__ = "patrol_point"
    __table_args__ = (
        # Partial: a point that was retired may be made again, with another code.
        Index("ux_patrol_point_name", "unit_id", "name", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    """What the QR code says after 「巡查点」: hard to guess, so that it proves presence."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str = Field(max_length=40)
    is_active: bool = True
    """False: retired, its code proves nothing any more."""


def add(session: Session, unit_id: int, codes_by_name: Iterable[tuple[str, str]]) -> int:
    """Write down points (name, code) that the unit does not have yet; return how many were new."""
    return insert_new(
        session, PatrolPoint, [{"unit_id": unit_id, "name": name, "code": code} for name, code in codes_by_name]
    )


def of_unit(session: Session, unit_id: int) -> Sequence[PatrolPoint]:
    """Return the unit's points, in the order in which they were made."""
    rows = select(PatrolPoint).where(col(PatrolPoint.unit_id) == unit_id, col(PatrolPoint.is_active))
    return session.scalars(rows.order_by(col(PatrolPoint.id))).all()


def ever_made(session: Session, unit_id: int) -> bool:
    """Return whether the unit has points or had some that are retired."""
    return session.scalars(select(col(PatrolPoint.id)).where(col(PatrolPoint.unit_id) == unit_id)).first() is not None


def by_code(session: Session, code: str) -> PatrolPoint | None:
    """Return the point with this code, in any case, retired or not."""
    return session.scalars(select(PatrolPoint).where(col(PatrolPoint.code) == code.upper())).first()


def retire(session: Session, unit_id: int, names: Collection[str]) -> int:
    """Let these points of the unit count no longer; return how many did until now."""
    retired = session.connection().execute(
        update(PatrolPoint)
        .where(col(PatrolPoint.unit_id) == unit_id, col(PatrolPoint.name).in_(names), col(PatrolPoint.is_active))
        .values(is_active=False)
    )
    return retired.rowcount
