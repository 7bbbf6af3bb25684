"""The ground itself: roads, water, buildings, places and blocks, each row with its source."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from gis.store.tables.base import identity, mercator, metadata, shape


def _source() -> Column[str]:
    return Column("source", Text, nullable=False, server_default="")


road = Table(
    "road",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("class", Integer, nullable=False),
    _source(),
    shape("geom_wgs84", "LINESTRING"),
    mercator("geom_wgs84", "LINESTRING"),
    CheckConstraint("class BETWEEN 1 AND 4", name="class"),
)

# the road graph joined by name into lines as long as they go: what the map draws and names
street = Table(
    "street",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("class", Integer, nullable=False),
    shape("geom_wgs84", "LINESTRING"),
    mercator("geom_wgs84", "LINESTRING"),
)

water = Table(
    "water",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _source(),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
)

block = Table(
    "block",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("grid_id", ForeignKey("grid.id"), index=True),
    Column("households", Integer, nullable=False),
    Column("residents", Integer, nullable=False),
    _source(),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
)

building = Table(
    "building",
    metadata,
    identity(),
    Column("name", Text, nullable=False, server_default=""),
    Column("kind", Text, nullable=False),
    Column("floors", Integer, nullable=False),
    Column("households", Integer, nullable=False),
    Column("residents", Integer, nullable=False),
    Column("block_id", ForeignKey("block.id"), index=True),
    _source(),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
)

place = Table(
    "place",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _source(),
    shape("place", "POINT"),
    mercator("place", "POINT"),
)
