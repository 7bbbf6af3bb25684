"""The pages of the watched: what they were told and confirmed, who opened a page, and what they ask for."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from gis.store.tables.base import identity, metadata, moment

notice = Table(
    "notice",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("body", JSONB, nullable=False),
)
"""Every text that somebody confirmed, as it was shown."""

confirmation = Table(
    "confirmation",
    metadata,
    identity(),
    Column("device_id", ForeignKey("device.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("notice_digest", ForeignKey("notice.digest"), nullable=False),
    moment("at"),
    moment("withdrawn_at", nullable=True),
)
"""What holds is what was not withdrawn since."""
Index(
    "confirmation_held_idx",
    confirmation.c.device_id,
    confirmation.c.person_id,
    confirmation.c.notice_digest,
    unique=True,
    postgresql_where=confirmation.c.withdrawn_at.is_(None),
)

page_session = Table(
    "page_session",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("device_id", ForeignKey("device.id", ondelete="CASCADE"), nullable=False, index=True),
    moment("expires_at"),
)

own_request = Table(
    "own_request",
    metadata,
    identity(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False),
    moment("at"),
    Column("state", Text, nullable=False, server_default="open"),
    Column("answer", Text),
    Column("answered_by", Text),
    moment("answered_at", nullable=True),
    CheckConstraint("kind IN ('correction', 'objection', 'question')", name="kind"),
    CheckConstraint("state IN ('open', 'accepted', 'declined')", name="state"),
    CheckConstraint(
        "(state = 'open') = (answered_by IS NULL) AND (answered_by IS NULL) = (answered_at IS NULL)",
        name="answered",
    ),
)
