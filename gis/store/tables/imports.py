"""What was brought in from files: each import with its source, and the rows that it refused, with reasons."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from gis.store.tables.base import identity, metadata, moment

import_run = Table(
    "import_run",
    metadata,
    identity(),
    Column("kind", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("surveyed_on", Date),
    Column("reference", Text, nullable=False),
    Column("columns", JSONB, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    moment("at", now=True),
)

import_refusal = Table(
    "import_refusal",
    metadata,
    identity(),
    Column("import_id", ForeignKey("import_run.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("row", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", JSONB, nullable=False),
)
