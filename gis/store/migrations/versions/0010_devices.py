"""Devices, duty and fixes: who carries what, who is on duty, and where everybody was."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("protocol", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("claim_pkey")),
        sa.UniqueConstraint("name", "protocol", name=op.f("claim_name_protocol_key")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("protocol", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=True),
        sa.Column("datum", sa.Text(), server_default="wgs84", nullable=False),
        sa.Column("speed_unit", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "datum IN ('wgs84', 'cgcs2000', 'gcj02', 'bd09')", name=op.f("device_datum_check")
        ),
        sa.CheckConstraint(
            "speed_unit IN ('mps', 'kmh', 'knots', 'mph')", name=op.f("device_speed_unit_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("device_pkey")),
        sa.UniqueConstraint("name", name=op.f("device_name_key")),
        sa.UniqueConstraint("token_digest", name=op.f("device_token_digest_key")),
    )
    op.create_table(
        "fix",
        sa.Column("device_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("n", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("accuracy_m", sa.REAL(), nullable=True),
        sa.Column("speed_mps", sa.REAL(), nullable=True),
        sa.Column("heading_deg", sa.REAL(), nullable=True),
        sa.Column("altitude_m", sa.REAL(), nullable=True),
        sa.Column("flags", sa.Integer(), nullable=False),
        sa.CheckConstraint("n BETWEEN 0 AND 3", name=op.f("fix_n_check")),
        sa.PrimaryKeyConstraint("device_id", "fixed_at", "n", name=op.f("fix_pkey")),
        postgresql_partition_by="RANGE (fixed_at)",
    )
    op.create_table(
        "raw_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("raw_batch_pkey")),
    )
    op.create_index("raw_batch_received_at_idx", "raw_batch", ["received_at"], unique=False)
    op.create_table(
        "device_state",
        sa.Column("device_id", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("newest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("battery_pct", sa.SmallInteger(), nullable=True),
        sa.Column("charging", sa.Boolean(), nullable=True),
        sa.Column("health", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("device_state_device_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("device_state_pkey")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("device_id", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("protocol", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("quarantine_device_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("quarantine_pkey")),
    )
    op.create_index(op.f("quarantine_device_id_idx"), "quarantine", ["device_id"], unique=False)
    op.create_index("quarantine_received_at_idx", "quarantine", ["received_at"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("device_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("valid", postgresql.TSTZRANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("device_id"), "="),
            (sa.column("valid"), "&&"),
            using="gist",
            name="assignment_one_person",
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("assignment_device_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("assignment_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("assignment_pkey")),
    )
    op.create_index(op.f("assignment_person_id_idx"), "assignment", ["person_id"], unique=False)
    op.create_table(
        "duty",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("valid", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="roster", nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('roster', 'self')", name=op.f("duty_kind_check")),
        sa.CheckConstraint(
            "NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)",
            name=op.f("duty_bounded_check"),
        ),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("duty_import_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("duty_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("duty_pkey")),
    )
    op.create_index(op.f("duty_import_id_idx"), "duty", ["import_id"], unique=False)
    op.create_index(
        "duty_person_id_valid_idx", "duty", ["person_id", "valid"], unique=False, postgresql_using="gist"
    )
    op.create_table(
        "gate_count",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("gate_count_person_id_fkey")),
        sa.PrimaryKeyConstraint("person_id", "hour", name=op.f("gate_count_pkey")),
    )


def downgrade() -> None:
    op.drop_table("gate_count")
    op.drop_index("duty_person_id_valid_idx", table_name="duty", postgresql_using="gist")
    op.drop_index(op.f("duty_import_id_idx"), table_name="duty")
    op.drop_table("duty")
    op.drop_index(op.f("assignment_person_id_idx"), table_name="assignment")
    op.drop_table("assignment")
    op.drop_index("quarantine_received_at_idx", table_name="quarantine")
    op.drop_index(op.f("quarantine_device_id_idx"), table_name="quarantine")
    op.drop_table("quarantine")
    op.drop_table("device_state")
    op.drop_index("raw_batch_received_at_idx", table_name="raw_batch")
    op.drop_table("raw_batch")
    op.drop_table("fix")
    op.drop_table("device")
    op.drop_table("claim")
