"""Closed days of people: the encoded track with its figures, and the visits to grids that follow from it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
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
    Column("places", LargeBinary),
    Column("places_crc", BigInteger),
    Column("places_length", Integer),
    Column("quality", LargeBinary),
    Column("quality_crc", BigInteger),
    Column("quality_length", Integer),
    Column("figures", JSONB, nullable=False),
    Column("rows", Integer, nullable=False),
    moment("sealed_at"),
    Column("keep_until", Date),
    CheckConstraint(
        "num_nulls(places, places_crc, places_length, quality, quality_crc, quality_length) IN (0, 6)",
        name="whole",
    ),
    Index("track_day_day_idx", "day"),
)
"""`rows` is how many rows of `fix` the piece was made of, 0 once the piece alone is the record.

Past its keep the piece is emptied, and the figures stay.
"""

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
