"""Turns a Source into vector tiles or GeoJSON, made by PostGIS itself."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB, asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.source import Source

EXTENT, BUFFER = 4096, 64
_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class TileStatement:
    """The SQL of one source's tiles, made once; of its positional arguments z, x, y come with each tile."""

    sql: str
    names: tuple[str, ...]
    values: dict[str, Any]

    def arguments(self, z: int, x: int, y: int) -> list[Any]:
        """Return the arguments for one tile."""
        given = {**self.values, "z": z, "x": x, "y": y}
        return [given[name] for name in self.names]


def tile_statement(source: Source, *, low: bool) -> TileStatement:
    """Return the statement of a source's vector tiles (layer id = its name); `low` draws simplified shapes.

    The statement is compiled to text: building and compiling it anew costs more than PostGIS needs for it.
    """
    zxy = [bindparam(name, type_=Integer, value=0) for name in ("z", "x", "y")]
    envelope = func.ST_TileEnvelope(*zxy)
    margin = func.ST_TileEnvelope(*zxy, func.ST_MakeEnvelope(*_WORLD, 3857), BUFFER / EXTENT)
    features = source.select.subquery("features")
    exact = features.c.geom_3857
    shape = func.coalesce(features.c.geom_low, exact) if low and source.simplified else exact
    rows = (
        select(
            func.ST_AsMVTGeom(shape, envelope, EXTENT, BUFFER).label("geom"),
            *(features.c[field] for field in source.fields),
        )
        .where(exact.op("&&")(margin))
        .cte("rows")
    )
    whole_row: ColumnElement[Any] = literal_column("rows")
    tile = (
        select(func.ST_AsMVT(whole_row, source.name, EXTENT, "geom"))
        .select_from(rows)
        .where(rows.c.geom.is_not(None))
    )
    compiled = tile.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return TileStatement(str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params))


async def feature_collection(
    connection: AsyncConnection, source: Source, box: Box | None, limit: int
) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection of at most `limit` features that meet the WGS-84 box.

    `numberMatched` counts all that do; coordinates carry nine decimals.
    """
    features = source.select.subquery("features")
    query = select(features)
    if box is not None:
        query = query.where(features.c.geom_3857.op("&&")(_mercator(box)))
    matched = query.cte("matched")
    order = matched.c[source.order]
    page = select(matched).order_by(order.desc() if source.descending else order).limit(limit).cte("page")
    properties = func.jsonb_build_object(
        *(part for field in source.fields for part in (literal_column(f"'{field}'"), page.c[field]))
    )
    feature = func.jsonb_build_object(
        literal_column("'type'"),
        literal_column("'Feature'"),
        literal_column("'geometry'"),
        func.ST_AsGeoJSON(page.c.geom_wgs84, 9).cast(JSONB),
        literal_column("'properties'"),
        properties,
    )
    total = await connection.scalar(select(func.count()).select_from(matched)) or 0
    found = [row[0] for row in await connection.execute(select(feature).select_from(page))]
    return {"type": "FeatureCollection", "numberMatched": total, "features": found}


_HALF = 20037508.342789244
_WORLD = (-_HALF, -_HALF, _HALF, _HALF)


def _mercator(box: Box) -> ColumnElement[Any]:
    # the constant is transformed, never the column, so that the index serves
    return func.ST_Transform(func.ST_MakeEnvelope(*box, 4326), 3857)
