"""Boundaries and people: grids, editions, shapes, zones, staff and posts."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


EXTENSIONS = ("postgis", "pg_trgm", "btree_gist")


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.create_table(
        "edition",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=True),
        sa.Column("base_id", sa.BigInteger(), nullable=True),
        sa.Column("superseded_by", sa.BigInteger(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("valid"), "&&"),
            where=sa.text("status = 'published' AND superseded_by IS NULL"),
            using="gist",
            name="edition_valid_excl",
        ),
        sa.CheckConstraint(
            "(status = 'published') = (valid IS NOT NULL AND number IS NOT NULL)",
            name=op.f("edition_published_check"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'in_review', 'published', 'withdrawn')", name=op.f("edition_status_check")
        ),
        sa.ForeignKeyConstraint(["base_id"], ["edition.id"], name=op.f("edition_base_id_fkey")),
        sa.ForeignKeyConstraint(["superseded_by"], ["edition.id"], name=op.f("edition_superseded_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("edition_pkey")),
        sa.UniqueConstraint("number", name=op.f("edition_number_key")),
    )
    op.create_table(
        "grid",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("grid_pkey")),
        sa.UniqueConstraint("code", name=op.f("grid_code_key")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("setting_pkey")),
    )
    op.create_table(
        "squad",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("squad_pkey")),
        sa.UniqueConstraint("code", name=op.f("squad_code_key")),
    )
    op.create_geospatial_table(
        "grid_shape",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
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
        sa.Column("area_m2", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("grid_shape_grid_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("grid_shape_pkey")),
    )
    op.create_geospatial_index(
        "grid_shape_geom_wgs84_idx",
        "grid_shape",
        ["geom_wgs84"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("grid_shape_grid_id_idx"), "grid_shape", ["grid_id"], unique=False)
    op.create_geospatial_index(
        "idx_grid_shape_geom_3857",
        "grid_shape",
        ["geom_3857"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("squad_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["squad_id"], ["squad.id"], name=op.f("person_squad_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("person_pkey")),
        sa.UniqueConstraint("number", name=op.f("person_number_key")),
    )
    op.create_index(op.f("person_squad_id_idx"), "person", ["squad_id"], unique=False)
    op.create_geospatial_table(
        "squad_zone",
        sa.Column("edition_id", sa.BigInteger(), nullable=False),
        sa.Column("squad_id", sa.BigInteger(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("squad_zone_edition_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["squad_id"], ["squad.id"], name=op.f("squad_zone_squad_id_fkey")),
        sa.PrimaryKeyConstraint("edition_id", "squad_id", name=op.f("squad_zone_pkey")),
    )
    op.create_geospatial_index(
        "idx_squad_zone_geom_3857",
        "squad_zone",
        ["geom_3857"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_table(
        "edition_grid",
        sa.Column("edition_id", sa.BigInteger(), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=False),
        sa.Column("shape_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("squad_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="basic", nullable=False),
        sa.CheckConstraint("kind IN ('basic', 'dedicated')", name=op.f("edition_grid_kind_check")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("edition_grid_edition_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("edition_grid_grid_id_fkey")),
        sa.ForeignKeyConstraint(["parent_id"], ["grid.id"], name=op.f("edition_grid_parent_id_fkey")),
        sa.ForeignKeyConstraint(["shape_id"], ["grid_shape.id"], name=op.f("edition_grid_shape_id_fkey")),
        sa.ForeignKeyConstraint(["squad_id"], ["squad.id"], name=op.f("edition_grid_squad_id_fkey")),
        sa.PrimaryKeyConstraint("edition_id", "grid_id", name=op.f("edition_grid_pkey")),
    )
    op.create_index(op.f("edition_grid_shape_id_idx"), "edition_grid", ["shape_id"], unique=False)
    op.create_table(
        "post",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('grid_head', 'grid_member', 'supervisor', 'informant', 'liaison', 'patroller')",
            name=op.f("post_kind_check"),
        ),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("post_grid_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("post_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("post_pkey")),
    )
    op.create_index("post_grid_id_kind_idx", "post", ["grid_id", "kind"], unique=False)
    op.create_index(op.f("post_person_id_idx"), "post", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("post_person_id_idx"), table_name="post")
    op.drop_index("post_grid_id_kind_idx", table_name="post")
    op.drop_table("post")
    op.drop_index(op.f("edition_grid_shape_id_idx"), table_name="edition_grid")
    op.drop_table("edition_grid")
    op.drop_geospatial_index(
        "idx_squad_zone_geom_3857", table_name="squad_zone", postgresql_using="gist", column_name="geom_3857"
    )
    op.drop_geospatial_table("squad_zone")
    op.drop_index(op.f("person_squad_id_idx"), table_name="person")
    op.drop_table("person")
    op.drop_geospatial_index(
        "idx_grid_shape_geom_3857", table_name="grid_shape", postgresql_using="gist", column_name="geom_3857"
    )
    op.drop_index(op.f("grid_shape_grid_id_idx"), table_name="grid_shape")
    op.drop_geospatial_index(
        "grid_shape_geom_wgs84_idx",
        table_name="grid_shape",
        postgresql_using="gist",
        column_name="geom_wgs84",
    )
    op.drop_geospatial_table("grid_shape")
    op.drop_table("squad")
    op.drop_table("setting")
    op.drop_table("grid")
    op.drop_table("edition")
