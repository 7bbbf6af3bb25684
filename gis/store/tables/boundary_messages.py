"""What each person whose grids change was told of it, and whether he saw and confirmed it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.dialects.postgresql import JSONB

from gis.store.tables.base import metadata, moment

boundary_message = Table(
    "boundary_message",
    metadata,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
    # the changed grids with their outlines, as they were told
    Column("body", JSONB, nullable=False),
    moment("sent_at", now=True),
    moment("seen_at", nullable=True),
    moment("confirmed_at", nullable=True),
    # when the edition was recalled before its first day
    moment("withdrawn_at", nullable=True),
    CheckConstraint("confirmed_at IS NULL OR seen_at IS NOT NULL", name="seen"),
)
