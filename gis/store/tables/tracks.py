"""Closed days of people: the encoded track with its figures, and the visits to grids that follow from it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
)
from sqlalchemy.dialects.postgresql import JSONB, REAL

from gis.store.tables.base import metadata, moment

track_day = Table(
    "track_day",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("fixes", Integer, nullable=False),
    Column("places", LargeBinary, nullable=False),
    Column("places_crc", BigInteger, nullable=False),
    Column("places_length", Integer, nullable=False),
    Column("quality", LargeBinary, nullable=False),
    Column("quality_crc", BigInteger, nullable=False),
    Column("quality_length", Integer, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("rows", Integer, nullable=False),
    moment("sealed_at"),
    Column("keep_until", Date),
    Index("track_day_day_idx", "day"),
)
"""`rows` is how many rows of `fix` the piece was made of, 0 once the piece alone is the record."""

visit = Table(
    "visit",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("enter", DateTime(timezone=True), primary_key=True),
    Column("grid_id", ForeignKey("grid.id"), primary_key=True),
    moment("leave"),
    Column("day", Date, nullable=False),
    Column("metres", REAL, nullable=False),
    Column("entered", Boolean, nullable=False),
    Column("left_it", Boolean, nullable=False),
    Index("visit_grid_id_enter_idx", "grid_id", "enter"),
    Index("visit_day_idx", "day"),
)
