"""The town's own calendar: days off and working days swapped for them."""

from sqlalchemy import CheckConstraint, Column, Date, Table, Text

from gis.store.tables.base import imported, metadata

holiday = Table(
    "holiday",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    imported(),
    CheckConstraint("kind IN ('rest', 'work')", name="kind"),
)
