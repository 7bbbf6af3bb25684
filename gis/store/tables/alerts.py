"""What rang, who acknowledged it, and the rules by which it rings."""

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from gis.store.tables.base import identity, metadata, moment

KINDS = "'enter', 'leave', 'inside_longer', 'outside_longer', 'not_visited', 'no_movement'"

alert_rule = Table(
    "alert_rule",
    metadata,
    identity(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("grids", ARRAY(Text), nullable=False),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)),
    Column("squads", ARRAY(Text), nullable=False),
    Column("posts", ARRAY(Text), nullable=False),
    Column("people", ARRAY(BigInteger), nullable=False),
    Column("minutes", SmallInteger),
    # how long whoever does not move has to say that he is well
    Column("answer_minutes", SmallInteger),
    Column("weekdays", ARRAY(SmallInteger), nullable=False),
    Column("begin_minute", SmallInteger, nullable=False),
    Column("end_minute", SmallInteger, nullable=False),
    Column("severity", Text, nullable=False),
    Column("ceiling", SmallInteger, nullable=False),
    moment("since"),
    moment("until", nullable=True),
    Column("made_by", Text, nullable=False),
    moment("made_at"),
    moment("deleted_at", nullable=True),
    CheckConstraint(f"kind IN ({KINDS})", name="kind"),
    CheckConstraint("(answer_minutes IS NULL) = (kind <> 'no_movement')", name="answer"),
    CheckConstraint("(minutes IS NULL) = (kind IN ('enter', 'leave'))", name="minutes"),
    CheckConstraint("(cardinality(grids) = 0) = (geom IS NOT NULL)", name="place"),
    CheckConstraint("severity IN ('notice', 'warning', 'urgent')", name="severity"),
)
"""A rule rings in [since, until); switched on again it begins anew, and what rang before stays as it is."""

alert = Table(
    "alert",
    metadata,
    identity(),
    Column("kind", Text, nullable=False),
    Column("rule_id", ForeignKey("alert_rule.id")),
    Column("device_id", ForeignKey("device.id")),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("grid_id", ForeignKey("grid.id")),
    moment("at"),
    moment("received_at"),
    Column("geom", Geometry("POINT", srid=4326, spatial_index=False)),
    Column("acknowledged_by", Text),
    moment("acknowledged_at", nullable=True),
    moment("withdrawn_at", nullable=True),
    CheckConstraint(f"kind IN ('sos', {KINDS})", name="kind"),
    CheckConstraint("(kind = 'sos') = (rule_id IS NULL)", name="rule"),
    CheckConstraint("(kind = 'sos') = (device_id IS NOT NULL)", name="device"),
    CheckConstraint("(acknowledged_by IS NULL) = (acknowledged_at IS NULL)", name="acknowledged"),
    UniqueConstraint("device_id", "at", "kind"),
    Index("alert_open_idx", "id", postgresql_where=text("acknowledged_at IS NULL")),
    Index(
        "alert_standing_idx",
        "rule_id",
        "person_id",
        "at",
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("rule_id IS NOT NULL AND withdrawn_at IS NULL"),
    ),
)
"""An alarm without a place rings too: then `geom` and `grid_id` are null.

A rule's alert that late fixes disprove is withdrawn and stays; the same may come back.
"""

still_check = Table(
    "still_check",
    metadata,
    identity(),
    Column("rule_id", ForeignKey("alert_rule.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    moment("asked_at"),
    moment("answer_by"),
    moment("rang_at", nullable=True),
    moment("closed_at", nullable=True),
    Column("closed_as", Text),
    CheckConstraint("closed_as IN ('fine', 'help', 'moved', 'off_duty', 'ended')", name="closed_as"),
    CheckConstraint("(closed_at IS NULL) = (closed_as IS NULL)", name="closed"),
    Index(
        "still_check_open_idx",
        "rule_id",
        "person_id",
        unique=True,
        postgresql_where=text("closed_at IS NULL"),
    ),
)
"""Whether somebody who does not move is well: asked, answered or not; without a place."""
