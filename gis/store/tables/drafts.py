"""The log of the edits that make a draft: appended only, each with what it changed."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from gis.store.tables.base import metadata, moment

draft_edit = Table(
    "draft_edit",
    metadata,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    moment("at", now=True),
    Column("author", Text, nullable=False),
    Column("kind", Text, nullable=False),
    # what was asked for, from which the same edit can be made again; empty for undo and redo
    Column("edit", JSONB, nullable=False),
    Column("sentence_zh", Text, nullable=False),
    Column("sentence_en", Text, nullable=False),
    Column("patch", LargeBinary, nullable=False),
    Column("touched", ARRAY(Text), nullable=False),
    Column("of_seq", Integer),
    CheckConstraint("(kind IN ('undo', 'redo')) = (of_seq IS NOT NULL)", name="of"),
    CheckConstraint("seq > 0", name="seq"),
    ForeignKeyConstraint(["edition_id", "of_seq"], ["draft_edit.edition_id", "draft_edit.seq"]),
)
"""`of_seq` is the edit that an undo takes back or a redo puts back; the draft is the fold of all patches."""
