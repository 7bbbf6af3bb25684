"""Closed days of people as pieces, and their visits to grids."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "track_day",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("fixes", sa.Integer(), nullable=False),
        sa.Column("places", sa.LargeBinary(), nullable=False),
        sa.Column("places_crc", sa.BigInteger(), nullable=False),
        sa.Column("places_length", sa.Integer(), nullable=False),
        sa.Column("quality", sa.LargeBinary(), nullable=False),
        sa.Column("quality_crc", sa.BigInteger(), nullable=False),
        sa.Column("quality_length", sa.Integer(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("track_day_person_id_fkey")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("track_day_pkey")),
    )
    # deflated already: a second compression would only cost time
    for column in ("places", "quality"):
        op.execute(f"ALTER TABLE track_day ALTER COLUMN {column} SET STORAGE EXTERNAL")
    op.create_index("track_day_day_idx", "track_day", ["day"], unique=False)
    op.create_table(
        "visit",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("enter", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=False),
        sa.Column("leave", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("metres", sa.REAL(), nullable=False),
        sa.Column("entered", sa.Boolean(), nullable=False),
        sa.Column("left_it", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("visit_grid_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("visit_person_id_fkey")),
        sa.PrimaryKeyConstraint("person_id", "enter", "grid_id", name=op.f("visit_pkey")),
    )
    op.create_index("visit_day_idx", "visit", ["day"], unique=False)
    op.create_index("visit_grid_id_enter_idx", "visit", ["grid_id", "enter"], unique=False)


def downgrade() -> None:
    op.drop_index("visit_grid_id_enter_idx", table_name="visit")
    op.drop_index("visit_day_idx", table_name="visit")
    op.drop_table("visit")
    op.drop_index("track_day_day_idx", table_name="track_day")
    op.drop_table("track_day")
