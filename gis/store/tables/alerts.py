"""What rang, and who acknowledged it; rows are never deleted."""

from geoalchemy2 import Geometry
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint, text

from gis.store.tables.base import identity, metadata, moment

alert = Table(
    "alert",
    metadata,
    identity(),
    Column("kind", Text, nullable=False),
    Column("device_id", ForeignKey("device.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("grid_id", ForeignKey("grid.id")),
    moment("at"),
    moment("received_at"),
    Column("geom", Geometry("POINT", srid=4326, spatial_index=False)),
    Column("acknowledged_by", Text),
    moment("acknowledged_at", nullable=True),
    CheckConstraint("kind IN ('sos')", name="kind"),
    CheckConstraint("(acknowledged_by IS NULL) = (acknowledged_at IS NULL)", name="acknowledged"),
    UniqueConstraint("device_id", "at", "kind"),
    Index("alert_open_idx", "id", postgresql_where=text("acknowledged_at IS NULL")),
)
"""An alarm without a place rings too: then `geom` and `grid_id` are null."""
