"""What can be reported, asked for or fined: departments, categories and items, with limits and units."""

from sqlalchemy import CheckConstraint, Column, Float, ForeignKey, Table, Text

from gis.store.tables.base import imported, metadata

UNITS = "('urgent_hour', 'work_hour', 'work_day', 'natural_day')"

department = Table(
    "department",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    imported(),
)

category = Table(
    "category",
    metadata,
    Column("code", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("class_code", Text, nullable=False),
    Column("class_name", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("department_code", ForeignKey("department.code"), nullable=False),
    Column("limit_value", Float, nullable=False),
    Column("limit_unit", Text, nullable=False),
    imported(),
    CheckConstraint("kind IN ('event', 'component')", name="kind"),
    CheckConstraint(f"limit_unit IN {UNITS}", name="unit"),
)

item = Table(
    "item",
    metadata,
    Column("code", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("department_code", ForeignKey("department.code"), nullable=False),
    Column("limit_value", Float, nullable=False),
    Column("limit_unit", Text, nullable=False),
    imported(),
    CheckConstraint("kind IN ('service', 'social', 'penalty')", name="kind"),
    CheckConstraint(f"limit_unit IN {UNITS}", name="unit"),
)
