"""What was patrolled of the town on each closed day."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "patrol_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("made_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("patrol_day_pkey")),
    )
    op.execute("ALTER TABLE patrol_day ALTER COLUMN body SET STATISTICS 0")


def downgrade() -> None:
    op.drop_table("patrol_day")
