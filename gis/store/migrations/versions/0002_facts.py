"""The catalogue and the facts: categories, items, enterprises, components, events, names."""

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "department",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("department_pkey")),
    )
    op.create_geospatial_table(
        "gazetteer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("subtitle", sa.Text(), server_default="", nullable=False),
        sa.Column("grid_ids", postgresql.ARRAY(sa.BigInteger()), nullable=True),
        sa.Column(
            "place",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("gazetteer_pkey")),
    )
    op.create_index(
        "gazetteer_initials_idx",
        "gazetteer",
        ["initials"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"initials": "gin_trgm_ops"},
    )
    op.create_index(
        "gazetteer_title_idx",
        "gazetteer",
        ["title"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"title": "gin_trgm_ops"},
    )
    op.create_table(
        "category",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("class_code", sa.Text(), nullable=False),
        sa.Column("class_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("limit_value", sa.Float(), nullable=False),
        sa.Column("limit_unit", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('event', 'component')", name=op.f("category_kind_check")),
        sa.CheckConstraint(
            "limit_unit IN ('urgent_hour', 'work_hour', 'work_day', 'natural_day')",
            name=op.f("category_unit_check"),
        ),
        sa.ForeignKeyConstraint(
            ["department_code"], ["department.code"], name=op.f("category_department_code_fkey")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("category_pkey")),
    )
    op.create_geospatial_table(
        "enterprise",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "place",
            Geometry(
                geometry_type="POINT",
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
                geometry_type="POINT",
                srid=3857,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            sa.Computed("ST_Transform(place, 3857)", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint("risk BETWEEN 1 AND 3", name=op.f("enterprise_risk_check")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("enterprise_grid_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("enterprise_pkey")),
        sa.UniqueConstraint("code", name=op.f("enterprise_code_key")),
    )
    op.create_index(op.f("enterprise_grid_id_idx"), "enterprise", ["grid_id"], unique=False)
    op.create_geospatial_index(
        "idx_enterprise_geom_3857",
        "enterprise",
        ["geom_3857"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_table(
        "item",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("limit_value", sa.Float(), nullable=False),
        sa.Column("limit_unit", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('service', 'social', 'penalty')", name=op.f("item_kind_check")),
        sa.CheckConstraint(
            "limit_unit IN ('urgent_hour', 'work_hour', 'work_day', 'natural_day')",
            name=op.f("item_unit_check"),
        ),
        sa.ForeignKeyConstraint(
            ["department_code"], ["department.code"], name=op.f("item_department_code_fkey")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("item_pkey")),
    )
    op.create_geospatial_table(
        "component",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("category_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "place",
            Geometry(
                geometry_type="POINT",
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
                geometry_type="POINT",
                srid=3857,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            sa.Computed("ST_Transform(place, 3857)", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("component_category_code_fkey")
        ),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("component_grid_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("component_pkey")),
        sa.UniqueConstraint("code", name=op.f("component_code_key")),
    )
    op.create_index(op.f("component_grid_id_idx"), "component", ["grid_id"], unique=False)
    op.create_geospatial_index(
        "idx_component_geom_3857",
        "component",
        ["geom_3857"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_geospatial_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("category_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grid_id", sa.BigInteger(), nullable=True),
        sa.Column("edition_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "place",
            Geometry(
                geometry_type="POINT",
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
                geometry_type="POINT",
                srid=3857,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            sa.Computed("ST_Transform(place, 3857)", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint("severity BETWEEN 1 AND 3", name=op.f("event_severity_check")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("event_category_code_fkey")),
        sa.ForeignKeyConstraint(
            ["department_code"], ["department.code"], name=op.f("event_department_code_fkey")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("event_edition_id_fkey")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("event_grid_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("event_pkey")),
        sa.UniqueConstraint("number", name=op.f("event_number_key")),
    )
    op.create_index(op.f("event_grid_id_idx"), "event", ["grid_id"], unique=False)
    op.create_index("event_reported_at_idx", "event", ["reported_at"], unique=False)
    op.create_geospatial_index(
        "idx_event_geom_3857",
        "event",
        ["geom_3857"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )


def downgrade() -> None:
    op.drop_geospatial_index(
        "idx_event_geom_3857", table_name="event", postgresql_using="gist", column_name="geom_3857"
    )
    op.drop_index("event_reported_at_idx", table_name="event")
    op.drop_index(op.f("event_grid_id_idx"), table_name="event")
    op.drop_geospatial_table("event")
    op.drop_geospatial_index(
        "idx_component_geom_3857", table_name="component", postgresql_using="gist", column_name="geom_3857"
    )
    op.drop_index(op.f("component_grid_id_idx"), table_name="component")
    op.drop_geospatial_table("component")
    op.drop_table("item")
    op.drop_geospatial_index(
        "idx_enterprise_geom_3857", table_name="enterprise", postgresql_using="gist", column_name="geom_3857"
    )
    op.drop_index(op.f("enterprise_grid_id_idx"), table_name="enterprise")
    op.drop_geospatial_table("enterprise")
    op.drop_table("category")
    op.drop_index(
        "gazetteer_title_idx",
        table_name="gazetteer",
        postgresql_using="gin",
        postgresql_ops={"title": "gin_trgm_ops"},
    )
    op.drop_index(
        "gazetteer_initials_idx",
        table_name="gazetteer",
        postgresql_using="gin",
        postgresql_ops={"initials": "gin_trgm_ops"},
    )
    op.drop_geospatial_table("gazetteer")
    op.drop_table("department")
