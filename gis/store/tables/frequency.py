"""How often grids must be visited, by grid or by level of risk, and which level each grid has."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint

from gis.store.tables.base import identity, imported, metadata, moment

frequency = Table(
    "frequency",
    metadata,
    identity(),
    Column("grid_id", ForeignKey("grid.id")),
    Column("risk", Integer),
    Column("visits", Integer, nullable=False),
    Column("days", Integer, nullable=False),
    Column("valid", DATERANGE, nullable=False),
    Column("made_by", Text, nullable=False),
    moment("made_at", now=True),
    imported(),
    CheckConstraint("num_nonnulls(grid_id, risk) = 1", name="subject"),
    CheckConstraint("risk BETWEEN 1 AND 3", name="risk"),
    CheckConstraint("visits BETWEEN 1 AND days AND days <= 92", name="visits"),
    CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid)", name="valid"),
    ExcludeConstraint(("grid_id", "="), ("valid", "&&"), using="gist", name="frequency_grid_excl"),
    ExcludeConstraint(("risk", "="), ("valid", "&&"), using="gist", name="frequency_risk_excl"),
)
"""So many of `days` days must have a visit; what is said of a grid goes before what is said of its risk."""

grid_risk = Table(
    "grid_risk",
    metadata,
    identity(),
    Column("grid_id", ForeignKey("grid.id"), nullable=False),
    Column("risk", Integer, nullable=False),
    Column("valid", DATERANGE, nullable=False),
    Column("made_by", Text, nullable=False),
    moment("made_at", now=True),
    imported(),
    CheckConstraint("risk BETWEEN 1 AND 3", name="risk"),
    CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid)", name="valid"),
    ExcludeConstraint(("grid_id", "="), ("valid", "&&"), using="gist", name="grid_risk_excl"),
)
