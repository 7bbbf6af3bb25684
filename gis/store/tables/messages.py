"""Short messages to staff, and whether the person has seen them on his own page."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from gis.store.tables.base import identity, metadata, moment

message = Table(
    "message",
    metadata,
    identity(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("words", Text, nullable=False),
    # the account's name, or that of a token
    Column("sent_by", Text, nullable=False),
    moment("sent_at"),
    moment("seen_at", nullable=True),
    Index("message_sent_by_sent_at_idx", "sent_by", "sent_at"),
)
