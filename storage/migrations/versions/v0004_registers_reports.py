"""registers reports"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "register_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "officer",
                "certificate",
                "building",
                "assessment",
                "smart_system",
                "residents",
                "plan",
                "benchmark",
                name="registerkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("said_by", sqlmodel.sql.sqltypes.AutoString(length=260), nullable=False),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("verified_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_register_entry_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_register_entry_unit_id")),
        sa.ForeignKeyConstraint(["verified_by"], ["person.id"], name=op.f("fk_register_entry_verified_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
    )
    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_register_entry_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_entry_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "ux_register_entry_standing",
            ["unit_id", "kind", "subject"],
            unique=True,
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )

    op.create_table(
        "register_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entry.id"], name=op.f("fk_register_notice_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_notice")),
        sa.UniqueConstraint("entry_id", "step", name=op.f("uq_register_notice_entry_id_step")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ten_days", "month", "quarter", "half_year", "year", name="reportkind", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("period", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("ranking_version", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "issued", "void", name="reportstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("void_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("file", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_report_approved_by")),
        sa.ForeignKeyConstraint(["voided_by"], ["person.id"], name=op.f("fk_report_voided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(
        "ux_report_standing",
        "report",
        ["kind", "period"],
        unique=True,
        sqlite_where=sa.text("state != 'void'"),
        postgresql_where=sa.text("state != 'void'"),
    )
    op.create_table(
        "report_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_read_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_read_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_read")),
        sa.UniqueConstraint("report_id", "person_id", name=op.f("uq_report_read_report_id_person_id")),
    )
    op.create_index(op.f("ix_report_read_report_id"), "report_read", ["report_id"])


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.drop_index(op.f("ix_report_read_report_id"), "report_read")
    op.drop_table("report_read")
    op.drop_index("ux_report_standing", "report")
    op.drop_table("report")
    op.drop_table("register_notice")
    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_register_entry_standing",
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_register_entry_unit_id"))
        batch_op.drop_index(batch_op.f("ix_register_entry_person_id"))

    op.drop_table("register_entry")
