"""How often grids must be visited, and their levels of risk."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

VALID = "NOT isempty(valid) AND NOT lower_inf(valid)"
RISK = "risk BETWEEN 1 AND 3"


def upgrade() -> None:
    op.create_table(
        "frequency",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=True),
        sa.Column("risk", sa.Integer(), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        *_dated("frequency"),
        sa.CheckConstraint("num_nonnulls(grid_id, risk) = 1", name=op.f("frequency_subject_check")),
        sa.CheckConstraint(RISK, name=op.f("frequency_risk_check")),
        sa.CheckConstraint("visits BETWEEN 1 AND days AND days <= 92", name=op.f("frequency_visits_check")),
        postgresql.ExcludeConstraint(
            ("grid_id", "="), ("valid", "&&"), using="gist", name="frequency_grid_excl"
        ),
        postgresql.ExcludeConstraint(
            ("risk", "="), ("valid", "&&"), using="gist", name="frequency_risk_excl"
        ),
    )
    op.create_table(
        "grid_risk",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        *_dated("grid_risk"),
        sa.CheckConstraint(RISK, name=op.f("grid_risk_risk_check")),
        postgresql.ExcludeConstraint(("grid_id", "="), ("valid", "&&"), using="gist", name="grid_risk_excl"),
    )
    for table in ("frequency", "grid_risk"):
        op.create_index(op.f(f"{table}_import_id_idx"), table, ["import_id"])


def downgrade() -> None:
    op.drop_table("grid_risk")
    op.drop_table("frequency")


def _dated(table: str) -> list[sa.Column[object] | sa.Constraint]:
    return [
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(VALID, name=op.f(f"{table}_valid_check")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f(f"{table}_grid_id_fkey")),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f(f"{table}_import_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    ]
