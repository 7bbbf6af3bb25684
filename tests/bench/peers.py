"""The look-ups to compare with: GEOS answers point by point, the others count pairs of point and grid."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import text

from gis.store.cluster import cluster_of
from gis.store.copying import ewkb
from gis.store.database import Database
from tests.bench.rounds import Way
from tests.bench.towns import Points

JOIN = "SELECT count(*) FROM point p JOIN shape s ON ST_Intersects(s.geom, p.geom)"


def geos_by_boxes(grids: NDArray[np.object_], lon: Points, lat: Points) -> NDArray[np.int64]:
    """Answer with GEOS tuned: boxes from a tree of grids, prepared grids, the lowest one on a border."""
    point, grid = shapely.STRtree(grids).query(shapely.points(lon, lat))
    meets = shapely.intersects_xy(grids[grid], lon[point], lat[point])
    return _lowest(point[meets], grid[meets], len(lon))


def geos_by_points(grids: NDArray[np.object_], lon: Points, lat: Points) -> NDArray[np.int64]:
    """Answer with GEOS the other way round: a tree of the points, asked by every (then prepared) grid."""
    grid, point = shapely.STRtree(shapely.points(lon, lat)).query(grids, predicate="intersects")
    return _lowest(point, grid, len(lon))


def sjoin(grids: NDArray[np.object_], lon: Points, lat: Points) -> Way:
    """Join with geopandas, `within`; the points are made ready beforehand."""
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat))
    frame = geopandas.GeoDataFrame({"code": np.arange(len(grids))}, geometry=list(grids))
    return Way(len(lon), lambda: len(geopandas.sjoin(points, frame, predicate="within")))


def sedona(grids: NDArray[np.object_], lon: Points, lat: Points) -> Way:
    """Count by SedonaDB on all processors."""
    import sedonadb

    database = sedonadb.connect()
    for name, shapes in (("shape", grids), ("point", shapely.points(lon, lat))):
        frame = geopandas.GeoDataFrame(geometry=list(shapes)).rename_geometry("geom")
        database.create_data_frame(frame).to_memtable().to_view(name)
    return Way(len(lon), lambda: int(database.sql(JOIN).to_pandas().iloc[0, 0]))


def duck(grids: NDArray[np.object_], lon: Points, lat: Points) -> Way:
    """Count by DuckDB's spatial extension on all processors."""
    import duckdb
    import duckdb_extension_spatial
    import pyarrow as pa

    database = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    [library] = Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension")
    database.execute(f"LOAD '{library}'")
    wkb = pa.table({"wkb": pa.array(shapely.to_wkb(grids), pa.binary())})
    places = pa.table({"lon": lon, "lat": lat})
    database.register("wkb", wkb)
    database.register("places", places)
    database.execute("CREATE TABLE shape AS SELECT ST_GeomFromWKB(wkb) geom FROM wkb")
    database.execute("CREATE TABLE point AS SELECT ST_Point(lon, lat) geom FROM places")
    return Way(len(lon), lambda: database.execute(JOIN).fetchall()[0][0])


@contextmanager
def postgis(grids: NDArray[np.object_], lon: Points, lat: Points) -> Iterator[Way]:
    """Count by a PostGIS join with an index, in a cluster of its own and with its parallel workers."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        cluster = cluster_of(Path(folder), durable=False)
        cluster.make()
        cluster.start()
        database = Database(cluster.url(), statement_seconds=3600)
        try:
            runner.run(_store(database, grids, shapely.points(lon, lat)))
            yield Way(len(lon), lambda: runner.run(_count(database)))
        finally:
            runner.run(database.close())
            cluster.discard()


async def _store(database: Database, grids: NDArray[np.object_], points: NDArray[np.object_]) -> None:
    async with database.begin() as connection:
        await connection.execute(text("CREATE EXTENSION postgis"))
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        for name, shapes in (("shape", grids), ("point", points)):
            await connection.execute(text(f"CREATE TABLE {name} (place int, geom geometry)"))
            await raw.set_type_codec(
                "geometry", encoder=bytes, decoder=bytes, format="binary", schema="public"
            )
            await raw.copy_records_to_table(name, records=enumerate(ewkb(shapes, 4326)))
        await connection.execute(text("CREATE INDEX ON shape USING gist (geom)"))
        await connection.execute(text("ANALYZE"))


async def _count(database: Database) -> int:
    async with database.begin() as connection:
        return int((await connection.execute(text(JOIN))).scalar_one())


def _lowest(point: NDArray[np.int64], grid: NDArray[np.int64], points: int) -> NDArray[np.int64]:
    nobody = np.iinfo(np.int64).max
    lowest = np.full(points, nobody)
    np.minimum.at(lowest, point, grid)
    lowest[lowest == nobody] = -1
    return lowest
