"""Column kinds that the tables share: keys, moments, and geometries with their web-mercator copy."""

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Column, Computed, DateTime, ForeignKey, Identity, MetaData, func

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    }
)


def identity() -> Column[int]:
    """Return the surrogate key column `id`."""
    return Column("id", BigInteger, Identity(always=False), primary_key=True)


def moment(name: str, *, now: bool = False, nullable: bool = False) -> Column[object]:
    """Return a UTC timestamp column, filled by the database's clock where `now` is asked for."""
    default = func.now() if now else None
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=default)


def imported() -> Column[int]:
    """Return the column that names the import a row came with: its file, source, survey date and datum."""
    return Column("import_id", ForeignKey("import_run.id"), index=True)


def shape(name: str, kind: str) -> Column[object]:
    """Return a WGS-84 geometry column (EPSG:4326)."""
    return Column(name, Geometry(kind, srid=4326, spatial_index=False), nullable=False)


def mercator(source: str, kind: str) -> Column[object]:
    """Return the EPSG:3857 copy of `source` that serves tiles, kept by the database itself."""
    computed = Computed(f"ST_Transform({source}, 3857)", persisted=True)
    return Column("geom_3857", Geometry(kind, srid=3857, spatial_index=True), computed)
