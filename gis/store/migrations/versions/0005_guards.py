"""What may never change: published editions, shapes, codes and the record are guarded by triggers."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# A published edition may change in two things only: its open end, to a day from today on,
# and what supersedes it.
KEEP_EDITION = """
CREATE FUNCTION keep_published_edition() RETURNS trigger LANGUAGE plpgsql AS $$
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

KEEP_MEMBERS = """
CREATE FUNCTION keep_published_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM edition
               WHERE status = 'published' AND id IN (OLD.edition_id, NEW.edition_id)) THEN
        RAISE EXCEPTION 'the edition is published and cannot change';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$
"""

KEEP_ROWS = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $$
"""

# trigger, events, table, granularity, function
TRIGGERS = (
    ("keep_published", "UPDATE OR DELETE", "edition", "ROW", "keep_published_edition"),
    ("keep_published", "INSERT OR UPDATE OR DELETE", "edition_grid", "ROW", "keep_published_members"),
    ("keep_published", "INSERT OR UPDATE OR DELETE", "squad_zone", "ROW", "keep_published_members"),
    ("keep_shape", "UPDATE", "grid_shape", "ROW", "refuse_change"),
    ("keep_code", "UPDATE", "grid", "ROW", "refuse_change"),
    ("keep_record", "UPDATE OR DELETE", "audit", "ROW", "refuse_change"),
    ("keep_all", "TRUNCATE", "audit", "STATEMENT", "refuse_change"),
)


def upgrade() -> None:
    for statement in (KEEP_EDITION, KEEP_MEMBERS, KEEP_ROWS):
        op.execute(statement)
    for name, events, table, each, function in TRIGGERS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
        )


def downgrade() -> None:
    for name, _, table, _, _ in TRIGGERS:
        op.execute(f"DROP TRIGGER {name} ON {table}")
    for function in ("keep_published_edition", "keep_published_members", "refuse_change"):
        op.execute(f"DROP FUNCTION {function}()")
