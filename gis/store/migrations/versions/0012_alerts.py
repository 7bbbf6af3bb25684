"""What rang, and who acknowledged it."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("device_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("grid_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
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
            ),
            nullable=True,
        ),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('sos')", name=op.f("alert_kind_check")),
        sa.CheckConstraint(
            "(acknowledged_by IS NULL) = (acknowledged_at IS NULL)", name=op.f("alert_acknowledged_check")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("alert_device_id_fkey")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("alert_grid_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("alert_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("alert_pkey")),
        sa.UniqueConstraint("device_id", "at", "kind", name=op.f("alert_device_id_at_kind_key")),
    )
    op.create_index(
        "alert_open_idx", "alert", ["id"], unique=False, postgresql_where=sa.text("acknowledged_at IS NULL")
    )
    op.create_index(op.f("alert_person_id_idx"), "alert", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("alert_person_id_idx"), table_name="alert")
    op.drop_index("alert_open_idx", table_name="alert", postgresql_where=sa.text("acknowledged_at IS NULL"))
    op.drop_table("alert")
