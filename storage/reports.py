"""Reports that fall due 「旬调度」 to 「全年总评」: their frozen figures, who issued them, who has read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, func, select, text, update
from sqlmodel import Field, Session, col

from storage.columns import Table, json_field, word_field
from storage.database import insert_new
from storage.duties import Duty
from storage.hazards import Hazard
from storage.people import Person
from storage.vocabulary import ReportKind, ReportState

_STANDING = text("state != 'void'")


class Report(Table, table=True):
    """One report of one period; its figures never change, and only one of a period stands."""

    __table_args__ = (
        Index(
            "ux_report_standing", "kind", "period", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: ReportKind = word_field(ReportKind)
    period: str = Field(max_length=20)
    """As storage.report_periods names it: 2026-10-1, 2026-10, 2026-Q4, 2026-H2, 2026."""
    title: str = Field(max_length=80)
    figures: dict[str, Any] = json_field()
    ranking_version: str = Field(default="", max_length=20)
    made_at: datetime
    state: ReportState = word_field(ReportState, default=ReportState.DRAFT)
    approved_by: int | None = Field(default=None, foreign_key="person.id")
    issued_at: datetime | None = None
    voided_by: int | None = Field(default=None, foreign_key="person.id")
    voided_at: datetime | None = None
    void_reason: str = ""
    file: str = Field(default="", max_length=100)
    """The document as it was issued (storage/papers)."""


class ReportRead(Table, table=True):
    """Somebody has read an issued report 「已阅」."""

    __tablename__ = "report_read"
    __table_args__ = (UniqueConstraint("report_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime


def draft(session: Session, report: Report) -> Report:
    """Keep the draft and return it; where one of the period stands already, that one: the first decides."""
    insert_new(session, Report, [report.model_dump(exclude={"id"})])
    found = standing(session, report.kind, report.period)
    assert found is not None
    return found


def standing(session: Session, kind: ReportKind, period: str) -> Report | None:
    """Return the report of the period that is not void, None where there is none."""
    return session.scalars(_of(kind, period).where(col(Report.state) != ReportState.VOID)).first()


def was_made(session: Session, kind: ReportKind, period: str) -> bool:
    """Return whether there ever was one of the period, also where it was made void since."""
    return session.scalars(_of(kind, period)).first() is not None


def _of(kind: ReportKind, period: str) -> Any:
    return select(Report).where(col(Report.kind) == kind, col(Report.period) == period)


def latest_issued(session: Session) -> Report | None:
    """Return the report that was issued last and stands, None where there is none."""
    rows = select(Report).where(col(Report.state) == ReportState.ISSUED)
    return session.scalars(rows.order_by(col(Report.issued_at).desc(), col(Report.id).desc())).first()


def move(session: Session, report: Report, after: ReportState, **values: Any) -> bool:
    """Bring the report from the state in which it was read to `after`; return False where somebody was faster."""
    moved = session.connection().execute(
        update(Report)
        .where(col(Report.id) == report.id, col(Report.state) == report.state)
        .values(state=after, **values)
    )
    session.refresh(report)
    return moved.rowcount == 1


def read_by(session: Session, report: Report, person: Person, *, now: datetime) -> bool:
    """Write down that the person has read it; return False where they had said so before."""
    return insert_new(session, ReportRead, [{"report_id": report.id, "person_id": person.id, "at": now}]) == 1


def readers(session: Session, report: Report) -> Sequence[int]:
    """Return the ids of those who have read it, first reader first."""
    rows = select(col(ReportRead.person_id)).where(col(ReportRead.report_id) == report.id)
    return session.scalars(rows.order_by(col(ReportRead.id))).all()


def begun(session: Session) -> datetime | None:
    """Return from when on there is something to report: the first duty due, or the first hazard in the books."""
    entered = func.coalesce(col(Hazard.entered_at), col(Hazard.reported_at))
    firsts = session.execute(
        select(select(func.min(entered)).scalar_subquery(), select(func.min(col(Duty.due_at))).scalar_subquery())
    )
    found = [one for one in firsts.one() if one is not None]
    return min(found, default=None)
