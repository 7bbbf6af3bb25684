"""Handovers of the console: what was open and who was silent when one account handed over to another."""

from sqlalchemy import CheckConstraint, Column, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from gis.store.tables.base import identity, metadata, moment

handover = Table(
    "handover",
    metadata,
    identity(),
    Column("scope", JSONB, nullable=False),
    Column("given_by", Text, nullable=False),
    moment("given_at"),
    Column("notes", Text, nullable=False),
    Column("alerts", JSONB, nullable=False),
    Column("silent", JSONB, nullable=False),
    Column("taken_by", Text),
    moment("taken_at", nullable=True),
    Column("answer", Text, nullable=False, server_default=""),
    CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", name="taken"),
    CheckConstraint("taken_by <> given_by", name="two"),
)
"""Alerts and people are kept by their keys: their names and places go when their own time is over."""
