"""Findings on coverage: what was stated of a grid and day, frozen under its digest, with two names."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, LargeBinary, Table, Text

from gis.store.tables.base import identity, metadata, moment

finding = Table(
    "finding",
    metadata,
    identity(),
    Column("number", Text, nullable=False, unique=True),
    Column("grid_id", ForeignKey("grid.id"), nullable=False, index=True),
    Column("day", Date, nullable=False),
    # canonical JSON, so that its digest is one of bytes; places are in it as digests only
    Column("statement", Text, nullable=False),
    Column("sm3", Text, nullable=False),
    # the places themselves as packed JSON, which late fixes never change
    Column("evidence", LargeBinary, nullable=False),
    Column("made_by", Text, nullable=False),
    moment("made_at"),
    Column("confirmed_by", Text),
    moment("confirmed_at", nullable=True),
    Column("hold_until", Date, nullable=False),
    CheckConstraint("made_by <> confirmed_by", name="names"),
    CheckConstraint("num_nulls(confirmed_by, confirmed_at) IN (0, 2)", name="confirmed"),
)
