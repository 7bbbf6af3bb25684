"""Confirmations of the notice can be withdrawn, and given anew."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEY = ["device_id", "person_id", "notice_digest"]
HELD = "confirmation_held_idx"
UNIQUE = "confirmation_device_id_person_id_notice_digest_key"


def upgrade() -> None:
    op.add_column("confirmation", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f(UNIQUE), "confirmation", type_="unique")
    held = sa.text("withdrawn_at IS NULL")
    op.create_index(HELD, "confirmation", KEY, unique=True, postgresql_where=held)


def downgrade() -> None:
    op.drop_index(HELD, "confirmation")
    op.execute("DELETE FROM confirmation WHERE withdrawn_at IS NOT NULL")
    op.create_unique_constraint(op.f(UNIQUE), "confirmation", KEY)
    op.drop_column("confirmation", "withdrawn_at")
