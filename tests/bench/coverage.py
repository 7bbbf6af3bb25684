"""Coverage from kept sets of cells: against exact buffers, against GeoPandas, and a month of the town."""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from pyroaring import BitMap

from api.clock import now_utc
from fixtures.frame import METRIC_CRS
from gis.analysis.coverage import CoverageParameters, known_way, walked
from gis.analysis.tally import Tally
from gis.analysis.track import Track
from gis.model import EVERYTHING
from gis.service.atlas import Atlas
from gis.service.coverage.area import AreaShares
from gis.service.coverage.asking import Asked
from gis.service.coverage.reading import Coverage
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.weighing import Weighing
from gis.service.rights import Caller
from gis.store.coverage import stamp_of
from gis.store.database import Database
from gis.store.staff import people_in_scope
from tests.bench.serving import demo_town
from tests.soak.coverage import HOURS, Stage, fixes_of, stage_of

PLANNER = Caller("bench", "", ("planner",), EVERYTHING)
PERSON_DAYS = 200
ROUNDS = 5
SETTLED_S = 20
SWATH_M = 25.0
LEAST_HA = 2.0
MOST_OFF = 0.01
MOST_SHARE_MS, MOST_ROWS_S, MOST_DRAFT_MS, LEAST_RATIO = 100.0, 3.0, 150.0, 200.0


def run(_: argparse.Namespace) -> int:
    """Compare both ways and return how many goals were missed."""
    stage = stage_of()
    tracks = _tracks(stage)
    misses = _exactness(stage, tracks) + _against_geopandas(stage, tracks)
    with demo_town() as (_server, url):
        return misses + asyncio.run(_month(url))


