"""A real city from its open files: 277 police beats in, 275 grids, 68 sectors and 23 districts out."""

import argparse
import asyncio
import tempfile
from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.exchange.placing import Declared
from gis.geometry.locate import GridIndex
from gis.model import Level, Town
from gis.service.drafting import make_draft, on_lattice, save_draft
from gis.service.importing.grids import Incoming, Reading, read_grids
from gis.service.publishing import publish_draft
from gis.store.boundaries import Member, members, published_editions
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.drafting import Publication
from gis.store.migrate import migrate
from tests.geometry.worlds import hard_points, lowest_by_geos
from tests.small_town import DAY

EPSG = 26916
LEVELS = (
    Level("city", "市", "City", 0),
    Level("district", "分局", "District", 2),
    Level("sector", "区", "Sector", 3),
    Level("beat", "段", "Beat", 4),
)
TOWN = Town("Chicago", "Chicago", "", EPSG, "America/Chicago", LEVELS)
GOAL_M2 = 210.0


def run(asked: argparse.Namespace) -> int:
    """Import, compare and print; return the number of things that are not as published."""
    beats = asked.data / "beats.geo.csv"
    refused = read_grids(beats, Reading({"code": "BEAT_NUM"}, Declared("EPSG:4326")), TOWN)
    print("without --merge-duplicates:", *refused.refusals)  # noqa: T201
    reading = Reading({"code": "BEAT_NUM"}, Declared("EPSG:4326"), merge_duplicates=True)
    incoming = read_grids(beats, reading, TOWN)
    stored = asyncio.run(_stored(incoming))
    levels = Counter(member.level for member in stored)
    print(f"{levels[3]} grids, {levels[2]} sectors, {levels[1]} districts")  # noqa: T201
    wrong = int(len(refused.refusals) != 1) + int((levels[3], levels[2], levels[1]) != (275, 68, 23))
    return wrong + _districts(asked.data / "districts.geo.csv", stored) + _points(stored)


async def _stored(incoming: Incoming) -> tuple[Member, ...]:
    with tempfile.TemporaryDirectory() as folder:
        cluster = cluster_of(Path(folder), durable=False)
        cluster.make()
        cluster.start()
        database = Database(cluster.url(), statement_seconds=600)
        try:
            await migrate(database)
            key = await save_draft(database, make_draft(incoming.cells, TOWN, {}, "soak", "Chicago"))
            await publish_draft(database, key, Publication(DAY, DAY, first=True))
            async with database.begin() as connection:
                edition = (await published_editions(connection))[0]
                return await members(connection, edition.id)
        finally:
            await database.close()
            cluster.discard()


def _districts(path: Path, stored: tuple[Member, ...]) -> int:
    """Compare the dissolved districts with the published ones, both on the 1 mm lattice."""
    published = pd.read_csv(path, dtype=str)
    shapes = gpd.GeoSeries.from_wkt(published["the_geom"], crs=4326).to_crs(EPSG)
    codes = published["DIST_NUM"].str.zfill(2)
    own = {member.code: shapely.from_wkb(member.shape) for member in stored if member.level == 1}
    metric = gpd.GeoSeries(own, crs=4326).to_crs(EPSG)
    differences = {}
    for code in sorted(own):
        parts = [on_lattice(shape) for shape in shapes[codes == code]]
        mine = on_lattice(metric[code])
        differences[code] = mine.symmetric_difference(shapely.union_all(parts)).area
    worst = max(differences, key=lambda code: differences[code])
    print(f"districts: at most {differences[worst]:.1f} m² from the published ones (district {worst})")  # noqa: T201
    return sum(difference > GOAL_M2 for difference in differences.values())


def _points(stored: tuple[Member, ...]) -> int:
    base = sorted((member for member in stored if member.level == 3), key=lambda member: member.code)
    shapes = np.array(shapely.from_wkb([member.shape for member in base]), dtype=object)
    index = GridIndex.build(list(shapes))
    dice = np.random.default_rng(20261124)
    sets = hard_points(dice, shapes, 20_000)
    low, high = shapely.total_bounds(shapes).reshape(2, 2)
    sets["anywhere"] = dice.uniform(low, high, (100_000, 2))
    wrong = 0
    for name, points in sets.items():
        missed = int((index.find(*points.T.copy()) != lowest_by_geos(shapes, points)).sum())
        wrong += missed
        print(f"{name:<24} {len(points):>8,} points, {missed} unlike Shapely")  # noqa: T201
    return wrong
