"""Findings on coverage; a trigger keeps what they state."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KEEP = """
CREATE FUNCTION keep_finding() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept finding := NEW;
BEGIN
    kept.confirmed_by := OLD.confirmed_by;
    kept.confirmed_at := OLD.confirmed_at;
    IF kept IS DISTINCT FROM OLD OR OLD.confirmed_by IS NOT NULL THEN
        RAISE EXCEPTION 'finding % is frozen', OLD.number;
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("sm3", sa.Text(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_until", sa.Date(), nullable=False),
        sa.CheckConstraint("made_by <> confirmed_by", name=op.f("finding_names_check")),
        sa.CheckConstraint(
            "num_nulls(confirmed_by, confirmed_at) IN (0, 2)", name=op.f("finding_confirmed_check")
        ),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("finding_grid_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("finding_pkey")),
        sa.UniqueConstraint("number", name=op.f("finding_number_key")),
    )
    op.create_index(op.f("finding_grid_id_idx"), "finding", ["grid_id"])
    op.execute(KEEP)
    op.execute(
        "CREATE TRIGGER keep_finding BEFORE UPDATE ON finding FOR EACH ROW EXECUTE FUNCTION keep_finding()"
    )


def downgrade() -> None:
    op.drop_table("finding")
    op.execute("DROP FUNCTION keep_finding()")
