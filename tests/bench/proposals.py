"""Balanced proposals for the whole made-up town: how even, how much stays, how long."""

import argparse
import statistics
import sys
import time

import numpy as np
import shapely

from fixtures.land import Land, build_land
from gis.redraw.codes import CodeIssuer
from gis.redraw.partition import Partition, Shaped, partition_of
from gis.redraw.proposing import search
from gis.redraw.proposing.dividing import Homes, divided
from gis.redraw.proposing.propose import CHANGES, Work, Worlds, measured, propose, redivide, worlds_of
from gis.service.drafting import all_on_lattice
from gis.service.redrawing.proposals import MOST_OF_A_GRID

SEEDS = (1, 2, 3, 4, 5)
MOST_SPREAD, LEAST_KEPT = 0.05, 0.75
SEEDED, ALONE = (2.0, 0.15), (6.0, 0.18)
"""At most so many seconds and so far off, with pymetis and without."""


def run(_: argparse.Namespace) -> int:
    """Propose for several seeds and return how many goals are missed."""
    land = build_land()
    town, homes = _town(land), _homes(land)
    begin = time.perf_counter()
    blocks = [part for shape in land.blocks.geometry for part in shapely.get_parts(shape).tolist()]
    most = MOST_OF_A_GRID * float(homes.weights.sum()) / len(town.cells)
    blocks = divided(blocks, homes, most)
    places = shapely.get_coordinates(shapely.centroid(homes.shapes))
    work = Work(places, homes.weights / homes.weights.sum(), homes.weights.astype(np.int64))
    worlds = worlds_of(town, {cell.parent for cell in town.basic()}, blocks, work)
    prepared = time.perf_counter() - begin
    today = measured(worlds, tuple(world.graph.home for world in worlds.each), 0.0)
    atoms = sum(len(world.atoms) for world in worlds.each)
    sys.stdout.write(
        f"{len(town.cells)} grids of {len(worlds.each)} villages, {atoms:,} atoms,"
        f" prepared in {prepared:.1f} s;"
        f" today: coefficient of variation {today.spread:.3f}, worst {today.worst:.0%} off\n"
    )
    missed = sum(_one(town, worlds, change) for change in CHANGES)
    sys.stdout.write("without pymetis:\n")
    kept, search.pymetis = search.pymetis, None  # type: ignore[assignment]
    try:
        return missed + sum(_one(town, worlds, change, ALONE) for change in CHANGES)
    finally:
        search.pymetis = kept


def _one(town: Partition, worlds: Worlds, change: float, most: tuple[float, float] = SEEDED) -> int:
    taken, found = [], []
    for seed in SEEDS:
        begin = time.perf_counter()
        found.append(propose(worlds, change, (), seed))
        taken.append(time.perf_counter() - begin)
    for each in found[:1]:
        after = town.replaced(redivide(town, worlds, each).apply(town, CodeIssuer(frozenset(town.cells))))
        assert after.twice_area_mm2 == town.twice_area_mm2
        assert all(len(cell.polygons) == 1 for cell in after.basic())
    spread, worst = max(each.spread for each in found), max(each.worst for each in found)
    kept, seconds = min(each.kept for each in found), statistics.median(taken)
    most_s, most_off = most
    goals = {f"{seconds:.2f} s": (seconds <= most_s, f"must {most_s:g}")}
    if change == max(CHANGES):
        goals[f"{kept:.1%} of the workload stays"] = (kept >= LEAST_KEPT, f"must {LEAST_KEPT:.0%}")
    if change == min(CHANGES):
        goals[f"coefficient of variation {spread:.4f}"] = (spread <= MOST_SPREAD, f"must {MOST_SPREAD}")
        goals[f"worst {worst:.1%} off"] = (worst <= most_off, f"must {most_off:.0%}")
    told = ", ".join(
        f"{name} ({'reached' if ok else 'MISSED'}, {goal})" for name, (ok, goal) in goals.items()
    )
    sys.stdout.write(
        f"change {change:g}: variation {spread:.4f}, worst {worst:.1%}, {kept:.1%} stays"
        f" ({len(SEEDS)} seeds); {told}\n"
    )
    return sum(not ok for ok, _ in goals.values())


def _town(land: Land) -> Partition:
    grids = land.grids
    shapes = all_on_lattice(list(grids.geometry))
    rows = zip(grids["code"], grids["name"], grids["squad"], shapes, strict=True)
    return partition_of((Shaped(c, n, c[:12], s, "basic", shape) for c, n, s, shape in rows), 4549)


def _homes(land: Land) -> Homes:
    buildings = land.buildings
    held = buildings[buildings["households"] > 0]
    return Homes(np.array(held.geometry, dtype=object), held["households"].to_numpy(np.float64))
