"""The ground itself: outline, roads, water, buildings, places, blocks and sites that need no patrol."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text
from sqlalchemy.dialects.postgresql import DATERANGE

from gis.store.tables.base import identity, imported, mercator, metadata, shape

road = Table(
    "road",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("class", Integer, nullable=False),
    imported(),
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
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    imported(),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
)

block = Table(
    "block",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("grid_id", ForeignKey("grid.id"), index=True),
    Column("households", Integer, nullable=False),
    Column("residents", Integer, nullable=False),
    imported(),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
)

building = Table(
    "building",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("kind", Text, nullable=False),
    Column("floors", Integer, nullable=False),
    Column("households", Integer, nullable=False),
    Column("residents", Integer, nullable=False),
    Column("block_id", ForeignKey("block.id"), index=True),
    imported(),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
)

place = Table(
    "place",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    imported(),
    shape("place", "POINT"),
    mercator("place", "POINT"),
)

# the line round the town that the grids tile; the newest one counts
outline = Table(
    "outline",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    imported(),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
)

# the administrative line of each village, by its code: what grids are held against, never edited here
village_line = Table(
    "village_line",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    imported(),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
)

# closed or excused from patrol: what lies inside leaves the denominator of coverage
site = Table(
    "site",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("valid", DATERANGE, nullable=False),
    imported(),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
    CheckConstraint("kind IN ('closed', 'excused')", name="kind"),
)
