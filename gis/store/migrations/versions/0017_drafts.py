"""Drafts: the log of their edits, the steps between review and publication, recall before the day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STEPS = ("draft", "in_review", "published", "withdrawn")
MORE_STEPS = ("draft", "in_review", "consulted", "announced", "published", "withdrawn")

# A published edition may change in three things only: its open or coming end, to a day from today on; what
# supersedes it; and before its first day it may be recalled, number and all.
KEEP_EDITION = """
CREATE OR REPLACE FUNCTION keep_published_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    zone text := coalesce((SELECT value ->> 'time_zone' FROM setting WHERE key = 'town'), 'UTC');
    today date := (now() AT TIME ZONE zone)::date;
    kept edition := NEW;
BEGIN
    IF OLD.status <> 'published' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'edition % is published and cannot be deleted', OLD.number;
    END IF;
    kept.valid := OLD.valid;
    kept.superseded_by := OLD.superseded_by;
    IF NEW.status = 'withdrawn' AND lower(OLD.valid) > today AND NEW.valid IS NULL AND NEW.number IS NULL THEN
        kept.status := OLD.status;
        kept.number := OLD.number;
        IF kept IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    IF kept IS DISTINCT FROM OLD
        OR (OLD.superseded_by IS NOT NULL AND NEW.superseded_by IS DISTINCT FROM OLD.superseded_by)
        OR (NEW.valid <> OLD.valid AND NOT (
            lower(NEW.valid) = lower(OLD.valid)
            AND (upper_inf(OLD.valid) OR upper(OLD.valid) >= today)
            AND (upper_inf(NEW.valid) OR upper(NEW.valid) >= today)))
    THEN
        RAISE EXCEPTION 'edition % is published and cannot change', OLD.number;
    END IF;
    RETURN NEW;
END $$
"""

BEFORE = """
CREATE OR REPLACE FUNCTION keep_published_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    zone text := coalesce((SELECT value ->> 'time_zone' FROM setting WHERE key = 'town'), 'UTC');
    kept edition := NEW;
BEGIN
    IF OLD.status <> 'published' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'edition % is published and cannot be deleted', OLD.number;
    END IF;
    kept.valid := OLD.valid;
    kept.superseded_by := OLD.superseded_by;
    IF kept IS DISTINCT FROM OLD
        OR (OLD.superseded_by IS NOT NULL AND NEW.superseded_by IS DISTINCT FROM OLD.superseded_by)
        OR (NEW.valid <> OLD.valid AND NOT (
            lower(NEW.valid) = lower(OLD.valid)
            AND upper_inf(OLD.valid)
            AND upper(NEW.valid) >= (now() AT TIME ZONE zone)::date))
    THEN
        RAISE EXCEPTION 'edition % is published and cannot change', OLD.number;
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    _steps(MORE_STEPS)
    op.execute(KEEP_EDITION)
    op.create_table(
        "draft_edit",
        sa.Column("edition_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("edit", postgresql.JSONB(), nullable=False),
        sa.Column("sentence_zh", sa.Text(), nullable=False),
        sa.Column("sentence_en", sa.Text(), nullable=False),
        sa.Column("patch", sa.LargeBinary(), nullable=False),
        sa.Column("touched", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("of_seq", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('undo', 'redo')) = (of_seq IS NOT NULL)", name=op.f("draft_edit_of_check")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("draft_edit_seq_check")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("draft_edit_edition_id_fkey")),
        sa.ForeignKeyConstraint(
            ["edition_id", "of_seq"],
            ["draft_edit.edition_id", "draft_edit.seq"],
            name=op.f("draft_edit_edition_id_of_seq_fkey"),
        ),
        sa.PrimaryKeyConstraint("edition_id", "seq", name=op.f("draft_edit_pkey")),
    )
    op.execute(
        "CREATE TRIGGER keep_edit BEFORE UPDATE OR DELETE ON draft_edit"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("draft_edit")
    op.execute("UPDATE edition SET status = 'in_review' WHERE status IN ('consulted', 'announced')")
    op.execute(BEFORE)
    _steps(STEPS)


def _steps(steps: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{step}'" for step in steps)
    op.drop_constraint(op.f("edition_status_check"), "edition")
    op.create_check_constraint(op.f("edition_status_check"), "edition", f"status IN ({listed})")
