"""Who may sign in, what for, and the append-only record of what was done."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from gis.store.tables.base import identity, metadata, moment

account = Table(
    "account",
    metadata,
    identity(),
    Column("name", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("scope", JSONB, nullable=False),
    Column("active", Boolean, nullable=False, server_default="true"),
    Column("person_id", ForeignKey("person.id")),
    moment("created_at", now=True),
    # whoever writes boundaries does not approve them; whoever runs the system does not audit it
    CheckConstraint("NOT roles @> ARRAY['planner', 'approver']", name="planner_approver"),
    CheckConstraint("NOT roles @> ARRAY['admin', 'auditor']", name="admin_auditor"),
)

session = Table(
    "session",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    moment("created_at"),
    moment("seen_at"),
    moment("expires_at"),
)

token = Table(
    "token",
    metadata,
    identity(),
    Column("digest", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("scope", JSONB, nullable=False),
    moment("created_at", now=True),
    moment("expires_at"),
    moment("revoked_at", nullable=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    moment("at", now=True),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Column("result", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("detail", JSONB, nullable=False, server_default="{}"),
    Index("audit_at_idx", "at"),
    # whoever was looked at finds it among the acts of all
    Index("audit_people_idx", text("(detail -> 'people')"), postgresql_using="gin"),
    Index("audit_person_idx", "target", postgresql_where=text("action IN ('people.unmask', 'live.person')")),
)
