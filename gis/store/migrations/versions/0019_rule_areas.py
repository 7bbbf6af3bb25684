"""A rule's area may be several polygons."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TO = "ALTER TABLE alert_rule ALTER COLUMN geom TYPE geometry({0}, 4326) USING {1}(geom{2})"


def upgrade() -> None:
    op.execute(TO.format("MultiPolygon", "ST_Multi", ""))


def downgrade() -> None:
    # what cannot be one polygon is ended and leaves its first
    many = "geom IS NOT NULL AND ST_NumGeometries(geom) > 1"
    op.execute(f"UPDATE alert_rule SET until = coalesce(until, now()), deleted_at = now() WHERE {many}")
    op.execute(TO.format("Polygon", "ST_GeometryN", ", 1"))
