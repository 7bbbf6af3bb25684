"""The villages' administrative lines 村界, against which their grids are held."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "village_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "geom_wgs84",
            geoalchemy2.Geometry("MULTIPOLYGON", srid=4326, spatial_index=False),
            nullable=False,
        ),
        sa.Column(
            "geom_3857",
            geoalchemy2.Geometry("MULTIPOLYGON", srid=3857, spatial_index=False),
            sa.Computed("ST_Transform(geom_wgs84, 3857)", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("village_line_import_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("village_line_pkey")),
        sa.UniqueConstraint("code", name=op.f("village_line_code_key")),
    )
    op.create_index(op.f("village_line_import_id_idx"), "village_line", ["import_id"])
    op.create_index("idx_village_line_geom_3857", "village_line", ["geom_3857"], postgresql_using="gist")


def downgrade() -> None:
    op.drop_table("village_line")
