"""The roster by shifts and days: shifts with their hours, absences, and what a time of duty came from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shift",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("hours", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("shift_pkey")),
        sa.UniqueConstraint("code", name=op.f("shift_code_key")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("valid", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('annual', 'sick', 'personal', 'other')", name=op.f("absence_kind_check")
        ),
        sa.CheckConstraint(
            "NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)",
            name=op.f("absence_bounded_check"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("absence_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("absence_pkey")),
    )
    op.create_index("absence_person_id_valid_idx", "absence", ["person_id", "valid"], postgresql_using="gist")
    op.add_column("duty", sa.Column("day", sa.Date(), nullable=True))
    op.add_column("duty", sa.Column("shift_id", sa.BigInteger(), nullable=True))
    op.add_column("duty", sa.Column("instead_of", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("duty_shift_id_fkey"), "duty", "shift", ["shift_id"], ["id"])
    op.create_foreign_key(op.f("duty_instead_of_fkey"), "duty", "person", ["instead_of"], ["id"])
    op.create_index("duty_day_idx", "duty", ["day"])
    _kinds("'roster', 'self', 'overtime'")


def downgrade() -> None:
    op.execute("DELETE FROM duty WHERE kind = 'overtime'")
    _kinds("'roster', 'self'")
    op.drop_index("duty_day_idx", table_name="duty")
    for column in ("day", "shift_id", "instead_of"):
        op.drop_column("duty", column)
    op.drop_table("absence")
    op.drop_table("shift")


def _kinds(kinds: str) -> None:
    op.drop_constraint(op.f("duty_kind_check"), "duty")
    op.create_check_constraint(op.f("duty_kind_check"), "duty", f"kind IN ({kinds})")
