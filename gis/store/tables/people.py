"""Staff and the posts they hold in grids (一长五员), each with the days it holds."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import DATERANGE

from gis.model import POSTS
from gis.store.tables.base import identity, imported, metadata

person = Table(
    "person",
    metadata,
    identity(),
    Column("number", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("phone", Text),
    Column("squad_id", ForeignKey("squad.id"), index=True),
    imported(),
)

post = Table(
    "post",
    metadata,
    identity(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("grid_id", ForeignKey("grid.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("valid", DATERANGE, nullable=False),
    imported(),
    CheckConstraint("kind IN ({})".format(", ".join(f"'{kind}'" for kind in POSTS)), name="kind"),
    UniqueConstraint("person_id", "grid_id", "kind", "valid"),
    Index("post_grid_id_kind_idx", "grid_id", "kind"),
)
