"""Messages to those whose grids change by an edition."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boundary_message",
        sa.Column("edition_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR seen_at IS NOT NULL", name=op.f("boundary_message_seen_check")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("boundary_message_edition_id_fkey")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("boundary_message_person_id_fkey")),
        sa.PrimaryKeyConstraint("edition_id", "person_id", name=op.f("boundary_message_pkey")),
    )
    op.create_index(op.f("boundary_message_person_id_idx"), "boundary_message", ["person_id"])


def downgrade() -> None:
    op.drop_table("boundary_message")
