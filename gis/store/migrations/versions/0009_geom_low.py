"""Shapes simplified together, for tiles that show a whole town; older editions draw the exact ones."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("edition_grid", "squad_zone"):
        kind = Geometry("MULTIPOLYGON", srid=3857, spatial_index=False)
        op.add_column(table, sa.Column("geom_low", kind, nullable=True))


def downgrade() -> None:
    for table in ("edition_grid", "squad_zone"):
        op.drop_column(table, "geom_low")
