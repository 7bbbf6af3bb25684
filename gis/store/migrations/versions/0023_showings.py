"""Drafts on show with the public's opinions, and scans of the signed file."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _showing()
    _opinion()
    _scan()


def _showing() -> None:
    op.create_table(
        "showing",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("edition_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("map", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("step IN ('consulted', 'announced')", name=op.f("showing_step_check")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("showing_days_check")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("showing_edition_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("showing_pkey")),
        sa.UniqueConstraint("token", name=op.f("showing_token_key")),
    )
    op.create_index(op.f("showing_edition_id_idx"), "showing", ["edition_id"])


def _opinion() -> None:
    op.create_table(
        "opinion",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("showing_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("grid", sa.Text(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 2000", name=op.f("opinion_words_check")),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name=op.f("opinion_place_check")),
        sa.CheckConstraint(
            "num_nulls(answer, answered_by, answered_at) IN (0, 3)", name=op.f("opinion_answered_check")
        ),
        sa.ForeignKeyConstraint(["showing_id"], ["showing.id"], name=op.f("opinion_showing_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("opinion_pkey")),
    )
    op.create_index("opinion_showing_id_at_idx", "opinion", ["showing_id", "at"])
    op.create_index("opinion_address_at_idx", "opinion", ["address", "at"])


def _scan() -> None:
    op.create_table(
        "signed_scan",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("edition_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name=op.f("signed_scan_kind_check")),
        sa.CheckConstraint(
            "digest ~ '^[0-9a-f]{64}$' AND sha256 ~ '^[0-9a-f]{64}$'", name=op.f("signed_scan_digests_check")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("signed_scan_edition_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("signed_scan_pkey")),
    )
    op.create_index(op.f("signed_scan_edition_id_idx"), "signed_scan", ["edition_id"])
    op.execute("ALTER TABLE signed_scan ALTER COLUMN body SET STORAGE EXTERNAL")
    op.execute(
        "CREATE TRIGGER keep_scan BEFORE UPDATE OR DELETE ON signed_scan"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    for table in ("signed_scan", "opinion", "showing"):
        op.drop_table(table)
