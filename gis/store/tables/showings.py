"""Drafts on show before they are published: opinions asked for, the announcement, and what was answered."""

from sqlalchemy import CheckConstraint, Column, Date, Float, ForeignKey, Index, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from gis.store.tables.base import identity, metadata, moment

showing = Table(
    "showing",
    metadata,
    identity(),
    Column("edition_id", ForeignKey("edition.id"), nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    # as it was drawn when it was opened: what was shown is what counts
    Column("map", JSONB, nullable=False),
    Column("opened_by", Text, nullable=False),
    moment("opened_at"),
    moment("closed_at", nullable=True),
    CheckConstraint("step IN ('consulted', 'announced')", name="step"),
    CheckConstraint("first_day <= last_day", name="days"),
)

opinion = Table(
    "opinion",
    metadata,
    identity(),
    Column("showing_id", ForeignKey("showing.id"), nullable=False),
    moment("at"),
    Column("words", Text, nullable=False),
    Column("grid", Text),
    Column("lon", Float),
    Column("lat", Float),
    # for the bound on how many come from one address; emptied with the tracks
    Column("address", Text),
    Column("answer", Text),
    Column("answered_by", Text),
    moment("answered_at", nullable=True),
    CheckConstraint("length(words) BETWEEN 1 AND 2000", name="words"),
    CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="place"),
    CheckConstraint("num_nulls(answer, answered_by, answered_at) IN (0, 3)", name="answered"),
    Index("opinion_showing_id_at_idx", "showing_id", "at"),
    Index("opinion_address_at_idx", "address", "at"),
)
