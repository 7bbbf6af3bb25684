"""Cases: the flow that an event goes through, and its history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# whoever handled a case does not verify it, whatever a program asks for
UNLIKE = """
CREATE FUNCTION keep_eyes_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.action = 'verify' AND NEW.actor = (
        SELECT actor FROM case_action
        WHERE event_id = NEW.event_id AND action = 'handle' ORDER BY seq DESC LIMIT 1) THEN
        RAISE EXCEPTION 'whoever handled a case does not verify it';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.add_column("event", sa.Column("flow", sa.Text(), nullable=True))
    op.create_table(
        "case_action",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("given", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("case_action_seq_check")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("case_action_event_id_fkey")),
        sa.PrimaryKeyConstraint("event_id", "seq", name=op.f("case_action_pkey")),
    )
    op.execute(UNLIKE)
    op.execute(
        "CREATE TRIGGER keep_action BEFORE UPDATE OR DELETE ON case_action"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER keep_apart BEFORE INSERT ON case_action"
        " FOR EACH ROW EXECUTE FUNCTION keep_eyes_apart()"
    )


def downgrade() -> None:
    op.drop_table("case_action")
    op.execute("DROP FUNCTION keep_eyes_apart()")
    op.drop_column("event", "flow")