def _tracks(stage: Stage) -> list[Track]:
    numbers = sorted(stage.patrols.beats)[:: max(len(stage.patrols.beats) // PERSON_DAYS, 1)][:PERSON_DAYS]
    walks = [stage.patrols.walk(number, "coverage bench", HOURS, 10.0) for number in numbers]
    return [known_way(fixes_of(walk.said, METRIC_CRS), METRIC_CRS) for walk in walks]


def _lines(track: Track) -> list[shapely.LineString | shapely.Point]:
    """Return the segments of a way, a lone fix as a point."""
    path = track.path
    ends = np.flatnonzero(np.diff(path.segment, append=-1) != 0) + 1
    places = np.column_stack((path.x, path.y))
    parts = np.split(places, ends[:-1])
    return [shapely.LineString(part) if len(part) > 1 else shapely.Point(part[0]) for part in parts]


def _exactness(stage: Stage, tracks: Sequence[Track]) -> int:
    """Hold the share of each grid and person-day against the exact union of buffers."""
    worst, beyond, grids = 0.0, 0, 0
    for track in tracks:
        exact = shapely.union_all(
            shapely.buffer(np.array(_lines(track), dtype=object), SWATH_M, quad_segs=16)
        )
        cells = walked(track, stage.lattice, SWATH_M)
        covered = stage.ground.spread([cells]) > 0
        sizes = stage.ground.sums(stage.ground.label >= 0)
        shares, bounds = stage.ground.sums(covered) / sizes, stage.ground.bounds(covered)
        for place in np.flatnonzero(shapely.intersects(np.array(stage.shapes, dtype=object), exact)).tolist():
            shape = stage.shapes[place]
            size = float(shapely.area(shape))
            off = abs(shares[place] - float(shapely.area(shapely.intersection(shape, exact))) / size)
            grids += 1
            beyond += off > bounds[place]
            worst = max(worst, off if size >= LEAST_HA * 1e4 else 0.0)
    sys.stdout.write(
        f"{len(tracks)} person-days, {grids:,} shares of grids: at most {worst:.3%} from the exact union "
        f"({_verdict(worst <= MOST_OFF)}, must {MOST_OFF:.0%}), {beyond} beyond their stated bound\n"
    )
    return int(worst > MOST_OFF) + int(beyond > 0)


def _against_geopandas(stage: Stage, tracks: Sequence[Track]) -> int:
    """Take the merged share of all grids both ways, from kept cells and from the ways themselves.

    Of cells the effort as well, which GeoPandas is not asked for.
    """
    kept = [walked(track, stage.lattice, SWATH_M).serialize() for track in tracks]
    grids = geopandas.GeoDataFrame(geometry=stage.shapes, crs=METRIC_CRS)
    lines = [line for track in tracks for line in _lines(track)]

    def merged() -> NDArray[np.float64]:
        walked_by_any = BitMap.union(*(BitMap.deserialize(each) for each in kept))
        return np.array([walked_by_any.intersection_cardinality(held) for held in stage.ground.held], float)

    def counted() -> NDArray[np.int32]:
        return Tally.of([BitMap.deserialize(each) for each in kept]).on(stage.ground)

    def theirs() -> object:
        ways = geopandas.GeoDataFrame(geometry=lines, crs=METRIC_CRS)
        union = geopandas.GeoDataFrame(geometry=[ways.buffer(SWATH_M).union_all()], crs=METRIC_CRS)
        parts = geopandas.overlay(grids.reset_index(), union, how="intersection")
        return parts.dissolve("index").area.to_numpy()

    peer_s = _timed(theirs, 1)
    own_s, effort_s = _timed(merged, ROUNDS), _timed(lambda: stage.ground.sums(counted()), ROUNDS)
    if not np.array_equal(merged(), stage.ground.sums(counted() > 0)):
        raise RuntimeError("the merged cells are not those that were counted")
    sys.stdout.write(
        f"{len(tracks)} person-days, {len(grids)} grids: kept cells {own_s * 1000:.1f} ms, "
        f"GeoPandas buffer, union and overlay {peer_s:.1f} s, {peer_s / own_s:,.0f} times "
        f"({_verdict(peer_s / own_s >= LEAST_RATIO)}, must {LEAST_RATIO:.0f}), "
        f"with effort {effort_s * 1000:.1f} ms\n"
    )
    return int(peer_s / own_s < LEAST_RATIO)


def _timed(call: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def _verdict(reached: bool) -> str:
    return "reached" if reached else "MISSED"


async def _month(url: str) -> int:
    """Time every measure of a month of the made-up town, as the service reads them again."""
    database = Database(url.replace("postgresql://", "postgresql+asyncpg://"), statement_seconds=600)
    atlas = Atlas(database, now_utc)
    await atlas.refresh()
    coverage = Coverage(database, atlas)
    yesterday = atlas.today() - timedelta(days=1)
    asked = Asked(yesterday - timedelta(days=29), yesterday)
    areas, usual = AreaShares(database, atlas, coverage), CoverageParameters()
    drafts = Drafts(database, atlas, Weighing(atlas))
    draft = (await drafts.open("bench", PLANNER, "")).id
    board = (await drafts.read(draft, PLANNER))[1]
    boards = iter(range(draft, draft + ROUNDS))

    async def fresh_draft() -> object:
        # another key each time, so that its ground is made anew
        return await areas.of_draft(EVERYTHING, asked, usual, (next(boards), board))

    await _filled(database, atlas, asked)
    rows = await coverage.rows(EVERYTHING, asked, usual)
    rows_ms = await _median_ms(lambda: coverage.rows(EVERYTHING, asked, usual))
    await areas.of_edition(EVERYTHING, asked, usual)
    share_ms = await _median_ms(lambda: areas.of_edition(EVERYTHING, asked, usual))
    draft_ms = await _median_ms(fresh_draft) - share_ms
    await database.close()
    told = (
        ("every measure", rows_ms, MOST_ROWS_S * 1000),
        ("share and effort of the ground", share_ms, MOST_SHARE_MS),
        ("a draft's new revision, more", draft_ms, MOST_DRAFT_MS),
    )
    for what, taken, most in told:
        sys.stdout.write(
            f"30 days of everybody, {len(rows)} grids, {what}: {taken:,.0f} ms "
            f"({_verdict(taken <= most)}, must {most:,.0f})\n"
        )
    return sum(taken > most for _, taken, most in told)


async def _filled(database: Database, atlas: Atlas, asked: Asked) -> None:
    """Wait until a new town has made its past up: each day that comes makes the period another one."""
    before = None
    while True:
        async with database.begin() as connection:
            people = await people_in_scope(connection, atlas.lookout(EVERYTHING), None, ())
            now = await stamp_of(connection, people, (asked.first, asked.last))
        if now == before and now[0]:
            return
        before = now
        await asyncio.sleep(SETTLED_S)


async def _median_ms(call: Callable[[], Awaitable[object]]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        await call()
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000
