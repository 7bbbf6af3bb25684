"""The index in memory, GEOS and PostGIS must agree on a million hard points of the made-up town."""

import argparse
import asyncio
import tempfile
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import text

from fixtures.land import build_land
from gis.geometry.locate import GridIndex
from gis.model import TOWN_LEVELS, Town
from gis.service.drafting import Cell, make_draft
from gis.store.cluster import cluster_of
from gis.store.copying import ewkb
from gis.store.database import Database
from tests.geometry.worlds import Points, hard_points, lowest_by_geos

ANSWER = text("""
    SELECT coalesce((SELECT min(s.place) FROM shape s WHERE ST_Covers(s.geom, p.geom)), -1)
    FROM point p WHERE p.id >= :first AND p.id < :last ORDER BY p.id
""")


def run(asked: argparse.Namespace) -> int:
    """Compare and print; return the number of mismatches."""
    shapes = town_shapes()
    index, plain = GridIndex.build(shapes), GridIndex.build(shapes, compiled=False)
    array = np.array(shapes, dtype=object)
    sets = hard_points(np.random.default_rng(20261124), array, asked.points // 7)
    sets["every vertex"] = np.unique(shapely.get_coordinates(array), axis=0)
    answers = {name: index.find(points[:, 0], points[:, 1]) for name, points in sets.items()}
    stored = asyncio.run(by_postgis(shapes, np.concatenate(list(sets.values()))))
    wrong = start = 0
    for name, points in sets.items():
        mine = answers[name]
        geos = int((mine != lowest_by_geos(array, points)).sum())
        numpy = int((mine != plain.find(points[:, 0], points[:, 1])).sum())
        postgis = int((mine != stored[start : start + len(points)]).sum())
        start += len(points)
        wrong += geos + numpy + postgis
        inside = float((mine >= 0).mean())
        print(  # noqa: T201
            f"{name:<30} {len(points):>9,} points, {inside:5.1%} inside; "
            f"mismatches: GEOS {geos}, PostGIS {postgis}, numpy path {numpy}"
        )
    print(f"{start:,} points, {wrong} mismatches")  # noqa: T201
    return wrong


def town_shapes() -> list[shapely.MultiPolygon]:
    """Return the made-up town's grids in WGS-84 as they are stored, by code."""
    land = build_land()
    grids = land.grids
    cells = [Cell(code, code, None, shape) for code, shape in zip(grids["code"], grids.geometry, strict=True)]
    town = Town("示例", "sample", "320281104", 4549, levels=TOWN_LEVELS, made_up=True)
    members = make_draft(cells, town, {}, "soak", "soak").members
    base = sorted((member for member in members if member.level == 2), key=lambda member: member.code)
    return list(shapely.from_wkb([member.geom_wgs84 for member in base]))


async def by_postgis(shapes: list[shapely.MultiPolygon], points: Points) -> NDArray[np.int64]:
    """Return the lowest shape that covers each point by PostGIS, in a cluster of its own."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = cluster_of(Path(folder), durable=False)
        cluster.make()
        cluster.start()
        database = Database(cluster.url(), statement_seconds=3600)
        try:
            return await _answers(database, shapes, points)
        finally:
            await database.close()
            cluster.discard()


async def _answers(
    database: Database, shapes: list[shapely.MultiPolygon], points: Points
) -> NDArray[np.int64]:
    async with database.begin() as connection:
        for statement in (
            "CREATE EXTENSION postgis",
            "CREATE TABLE shape (place int, geom geometry)",
            "CREATE TABLE point (id int PRIMARY KEY, geom geometry)",
        ):
            await connection.execute(text(statement))
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.set_type_codec("geometry", encoder=bytes, decoder=bytes, format="binary", schema="public")
        await raw.copy_records_to_table("shape", records=enumerate(ewkb(shapes, 4326)))
        await raw.copy_records_to_table("point", records=enumerate(ewkb(shapely.points(points), 4326)))
        await connection.execute(text("CREATE INDEX ON shape USING gist (geom)"))
        await connection.execute(text("ANALYZE"))
        step = 100_000
        found: list[int] = []
        for first in range(0, len(points), step):
            rows = await connection.execute(ANSWER, {"first": first, "last": first + step})
            found.extend(row[0] for row in rows)
    return np.array(found, dtype=np.int64)
