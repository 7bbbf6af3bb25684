"""What closed days covered, as sets of cells."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coverage_day",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("swath_10", sa.LargeBinary(), nullable=False),
        sa.Column("swath_25", sa.LargeBinary(), nullable=False),
        sa.Column("swath_50", sa.LargeBinary(), nullable=False),
        sa.Column("stretches", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "day"],
            ["track_day.person_id", "track_day.day"],
            name=op.f("coverage_day_person_id_day_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("coverage_day_pkey")),
    )
    # what the planner samples it keeps for as long as it likes
    for column in ("swath_10", "swath_25", "swath_50", "stretches"):
        op.execute(f"ALTER TABLE coverage_day ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    op.drop_table("coverage_day")
