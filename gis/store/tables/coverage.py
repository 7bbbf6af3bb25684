"""What closed days of people covered: sets of cells for the kept swaths, and when the way was known."""

from sqlalchemy import Column, Date, ForeignKeyConstraint, LargeBinary, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import BigInteger

from gis.store.tables.base import metadata, moment

coverage_day = Table(
    "coverage_day",
    metadata,
    Column("person_id", BigInteger, primary_key=True),
    Column("day", Date, primary_key=True),
    moment("made_of"),
    Column("swath_10", LargeBinary, nullable=False),
    Column("swath_25", LargeBinary, nullable=False),
    Column("swath_50", LargeBinary, nullable=False),
    # begin, end (ms), and both places in metres, of each stretch whose way is known
    Column("stretches", JSONB, nullable=False),
    # begin and end (ms) of fixes too inaccurate to count, and of suspicious ones, which are left out
    Column("poor", JSONB, nullable=False),
    Column("doubts", JSONB, nullable=False),
    ForeignKeyConstraint(["person_id", "day"], ["track_day.person_id", "track_day.day"], ondelete="CASCADE"),
)
"""`made_of` is the sealing it was made of: a day that is sealed again is counted again."""
