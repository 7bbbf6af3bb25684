"""Every row names the import it came with; the ground gets codes; outline, sites and holidays get a place."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GROUND = ("road", "water", "block", "building", "place")
CATALOGUE = ("department", "category", "item", "squad")
IMPORTED = (*GROUND, *CATALOGUE, "enterprise", "component", "event", "person", "post")

# what was written before keeps its source: one import for each source of a table
ADOPT_RUN = """
INSERT INTO import_run (kind, file, digest, source, reference, columns, rows, added, changed, unchanged,
    refused, actor)
SELECT '{table}', '', '', source, 'EPSG:4326', '{{}}', count(*), count(*), 0, 0, 0, 'migration'
FROM {table} GROUP BY source
"""
ADOPT_ROWS = """
UPDATE {table} SET import_id = i.id FROM import_run i WHERE i.kind = '{table}' AND i.source = {table}.source
"""
RETURN_SOURCE = "UPDATE {table} SET source = i.source FROM import_run i WHERE i.id = {table}.import_id"


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("surveyed_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("import_run_pkey")),
    )
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('rest', 'work')", name=op.f("holiday_kind_check")),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("holiday_import_id_fkey")),
        sa.PrimaryKeyConstraint("day", name=op.f("holiday_pkey")),
    )
    op.create_index(op.f("holiday_import_id_idx"), "holiday", ["import_id"], unique=False)
    op.create_table(
        "import_refusal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("import_refusal_import_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("import_refusal_pkey")),
    )
    op.create_index(op.f("import_refusal_import_id_idx"), "import_refusal", ["import_id"], unique=False)
    op.create_geospatial_table(
        "outline",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "geom_wgs84",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom_3857",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=3857,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            sa.Computed("ST_Transform(geom_wgs84, 3857)", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("outline_import_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("outline_pkey")),
        sa.UniqueConstraint("code", name=op.f("outline_code_key")),
    )
    op.create_geospatial_index(
        "idx_outline_geom_3857",
        "outline",
        ["geom_3857"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("outline_import_id_idx"), "outline", ["import_id"], unique=False)
    op.create_geospatial_table(
        "site",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "geom_wgs84",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom_3857",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=3857,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            sa.Computed("ST_Transform(geom_wgs84, 3857)", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint("kind IN ('closed', 'excused')", name=op.f("site_kind_check")),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("site_import_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("site_pkey")),
        sa.UniqueConstraint("code", name=op.f("site_code_key")),
    )
    op.create_geospatial_index(
        "idx_site_geom_3857", "site", ["geom_3857"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_index(op.f("site_import_id_idx"), "site", ["import_id"], unique=False)
    for table in GROUND:
        op.add_column(table, sa.Column("code", sa.Text(), nullable=True))
        op.execute(f"UPDATE {table} SET code = '{table}-' || id")
        op.alter_column(table, "code", nullable=False)
        op.create_unique_constraint(f"{table}_code_key", table, ["code"])
    for table in IMPORTED:
        op.add_column(table, sa.Column("import_id", sa.BigInteger(), nullable=True))
        op.create_index(f"{table}_import_id_idx", table, ["import_id"], unique=False)
        op.create_foreign_key(f"{table}_import_id_fkey", table, "import_run", ["import_id"], ["id"])
    for table in GROUND:
        op.execute(ADOPT_RUN.format(table=table))
        op.execute(ADOPT_ROWS.format(table=table))
        op.drop_column(table, "source")
    op.create_unique_constraint(
        "post_person_id_grid_id_kind_valid_key", "post", ["person_id", "grid_id", "kind", "valid"]
    )


def downgrade() -> None:
    op.drop_constraint("post_person_id_grid_id_kind_valid_key", "post", type_="unique")
    for table in GROUND:
        op.add_column(table, sa.Column("source", sa.Text(), server_default="", nullable=False))
        op.execute(RETURN_SOURCE.format(table=table))
        op.drop_column(table, "code")
    for table in IMPORTED:
        op.drop_column(table, "import_id")
    op.drop_index(op.f("site_import_id_idx"), table_name="site")
    op.drop_geospatial_index(
        "idx_site_geom_3857", table_name="site", postgresql_using="gist", column_name="geom_3857"
    )
    op.drop_geospatial_table("site")
    op.drop_index(op.f("outline_import_id_idx"), table_name="outline")
    op.drop_geospatial_index(
        "idx_outline_geom_3857", table_name="outline", postgresql_using="gist", column_name="geom_3857"
    )
    op.drop_geospatial_table("outline")
    op.drop_index(op.f("import_refusal_import_id_idx"), table_name="import_refusal")
    op.drop_table("import_refusal")
    op.drop_index(op.f("holiday_import_id_idx"), table_name="holiday")
    op.drop_table("holiday")
    op.drop_table("import_run")
