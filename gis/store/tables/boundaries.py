"""Grids, editions of their boundaries, and the squads' zones.

A grid is a permanent identity; an edition names every member with its parent, squad and shape; shapes
are copied only when they change. One published edition holds for each civil day (exclusion constraint).
"""

from geoalchemy2 import Geometry
from sqlalchemy import CheckConstraint, Column, Float, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint

from gis.store.tables.base import identity, imported, mercator, metadata, moment, shape

grid = Table(
    "grid",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("level", Integer, nullable=False),
    moment("created_at", now=True),
)

squad = Table(
    "squad",
    metadata,
    identity(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    imported(),
)

edition = Table(
    "edition",
    metadata,
    identity(),
    Column("number", Integer, unique=True),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="draft"),
    Column("valid", DATERANGE),
    Column("base_id", ForeignKey("edition.id")),
    Column("superseded_by", ForeignKey("edition.id")),
    Column("document", Text),
    Column("author", Text, nullable=False),
    Column("approver", Text),
    moment("created_at", now=True),
    moment("published_at", nullable=True),
    CheckConstraint(
        "status IN ('draft', 'in_review', 'consulted', 'announced', 'published', 'withdrawn')", name="status"
    ),
    CheckConstraint("(status = 'published') = (valid IS NOT NULL AND number IS NOT NULL)", name="published"),
    ExcludeConstraint(
        ("valid", "&&"),
        where="status = 'published' AND superseded_by IS NULL",
        using="gist",
        name="edition_valid_excl",
    ),
)

grid_shape = Table(
    "grid_shape",
    metadata,
    identity(),
    Column("grid_id", ForeignKey("grid.id"), nullable=False, index=True),
    # in the home's metric CRS, which is a setting: hence no SRID in the column's type
    Column("geom", Geometry("MULTIPOLYGON", srid=-1, spatial_index=False), nullable=False),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
    Column("area_m2", Float, nullable=False),
    Index("grid_shape_geom_wgs84_idx", "geom_wgs84", postgresql_using="gist"),
)

edition_grid = Table(
    "edition_grid",
    metadata,
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
    Column("grid_id", ForeignKey("grid.id"), primary_key=True),
    Column("shape_id", ForeignKey("grid_shape.id"), nullable=False, index=True),
    Column("parent_id", ForeignKey("grid.id")),
    Column("squad_id", ForeignKey("squad.id")),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default="basic"),
    # simplified together with its neighbours, for tiles that show a whole town
    Column("geom_low", Geometry("MULTIPOLYGON", srid=3857, spatial_index=False)),
    CheckConstraint("kind IN ('basic', 'dedicated')", name="kind"),
)

squad_zone = Table(
    "squad_zone",
    metadata,
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
    Column("squad_id", ForeignKey("squad.id"), primary_key=True),
    shape("geom_wgs84", "MULTIPOLYGON"),
    mercator("geom_wgs84", "MULTIPOLYGON"),
    Column("geom_low", Geometry("MULTIPOLYGON", srid=3857, spatial_index=False)),
)
