"""The look-up in memory against GEOS, geopandas, SedonaDB, DuckDB and PostGIS: equal first, then faster."""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.geometry.locate import GridIndex
from tests.bench import peers
from tests.bench.rounds import ROUNDS, Rate, Way, rates
from tests.bench.towns import RECIPES, Points, points_in, town

FOLDER = Path(__file__).parents[2] / ".data" / "bench"
BYTES_A_VERTEX = 16
CORES = 2


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was reached, what must be and what is aimed at."""

    name: str
    reached: float
    must: float
    aim: float
    unit: str

    def line(self) -> str:
        """Return the line; factors (×) must be at least, all else at most, the goal."""
        good = self.reached >= self.must if self.unit == "×" else self.reached <= self.must
        best = self.reached >= self.aim if self.unit == "×" else self.reached <= self.aim
        verdict = "aim reached" if best else "reached" if good else "MISSED"
        return f"| {self.name} | {self.reached:.3g} {self.unit} | {self.must:g} | {self.aim:g} | {verdict} |"


@dataclass(frozen=True)
class Plan:
    """What is asked of one size: goals in pairs (must, aim), and the share of the points each peer gets."""

    build_s: tuple[float, float]
    memory: tuple[float, float]
    geos: tuple[float, float] | None
    others: dict[str, tuple[float, float]]
    shares: dict[str, float]


PLANS = {
    "179": Plan(
        build_s=(0.1, 0.1),
        memory=(12, 12),
        geos=(65, 80),
        others={"geopandas": (100, 100), "SedonaDB": (30, 30), "DuckDB": (140, 140), "PostGIS": (700, 700)},
        shares={"GEOS": 0.05, "geopandas": 0.1, "SedonaDB": 1.0, "DuckDB": 0.1, "PostGIS": 0.02},
    ),
    "20k": Plan((3, 2), (4, 3), None, {"SedonaDB": (45, 60)}, {"GEOS": 0.02, "SedonaDB": 0.2}),
    "100k": Plan((8, 6), (4, 3), (50, 60), {}, {"GEOS": 0.02}),
}
MAKERS: dict[str, Callable[[NDArray[np.object_], Points, Points], Way]] = {
    "geopandas": peers.sjoin,
    "SedonaDB": peers.sedona,
    "DuckDB": peers.duck,
}


def run(asked: argparse.Namespace) -> int:
    """Compare at every size asked for and print the table; return the number of missed goals."""
    lines = []
    for size in asked.sizes:
        lines += [figure.line() for figure in _figures(size, asked.points)]
    _say("| figure | reached | must | aim | verdict |", "|---|---|---|---|---|", *lines)
    return sum("MISSED" in line for line in lines)


def _figures(size: str, count: int) -> list[Figure]:
    plan = PLANS[size]
    grids = np.array(town(RECIPES[size], FOLDER), dtype=object)
    shapely.prepare(grids)
    index, build_s = _built(grids)
    figures = [
        Figure(f"{size}: build", build_s, *plan.build_s, "s"),
        _memory(size, index, grids),
    ]
    lon, lat = points_in(list(grids), count, seed=1)
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(CORES))
        ways = {
            "one thread": Way(count, lambda: index.find(lon, lat)),
            "two threads": Way(count, lambda: index.find(lon, lat, pool)),
        }
        answers = index.find(lon, lat)
        assert np.array_equal(answers, index.find(lon, lat, pool))
        for name, share in plan.shares.items():
            some = slice(0, int(count * share))
            ways |= _peer(name, grids, (lon[some], lat[some]), answers[some], stack)
        measured = rates(ways)
    _say(*(f"{size}: {_rate(name, ways[name], rate)}" for name, rate in measured.items()))
    return figures + _ratios(size, plan, measured)


def _built(grids: NDArray[np.object_]) -> tuple[GridIndex, float]:
    """Build over and over; return the index and the median of the processor's seconds."""
    taken = []
    for _ in range(ROUNDS):
        begin = time.thread_time()
        index = GridIndex.build(list(grids))
        taken.append(time.thread_time() - begin)
    return index, float(np.median(taken))


def _memory(size: str, index: GridIndex, grids: NDArray[np.object_]) -> Figure:
    must, aim = PLANS[size].memory
    if size == "179":
        return Figure(f"{size}: memory", index.nbytes / 1e6, must, aim, "MB")
    rings = BYTES_A_VERTEX * int(shapely.get_num_coordinates(grids).sum())
    return Figure(f"{size}: memory, times the rings", index.nbytes / rings, must, aim, "times")


def _peer(
    name: str,
    grids: NDArray[np.object_],
    points: tuple[Points, Points],
    answers: NDArray[np.int32],
    stack: ExitStack,
) -> dict[str, Way]:
    """Return the ways of one peer, after its answer was found equal to the index's."""
    lon, lat = points
    if name == "GEOS":
        exact = {"GEOS by boxes": peers.geos_by_boxes, "GEOS by points": peers.geos_by_points}
        for way in exact.values():
            assert np.array_equal(way(grids, lon, lat), answers), "GEOS answers otherwise"
        return {
            kind: Way(len(lon), lambda way=way: way(grids, lon, lat))  # type: ignore[misc]
            for kind, way in exact.items()
        }
    inside = shapely.STRtree(shapely.points(lon, lat)).query(grids, predicate=_predicate(name)).shape[1]
    way = (
        stack.enter_context(peers.postgis(grids, lon, lat))
        if name == "PostGIS"
        else MAKERS[name](grids, lon, lat)
    )
    assert way.run() == inside, f"{name} counts otherwise"
    return {name: way}


def _predicate(name: str) -> str:
    return "contains" if name == "geopandas" else "intersects"


def _ratios(size: str, plan: Plan, measured: dict[str, Rate]) -> list[Figure]:
    figures = []
    if plan.geos:
        best = max(rate.per_core for name, rate in measured.items() if name.startswith("GEOS"))
        ratio = measured["one thread"].per_core / best
        figures.append(Figure(f"{size}: a core against the best exact GEOS", ratio, *plan.geos, "×"))
    for name, goal in plan.others.items():
        ratio = measured["two threads"].by_clock / measured[name].by_clock
        figures.append(Figure(f"{size}: both cores against {name}", ratio, *goal, "×"))
    return figures


def _rate(name: str, way: Way, rate: Rate) -> str:
    return (
        f"{name}, {way.points:,} points: {rate.by_clock:.3g} M/s by the clock, "
        f"{rate.per_core:.3g} M/s of the calling thread's processor time"
    )


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
