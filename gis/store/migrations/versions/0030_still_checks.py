"""Rules by which whoever does not move is asked whether he is well, and the asking."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BEFORE = "'enter', 'leave', 'inside_longer', 'outside_longer', 'not_visited'"
AFTER = f"{BEFORE}, 'no_movement'"


def upgrade() -> None:
    op.add_column("alert_rule", sa.Column("answer_minutes", sa.SmallInteger(), nullable=True))
    _kinds(AFTER)
    op.create_check_constraint(
        op.f("alert_rule_answer_check"), "alert_rule", "(answer_minutes IS NULL) = (kind <> 'no_movement')"
    )
    op.create_table(
        "still_check",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rang_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_as", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "closed_as IN ('fine', 'help', 'moved', 'off_duty', 'ended')",
            name=op.f("still_check_closed_as_check"),
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_as IS NULL)", name=op.f("still_check_closed_check")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("still_check_person_id_fkey")),
        sa.ForeignKeyConstraint(["rule_id"], ["alert_rule.id"], name=op.f("still_check_rule_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("still_check_pkey")),
    )
    op.create_index(op.f("still_check_person_id_idx"), "still_check", ["person_id"])
    op.create_index(
        "still_check_open_idx",
        "still_check",
        ["rule_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("still_check")
    op.execute("DELETE FROM alert WHERE kind = 'no_movement'")
    op.execute("DELETE FROM alert_rule WHERE kind = 'no_movement'")
    op.drop_constraint(op.f("alert_rule_answer_check"), "alert_rule")
    _kinds(BEFORE)
    op.drop_column("alert_rule", "answer_minutes")


def _kinds(kinds: str) -> None:
    op.drop_constraint(op.f("alert_rule_kind_check"), "alert_rule")
    op.create_check_constraint(op.f("alert_rule_kind_check"), "alert_rule", f"kind IN ({kinds})")
    op.drop_constraint(op.f("alert_kind_check"), "alert")
    op.create_check_constraint(op.f("alert_kind_check"), "alert", f"kind IN ('sos', {kinds})")
