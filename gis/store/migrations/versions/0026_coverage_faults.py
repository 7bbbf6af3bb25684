"""Why ways are not known: times of inaccurate and of suspicious fixes; all closed days are counted anew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

COLUMNS = ("poor", "doubts")


def upgrade() -> None:
    # what was counted by the former thresholds is derived, and made again when it is asked for
    op.execute("DELETE FROM coverage_day")
    for column in COLUMNS:
        op.add_column(
            "coverage_day", sa.Column(column, postgresql.JSONB(astext_type=sa.Text()), nullable=False)
        )
        op.execute(f"ALTER TABLE coverage_day ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("coverage_day", column)
