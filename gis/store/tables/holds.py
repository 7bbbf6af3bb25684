"""Evidence that is held: whose tracks of which days are kept beyond their time, until when and why."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Table, Text

from gis.store.tables.base import identity, metadata, moment

hold = Table(
    "hold",
    metadata,
    identity(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    moment("at"),
    moment("released_at", nullable=True),
    CheckConstraint("first_day <= last_day", name="days"),
)
"""`until` is the last civil day on which it holds, unless it was released before."""
