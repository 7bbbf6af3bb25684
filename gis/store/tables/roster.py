"""Shifts with the hours they have in each season, and when people are away."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Table, Text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE

from gis.store.tables.base import identity, metadata, moment

shift = Table(
    "shift",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("hours", JSONB, nullable=False),
    Column("active", Boolean, nullable=False, server_default="true"),
)

absence = Table(
    "absence",
    metadata,
    identity(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("valid", TSTZRANGE, nullable=False),
    Column("kind", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    moment("made_at"),
    CheckConstraint("kind IN ('annual', 'sick', 'personal', 'other')", name="kind"),
    CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)", name="bounded"),
    Index("absence_person_id_valid_idx", "person_id", "valid", postgresql_using="gist"),
)
"""While somebody is away what the roster says of him does not count; what he begins himself does."""
