"""Scans of signed approval files, as they were brought in."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, Table, Text

from gis.store.tables.base import identity, metadata, moment

signed_scan = Table(
    "signed_scan",
    metadata,
    identity(),
    Column("edition_id", ForeignKey("edition.id"), nullable=False, index=True),
    moment("at"),
    Column("author", Text, nullable=False),
    # the digest that stands on the pages of the paper that was signed
    Column("digest", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name="kind"),
    CheckConstraint("digest ~ '^[0-9a-f]{64}$' AND sha256 ~ '^[0-9a-f]{64}$'", name="digests"),
)
"""Appended only: the newest one counts, those before it stay."""
