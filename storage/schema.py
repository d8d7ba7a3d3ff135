"""All tables together: migrate them, and say whether they are up to date."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.asked_figures import AskedFigure
from storage.attendance import Attendance
from storage.cards import SentCard
from storage.chats import KnownChat
from storage.columns import Table
from storage.corrections import Correction
from storage.counters import Counter
from storage.decisions import Decision, DecisionEvent
from storage.dialogues import Dialogue
from storage.duties import Duty, DutyRecord, ReminderStep
from storage.duty_changes import DutyException
from storage.duty_rungs import DutyRung
from storage.evidence import Evidence, EvidenceUse
from storage.extensions import Extension
from storage.hazard_plans import HazardPlan
from storage.hazard_tags import HazardTag
from storage.hazards import Hazard, HazardEvent, Rung
from storage.hot_work import HotWork
from storage.inbox import InboxMessage
from storage.inspections import Inspection, InspectionEvent, InspectionItem
from storage.job_runs import JobRun
from storage.leases import Lease
from storage.outbox import OutboxMessage
from storage.papers import Paper
from storage.people import Person
from storage.plan_readings import PlanReading
from storage.points import PatrolPoint
from storage.policies import PolicyVersion
from storage.pushes import Push
from storage.reconciliations import Reconciliation
from storage.record_versions import RecordVersion
from storage.registers import RegisterEntry, RegisterNotice
from storage.reports import Report, ReportRead
from storage.responsibilities import Answerable
from storage.supervisions import Supervision
from storage.tips import Tip, TipEvent
from storage.topics import Topic
from storage.units import Group, Unit
from storage.uploads import Upload

TABLES = (
    Answerable,
    AskedFigure,
    Attendance,
    Correction,
    Counter,
    Decision,
    DecisionEvent,
    Dialogue,
    Duty,
    DutyException,
    DutyRecord,
    DutyRung,
    Evidence,
    EvidenceUse,
    Extension,
    Group,
    Hazard,
    HazardEvent,
    HazardPlan,
    HazardTag,
    HotWork,
    InboxMessage,
    Inspection,
    InspectionEvent,
    InspectionItem,
    JobRun,
    KnownChat,
    Lease,
    OutboxMessage,
    Paper,
    PatrolPoint,
    Person,
    PlanReading,
    PolicyVersion,
    Push,
    Reconciliation,
    RecordVersion,
    RegisterEntry,
    RegisterNotice,
    ReminderStep,
    Report,
    ReportRead,
    Rung,
    SentCard,
    Supervision,
    Tip,
    TipEvent,
    Topic,
    Unit,
    Upload,
)

_MIGRATE_LOCK = 727_001


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the tables to the newest version; does nothing where they are. Safe for two processes at once.

    `to` is an older version, for tests of what an update finds.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATE_LOCK})")
        command.upgrade(_config(connection), to)


def version(engine: Engine) -> str | None:
    """Return the tables' version, None where there are no tables yet."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_version() -> str | None:
    """Return the version that `migrate` would reach."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config).get_current_head()


def differences(engine: Engine) -> list[str]:
    """Return what the tables in the database lack against the code, empty where they match."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, Table.metadata)]


def make_revision(engine: Engine, message: str, number: str) -> None:
    """Write the migration file from the tables in the database to those in the code (for developers)."""
    with engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)
