"""Hot spots as they were found on a night; what they are called and whose they are follows from events."""

from sqlalchemy import CheckConstraint, Column, Date, Float, ForeignKey, Integer, Table

from gis.store.tables.base import metadata, moment, shape

hotspot_night = Table(
    "hotspot_night",
    metadata,
    Column("day", Date, primary_key=True),
    # of the analysis; a night of another version is scanned anew
    Column("version", Integer, nullable=False),
    Column("draws", Integer, nullable=False),
    moment("found_at", now=True),
)
"""A night on which the whole town's events before `day` were scanned, whether or not anything was found."""

hotspot = Table(
    "hotspot",
    metadata,
    Column("day", ForeignKey("hotspot_night.day", ondelete="CASCADE"), primary_key=True),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    shape("place", "POINT"),
    # whose it is when scopes are asked about: the grid that held the place on that day
    Column("grid_id", ForeignKey("grid.id")),
    Column("radius_m", Float, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("observed", Integer, nullable=False),
    Column("expected", Float, nullable=False),
    Column("p", Float, nullable=False),
    Column("score", Float, nullable=False),
    CheckConstraint('"first" >= "last" AND "last" > 0', name="days"),
)
"""`first` and `last` are days before `day`."""
