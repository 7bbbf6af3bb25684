"""What stands and happens in the grids: enterprises, components, events, and the names to search by.

Each row keeps the grid it was given at intake; an event keeps the edition of that moment too.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from gis.store.tables.base import identity, imported, mercator, metadata, moment, shape

enterprise = Table(
    "enterprise",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("risk", Integer, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("grid_id", ForeignKey("grid.id"), index=True),
    imported(),
    shape("place", "POINT"),
    mercator("place", "POINT"),
    CheckConstraint("risk BETWEEN 1 AND 3", name="risk"),
)

component = Table(
    "component",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("category_code", ForeignKey("category.code"), nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("grid_id", ForeignKey("grid.id"), index=True),
    imported(),
    shape("place", "POINT"),
    mercator("place", "POINT"),
)

event = Table(
    "event",
    metadata,
    identity(),
    Column("number", Text, nullable=False, unique=True),
    Column("category_code", ForeignKey("category.code"), nullable=False),
    Column("title", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("department_code", ForeignKey("department.code"), nullable=False),
    moment("reported_at"),
    Column("grid_id", ForeignKey("grid.id"), index=True),
    Column("edition_id", ForeignKey("edition.id")),
    # which table of transitions it goes through as a case; none for one that is only a record
    Column("flow", Text),
    imported(),
    shape("place", "POINT"),
    mercator("place", "POINT"),
    CheckConstraint("severity BETWEEN 1 AND 3", name="severity"),
    Index("event_reported_at_idx", "reported_at"),
)

gazetteer = Table(
    "gazetteer",
    metadata,
    identity(),
    Column("edition_id", ForeignKey("edition.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("initials", Text, nullable=False),
    Column("subtitle", Text, nullable=False, server_default=""),
    # the grids it belongs to, for the caller's scope; NULL where it is open to everybody
    Column("grid_ids", ARRAY(BigInteger)),
    shape("place", "POINT"),
    Index("gazetteer_title_idx", "title", postgresql_using="gin", postgresql_ops={"title": "gin_trgm_ops"}),
    Index(
        "gazetteer_initials_idx",
        "initials",
        postgresql_using="gin",
        postgresql_ops={"initials": "gin_trgm_ops"},
    ),
)
