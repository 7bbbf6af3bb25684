"""Phones and vehicles, who carries which of them from when to when, and who is on duty."""

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB, REAL, TSTZRANGE, ExcludeConstraint

from gis.store.tables.base import identity, imported, metadata, moment

device = Table(
    "device",
    metadata,
    identity(),
    Column("name", Text, nullable=False, unique=True),
    Column("protocol", Text, nullable=False),
    Column("token_digest", Text, unique=True),
    Column("datum", Text, nullable=False, server_default="wgs84"),
    Column("speed_unit", Text),
    Column("notice", Boolean, nullable=False, server_default="false"),
    Column("page_digest", Text, unique=True),
    moment("created_at", now=True),
    moment("revoked_at", nullable=True),
    CheckConstraint("datum IN ('wgs84', 'cgcs2000', 'gcj02', 'bd09')", name="datum"),
    CheckConstraint("speed_unit IN ('mps', 'kmh', 'knots', 'mph')", name="speed_unit"),
)

assignment = Table(
    "assignment",
    metadata,
    identity(),
    Column("device_id", ForeignKey("device.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("valid", TSTZRANGE, nullable=False),
    ExcludeConstraint(("device_id", "="), ("valid", "&&"), using="gist", name="assignment_one_person"),
)

duty = Table(
    "duty",
    metadata,
    identity(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("valid", TSTZRANGE, nullable=False),
    Column("kind", Text, nullable=False, server_default="roster"),
    Column("day", Date, index=True),
    Column("shift_id", ForeignKey("shift.id")),
    Column("instead_of", ForeignKey("person.id")),
    imported(),
    CheckConstraint("kind IN ('roster', 'self', 'overtime')", name="kind"),
    CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)", name="bounded"),
    Index("duty_person_id_valid_idx", "person_id", "valid", postgresql_using="gist"),
)

device_state = Table(
    "device_state",
    metadata,
    Column("device_id", ForeignKey("device.id", ondelete="CASCADE"), primary_key=True),
    moment("seen_at"),
    moment("newest_at", nullable=True),
    Column("battery_pct", SmallInteger),
    Column("charging", Boolean),
    Column("health", JSONB, nullable=False, server_default="{}"),
)
"""One overwritten row a device: the only thing that is kept of it off duty is `seen_at`."""

gate_count = Table(
    "gate_count",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("hour", DateTime(timezone=True), primary_key=True),
    Column("reason", Text, primary_key=True, server_default="off_duty"),
    Column("refused", Integer, nullable=False),
    CheckConstraint("reason IN ('off_duty', 'no_notice')", name="reason"),
)
"""How often the gate refused a person's places in an hour and why, without the places."""

claim = Table(
    "claim",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("protocol", Text, nullable=False),
    Column("token_digest", Text),
    Column("address", Text, nullable=False),
    Column("messages", Integer, nullable=False),
    moment("first_at"),
    moment("seen_at"),
    UniqueConstraint("name", "protocol"),
)
"""Devices that nobody registered yet, waiting for somebody to claim them; no place of theirs is kept."""

quarantine = Table(
    "quarantine",
    metadata,
    identity(),
    Column("device_id", ForeignKey("device.id"), index=True),
    moment("received_at"),
    Column("protocol", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("message", LargeBinary, nullable=False),
    Column("length", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    moment("oldest_at"),
    Index("quarantine_received_at_idx", "received_at"),
    Index("quarantine_oldest_at_idx", "oldest_at"),
)
"""Messages refused, each with the reason, its first 64 KiB, its whole length and SHA-256.

`oldest_at` is the oldest moment that it tells of, at the latest that of its coming.
"""

raw_batch = Table(
    "raw_batch",
    metadata,
    identity(),
    moment("received_at"),
    moment("oldest_at"),
    Column("messages", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("raw_batch_received_at_idx", "received_at"),
    Index("raw_batch_oldest_at_idx", "oldest_at"),
)
"""What devices sent, one zstd blob a committed batch and day; `oldest_at` is the oldest moment in it."""

fix = Table(
    "fix",
    metadata,
    Column("device_id", BigInteger, primary_key=True, autoincrement=False),
    Column("fixed_at", DateTime(timezone=True), primary_key=True),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, nullable=False),
    Column("grid_id", BigInteger),
    moment("received_at"),
    Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
    Column("accuracy_m", REAL),
    Column("speed_mps", REAL),
    Column("heading_deg", REAL),
    Column("altitude_m", REAL),
    Column("flags", Integer, nullable=False),
    CheckConstraint("n BETWEEN 0 AND 3", name="n"),
    Index(
        "fix_received_at_idx",
        "received_at",
        postgresql_using="brin",
        postgresql_with={"autosummarize": "on"},
    ),
    postgresql_partition_by="RANGE (fixed_at)",
)
"""One place of one device at one instant, one partition a civil day of the town.

Rows lie in the order of their coming, so a few pages of index find those that are new.
"""
