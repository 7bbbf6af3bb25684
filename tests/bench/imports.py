"""`wangge import` against geopandas (pandas for tables) and to_postgis on one database, in turns."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import Engine, create_engine, text

from gis.exchange.placing import Declared
from gis.geometry.projection import to_degrees
from gis.service.drafting import make_draft, save_draft
from gis.service.importing.grids import Reading, read_grids
from gis.service.importing.preparing import Options, prepare
from gis.service.importing.writing import read_home, save
from gis.store.cluster import Cluster, cluster_of
from gis.store.database import Database
from tests.bench.towns import RECIPES, town
from tests.small_town import EAST, EPSG, NOON, NORTH, TOWN
from tests.soak.kill import founded

ROUNDS = 5
ROWS = 100_000
KEPT = Path(__file__).parents[2] / ".data" / "bench"
DEGREES = Declared("EPSG:4326")


@dataclass(frozen=True)
class Case:
    """A file that both import: its rows, our table, and how each reads and writes it."""

    name: str
    rows: int
    counted: str
    emptied: str
    ours: Callable[[Database], Awaitable[None]]
    theirs: Callable[[Engine], None]


def run(asked: argparse.Namespace) -> int:
    """Print seconds, rows a second and the ratio of each file; there is no goal to miss."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = cluster_of(Path(folder) / "home", durable=False)
        cluster.make()
        cluster.start()
        try:
            asyncio.run(_compare_all(cluster, Path(folder)))
        finally:
            cluster.discard()
    return 0


async def _compare_all(cluster: Cluster, folder: Path) -> None:
    url = cluster.url(await founded(cluster))
    database, engine = Database(url, statement_seconds=600), create_engine(url.replace("asyncpg", "psycopg2"))
    sys.stdout.write(
        "| file | rows | geopandas, to_postgis | ours, checked and placed | ours / peer (time) |\n"
        "|---|---|---|---|---|\n"
    )
    for case in (*_grids(folder), *_tables(folder)):
        _tell(case, *await _times(case, database, engine))
    engine.dispose()
    await database.close()


async def _times(case: Case, database: Database, engine: Engine) -> tuple[float, float]:
    """Import by both in turns, the rows held equal each time; return the medians of the seconds."""
    took: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(ROUNDS):
        with engine.begin() as connection:
            connection.execute(text(case.emptied))
        begin = time.perf_counter()
        await asyncio.to_thread(case.theirs, engine)
        took["theirs"].append(time.perf_counter() - begin)
        begin = time.perf_counter()
        await case.ours(database)
        took["ours"].append(time.perf_counter() - begin)
        with engine.begin() as connection:
            found = [connection.scalar(text(query)) for query in (case.counted, "SELECT count(*) FROM peer")]
        if found != [case.rows, case.rows]:
            raise RuntimeError(f"{case.name}: {found} rows of {case.rows}")
    return median(took["theirs"]), median(took["ours"])


def _tell(case: Case, theirs: float, ours: float) -> None:
    sys.stdout.write(
        f"| {case.name} | {case.rows:,} | {theirs:.2f} s, {case.rows / theirs:,.0f}/s "
        f"| {ours:.2f} s, {case.rows / ours:,.0f}/s | {ours / theirs:.1f} |\n"
    )
    sys.stdout.flush()


def _grids(folder: Path) -> list[Case]:
    """Return the made-up towns of 179 and of 20,000 ragged grids, and 20,000 squares of fifty metres."""
    small, large = (gpd.GeoSeries(town(RECIPES[name], KEPT), crs=4326) for name in ("179", "20k"))
    column, row = (50 * axis.ravel() for axis in np.mgrid[:200, :100])
    east, north = EAST + column, NORTH + row
    squares = gpd.GeoSeries(shapely.box(east, north, east + 50, north + 50), crs=EPSG)
    return [
        _partition("179 ragged grids", small, folder),
        _partition("20,000 square grids", squares, folder),
        _partition("20,000 ragged grids", large, folder),
    ]


def _partition(name: str, shapes: gpd.GeoSeries, folder: Path) -> Case:
    codes = [f"{TOWN.code_prefix}{n // 900 + 1:03}{n % 900 + 1:03}" for n in range(len(shapes))]
    path = folder / f"{name}.gpkg"
    frame = gpd.GeoDataFrame({"code": codes, "squad": "1"}, geometry=shapes)
    frame.to_file(path)

    async def ours(database: Database) -> None:
        incoming = await asyncio.to_thread(read_grids, path, Reading(), TOWN)
        draft = make_draft(incoming.cells, TOWN, incoming.names, "bench", name)
        await save_draft(database, draft)

    newest = "(SELECT max(id) FROM edition)"
    return Case(
        name=f"{name}, GeoPackage",
        rows=len(shapes),
        counted=f"SELECT count(*) FROM edition_grid m JOIN grid g ON g.id = m.grid_id WHERE g.level = 2 AND "
        f"m.edition_id = {newest}",
        emptied="SELECT 1",
        ours=ours,
        theirs=lambda engine: _to_postgis(gpd.read_file(path).to_crs(EPSG), engine),
    )


def _tables(folder: Path) -> list[Case]:
    """Return enterprises as CSV and as Excel, and events as CSV, made up and evenly spread over the town."""
    rng = np.random.default_rng(3)
    lon, lat = to_degrees(EAST + rng.uniform(0, 4000, ROWS), NORTH + rng.uniform(0, 1000, ROWS), EPSG)
    places = {"经度": np.round(lon, 7), "纬度": np.round(lat, 7)}
    numbers = [f"K{number:06}" for number in range(ROWS)]
    firms = pd.DataFrame({"编号": numbers, "名称": "示例厂", "地址": "示例路1号", **places})
    happened = {"类别": "0101", "问题描述": "示例", "上报时间": "2026-11-02 12:00"}
    events = pd.DataFrame({"编号": [f"E{number}" for number in numbers], **happened, **places})
    firms.to_csv(folder / "firms.csv", index=False)
    firms.to_excel(folder / "firms.xlsx", index=False)
    events.to_csv(folder / "events.csv", index=False)
    return [
        _table("enterprises", "enterprise", folder / "firms.csv"),
        _table("enterprises", "enterprise", folder / "firms.xlsx"),
        _table("events", "event", folder / "events.csv"),
    ]


def _table(kind: str, table: str, path: Path) -> Case:
    async def ours(database: Database) -> None:
        home = await read_home(database, TOWN)
        prepared = await asyncio.to_thread(prepare, kind, path, Options(declared=DEGREES), home)
        await save(database, prepared, "bench", NOON.date())

    def theirs(engine: Engine) -> None:
        rows = pd.read_excel(path) if path.suffix == ".xlsx" else pd.read_csv(path)
        points = gpd.points_from_xy(rows["经度"], rows["纬度"])
        _to_postgis(gpd.GeoDataFrame(rows, geometry=points, crs=4326), engine)

    name = f"{kind}, {path.suffix[1:]}"
    return Case(name, ROWS, f"SELECT count(*) FROM {table}", f"TRUNCATE {table} CASCADE", ours, theirs)


def _to_postgis(frame: gpd.GeoDataFrame, engine: Engine) -> None:
    frame.to_postgis("peer", engine, if_exists="replace")
