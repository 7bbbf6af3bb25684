"""Retention: pieces may go while their figures stay, holds keep evidence, and old acts may go."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PIECE = ("places", "places_crc", "places_length", "quality", "quality_crc", "quality_length")
MESSAGES = ("quarantine", "raw_batch")
# what the planner samples it keeps for as long as it likes
UNSAMPLED = {
    "alert": ("geom",),
    "fix": ("geom",),
    "quarantine": ("message", "digest"),
    "raw_batch": ("body",),
    "track_day": ("places", "quality"),
}

# Six months, which the Cybersecurity Law asks for, are up to 184 days. The database's own clock decides, and
# no setting: whoever has got hold of a login of the service cannot take away what he has just done.
KEEP_RECORD = """
CREATE FUNCTION keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '190 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $$
"""

# and what goes leaves a line, whoever takes it away
NOTE_RECORD = """
CREATE FUNCTION note_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit (actor, action, result, detail)
    SELECT 'database:' || session_user, 'record.delete', 'done',
           jsonb_build_object('rows', count(*), 'first', min(id), 'last', max(id), 'until', max(at))
    FROM gone HAVING count(*) > 0;
    RETURN NULL;
END $$
"""

KEPT_BY = "CREATE TRIGGER keep_record BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION {}()"


def upgrade() -> None:
    for column in PIECE:
        op.alter_column("track_day", column, nullable=True)
    whole = f"num_nulls({', '.join(PIECE)}) IN (0, 6)"
    op.create_check_constraint(op.f("track_day_whole_check"), "track_day", whole)
    for table in MESSAGES:
        op.add_column(table, sa.Column("oldest_at", sa.DateTime(timezone=True), nullable=True))
        op.execute(f"UPDATE {table} SET oldest_at = received_at")
        op.alter_column(table, "oldest_at", nullable=False)
        op.create_index(f"{table}_oldest_at_idx", table, ["oldest_at"], unique=False)
    _sample(0)
    _create_hold()
    op.execute(KEEP_RECORD)
    op.execute(NOTE_RECORD)
    op.execute("DROP TRIGGER keep_record ON audit")
    op.execute(KEPT_BY.format("keep_record"))
    op.execute(
        "CREATE TRIGGER note_record AFTER DELETE ON audit REFERENCING OLD TABLE AS gone"
        " FOR EACH STATEMENT EXECUTE FUNCTION note_record()"
    )


def _sample(target: int) -> None:
    for table, columns in UNSAMPLED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {target}")


def _create_hold() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_day <= last_day", name=op.f("hold_days_check")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("hold_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("hold_pkey")),
    )
    op.create_index(op.f("hold_person_id_idx"), "hold", ["person_id"], unique=False)


def downgrade() -> None:
    for trigger in ("note_record", "keep_record"):
        op.execute(f"DROP TRIGGER {trigger} ON audit")
        op.execute(f"DROP FUNCTION {trigger}()")
    op.execute(KEPT_BY.format("refuse_change"))
    _sample(-1)
    op.drop_index(op.f("hold_person_id_idx"), table_name="hold")
    op.drop_table("hold")
    for table in reversed(MESSAGES):
        op.drop_index(f"{table}_oldest_at_idx", table_name=table)
        op.drop_column(table, "oldest_at")
    op.drop_constraint(op.f("track_day_whole_check"), "track_day")
    op.execute("DELETE FROM track_day WHERE places IS NULL")
    for column in PIECE:
        op.alter_column("track_day", column, nullable=False)
