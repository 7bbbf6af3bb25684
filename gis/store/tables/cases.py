"""The history of cases: what was done with an event since it was reported, appended only."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from gis.store.tables.base import metadata, moment

case_action = Table(
    "case_action",
    metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    moment("at"),
    Column("actor", Text, nullable=False),
    Column("duty", Text, nullable=False),
    Column("action", Text, nullable=False),
    # where the case stands after it
    Column("state", Text, nullable=False),
    Column("given", JSONB, nullable=False),
    CheckConstraint("seq > 0", name="seq"),
)
"""`seq` is the version that the action made: two who act on one version at once cannot both be stored."""
