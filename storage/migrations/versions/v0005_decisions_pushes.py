"""decisions pushes"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "kind", sa.Enum("intent", "category", name="correctionkind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("said", sqlmodel.sql.sqltypes.AutoString(length=1200), nullable=False),
        sa.Column("heard", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("meant", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(length=260), nullable=False),
        sa.Column("reviewed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("origin", "kind", name=op.f("uq_correction_origin_kind")),
    )
    op.create_index(
        "ix_correction_waiting",
        "correction",
        ["id"],
        unique=False,
        sqlite_where=sa.text("reviewed_at IS NULL"),
        postgresql_where=sa.text("reviewed_at IS NULL"),
    )
    op.create_table(
        "asked_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asked_figure_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_figure")),
        sa.UniqueConstraint("conversation", "person_id", name=op.f("uq_asked_figure_conversation_person_id")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(length=260), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_due_said", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "done", "void", name="decisionstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("chair", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_decision_ended_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_decision_owner_id")),
        sa.ForeignKeyConstraint(["record_id"], ["duty_record.id"], name=op.f("fk_decision_record_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_decision_said_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("number", name=op.f("uq_decision_number")),
        sa.UniqueConstraint("record_id", "origin", "ordinal", name=op.f("uq_decision_record_id_origin_ordinal")),
    )
    op.create_index(
        "ix_decision_open",
        "decision",
        ["due_on"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_decision_owner_id"), "decision", ["owner_id"], unique=False)
    op.create_index(op.f("ix_decision_unit_id"), "decision", ["unit_id"], unique=False)
    op.create_table(
        "decision_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "decide", "assign", "postpone", "close", "cancel", name="decisionstep", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("message", sqlmodel.sql.sqltypes.AutoString(length=260), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_event_decision_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_event_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_event")),
        sa.UniqueConstraint(
            "decision_id", "message", "step", name=op.f("uq_decision_event_decision_id_message_step")
        ),
    )
    op.create_index(op.f("ix_decision_event_decision_id"), "decision_event", ["decision_id"], unique=False)
    op.create_index("ix_duty_slot", "duty", ["code", "slot", "cutoff_at"], unique=False)
    op.add_column("unit", sa.Column("is_affiliated", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE unit SET is_affiliated = true WHERE type NOT IN ('bureau', 'section', 'township')"
        " AND parent_id IN (SELECT id FROM unit WHERE type = 'bureau')"
    )
    op.create_table(
        "duty_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(length=260), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("cadence", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_duty_exception_decided_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_duty_exception_ended_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_exception_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_exception")),
        sa.UniqueConstraint("origin", name=op.f("uq_duty_exception_origin")),
    )
    op.create_index(op.f("ix_duty_exception_unit_id"), "duty_exception", ["unit_id"], unique=False)
    op.add_column("duty", sa.Column("asked_from", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.create_table(
        "record_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message", sqlmodel.sql.sqltypes.AutoString(length=260), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_record_version_person_id")),
        sa.ForeignKeyConstraint(["record_id"], ["duty_record.id"], name=op.f("fk_record_version_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_version")),
        sa.UniqueConstraint("record_id", "message", name=op.f("uq_record_version_record_id_message")),
        sa.UniqueConstraint("record_id", "ordinal", name=op.f("uq_record_version_record_id_ordinal")),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("slot", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("who", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("has_come", sa.Boolean(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["duty_record.id"], name=op.f("fk_attendance_record_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_attendance_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("unit_id", "code", "slot", "who", name=op.f("uq_attendance_unit_id_code_slot_who")),
    )
    op.create_table(
        "plan_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entry.id"], name=op.f("fk_plan_reading_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_reading_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_reading")),
        sa.UniqueConstraint("entry_id", "person_id", name=op.f("uq_plan_reading_entry_id_person_id")),
    )
    _make_pushes()
    op.add_column("hazard", sa.Column("register_entry_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.drop_column("hazard", "register_entry_id")
    op.drop_table("plan_reading")
    op.drop_table("attendance")
    op.drop_table("record_version")
    _drop_pushes()
    op.drop_index(
        "ix_correction_waiting",
        table_name="correction",
        sqlite_where=sa.text("reviewed_at IS NULL"),
        postgresql_where=sa.text("reviewed_at IS NULL"),
    )
    op.drop_table("correction")
    op.drop_table("asked_figure")
    op.drop_index(op.f("ix_decision_event_decision_id"), table_name="decision_event")
    op.drop_table("decision_event")
    op.drop_index(op.f("ix_decision_unit_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_owner_id"), table_name="decision")
    op.drop_index(
        "ix_decision_open",
        table_name="decision",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("decision")
    op.drop_column("duty", "asked_from")
    op.drop_index(op.f("ix_duty_exception_unit_id"), table_name="duty_exception")
    op.drop_table("duty_exception")
    op.drop_index("ix_duty_slot", table_name="duty")


def _make_pushes() -> None:
    """Make the ledger of pushes, the rungs of missed duties, and who wants no morning list."""
    op.create_table(
        "push",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("remind", "missing", "evening", "morning", "digest", "duty_rung", "hazard_rung"),
                name="pushkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("recipient", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("slot", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=True),
        sa.Column("planned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("sent", "held", "merged", "dropped", name="pushstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("held_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("letter", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=False),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["person.id"], name=op.f("fk_push_acknowledged_by")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_push_hazard_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_push_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push")),
        sa.UniqueConstraint("key", name=op.f("uq_push_key")),
    )
    op.create_index(
        "ix_push_held",
        "push",
        ["recipient"],
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index("ix_push_planned", "push", ["planned_at"])
    for name in ("recipient", "hazard_id", "letter"):
        op.create_index(op.f(f"ix_push_{name}"), "push", [name])
    op.create_table(
        "duty_rung",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ladder_version", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "said", "stopped", name="rungstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["person.id"], name=op.f("fk_duty_rung_acknowledged_by")),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_duty_rung_duty_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_rung")),
        sa.UniqueConstraint("duty_id", "rung", name=op.f("uq_duty_rung_duty_id_rung")),
    )
    op.create_index(op.f("ix_duty_rung_duty_id"), "duty_rung", ["duty_id"])
    op.create_index(
        "ix_duty_rung_waiting",
        "duty_rung",
        ["due_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.add_column("person", sa.Column("morning_off_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def _drop_pushes() -> None:
    op.drop_column("person", "morning_off_at")
    op.drop_table("duty_rung")
    op.drop_table("push")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_column("is_affiliated")
