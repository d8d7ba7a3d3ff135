"""What the record of a visit says, read from the visit and what was handed over in it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from storage.hazards import Hazard
from storage.inspections import Inspection, InspectionItem


def visit(session: Session, code: str) -> Inspection | None:
    """Return the visit with this code, None where there is none."""
    return session.scalars(select(Inspection).where(col(Inspection.code) == code)).first()


def items(session: Session, visit_id: int) -> Sequence[InspectionItem]:
    """Return what was found, in the order of the checklist."""
    rows = select(InspectionItem).where(col(InspectionItem.inspection_id) == visit_id)
    return session.scalars(rows.order_by(col(InspectionItem.ordinal))).all()


def handed_over(session: Session, visit_id: int) -> Sequence[Hazard]:
    """Return the hazards that were found in the visit, by number."""
    rows = select(Hazard).where(col(Hazard.inspection_id) == visit_id)
    return session.scalars(rows.order_by(col(Hazard.number))).all()
