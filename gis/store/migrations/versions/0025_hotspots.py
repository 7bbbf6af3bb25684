"""Hot spots of the town as they were found on each night."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hotspot_night",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("hotspot_night_pkey")),
    )
    op.create_table(
        "hotspot",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rank", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", geoalchemy2.Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=True),
        sa.Column("radius_m", sa.Float(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("observed", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Float(), nullable=False),
        sa.Column("p", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.CheckConstraint('"first" >= "last" AND "last" > 0', name=op.f("hotspot_days_check")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("hotspot_grid_id_fkey")),
        sa.ForeignKeyConstraint(
            ["day"], ["hotspot_night.day"], name=op.f("hotspot_day_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("day", "rank", name=op.f("hotspot_pkey")),
    )


def downgrade() -> None:
    op.drop_table("hotspot")
    op.drop_table("hotspot_night")
