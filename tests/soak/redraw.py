"""Thousands of random edits on the made-up town, a real city and a large town, all undone to the bit."""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from fixtures.land import build_land
from gis.exchange.placing import Declared
from gis.geometry.projection import to_metric_shape
from gis.redraw.base import edit_of
from gis.redraw.checks.base import full_check
from gis.redraw.codes import CodeIssuer
from gis.redraw.partition import Partition, Shaped, partition_of
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.rings import points_of
from gis.service.drafting import Shapes, all_on_lattice
from gis.service.importing.grids import Reading, read_grids
from tests.bench.towns import Recipe, town
from tests.redraw.playing import BROKEN, Game
from tests.redraw.random_edits import MAKERS, Planner, cut_line
from tests.soak import chicago

SEED = 20261130
EVERY = 25
GOALS_MS = {"move": 5.0, "split": 20.0, "reshape": 20.0}
GOALS_S = {"made-up town": 0.25, "2,400 grids": 2.0}
LARGE = Recipe(2400, 1540.0, 5, 11)


def run(asked: argparse.Namespace) -> int:
    """Play on every town there is; return the number of things that are not as promised."""
    land = build_land()
    grids = land.grids
    towns = {"made-up town": _partition(list(grids["code"]), all_on_lattice(list(grids.geometry)), 4549)}
    if asked.data is not None:
        towns["Chicago"] = _chicago(asked.data / "beats.geo.csv")
    towns["2,400 grids"] = _large()
    blocks = {"made-up town": land.blocks.geometry.tolist()}
    wrong = 0
    for name, partition in towns.items():
        _say(f"{name}: {len(partition.cells)} grids, {_vertices(partition):,} vertices")
        wrong += _check(partition, GOALS_S.get(name)) + _split_all(partition)
        edits = asked.edits if name != "2,400 grids" else asked.edits // 5
        wrong += _play(partition, edits, blocks.get(name, []))
    return wrong


def _partition(codes: Sequence[str], shapes: Shapes, epsg: int) -> Partition:
    made = partition_of(
        [
            Shaped(code, code, code[:-3], str(n * 3 // len(codes) + 1), "basic", shape)
            for n, (code, shape) in enumerate(zip(codes, shapes, strict=True))
        ],
        epsg,
    )
    return replace(made, limits=made.outline)


def _chicago(path: Path) -> Partition:
    """Return the beats under codes of our form: their sector and a running number."""
    reading = Reading({"code": "BEAT_NUM"}, Declared("EPSG:4326"), merge_duplicates=True)
    cells = sorted(read_grids(path, reading, chicago.TOWN).cells, key=lambda cell: cell.code)
    codes = [f"{cell.code[:3]}{ord(cell.code[3]):03d}" for cell in cells]
    return _partition(codes, all_on_lattice([cell.shape for cell in cells]), chicago.EPSG)


def _large() -> Partition:
    with tempfile.TemporaryDirectory() as folder:
        degrees = town(LARGE, Path(folder))
    shapes = all_on_lattice([to_metric_shape(shape, 4549) for shape in degrees])
    codes = [f"320281{n // 20:03d}000{n % 20 + 1:03d}" for n in range(len(shapes))]
    return _partition(codes, shapes, 4549)


def _vertices(partition: Partition) -> int:
    return sum(len(ring) for cell in partition.basic() for polygon in cell.polygons for ring in polygon)


def _check(partition: Partition, goal: float | None) -> int:
    """Time the full check on the whole town, and with a vertex moved by a metre in one grid alone."""
    aim = f" (at most {goal:g} s)" if goal else ""
    wrong = 0
    for name, checked in (("whole", partition), ("with a fault", _damaged(partition))):
        times = []
        for _ in range(3):
            fresh = replace(checked)
            start = time.perf_counter()
            found = [one for one in full_check(fresh) if one.kind in BROKEN]
            times.append(time.perf_counter() - start)
        _say(f"  full check {name}: {min(times):.2f} s{aim}, {len(found)} found")
        wrong += int(bool(found) == (checked is partition)) + int(goal is not None and min(times) > goal)
    return wrong


def _damaged(partition: Partition) -> Partition:
    """Return the town with an inner vertex moved by a metre in one of the grids that share it."""
    for cell in partition.basic():
        ring = points_of(cell.polygons[0][0])
        inner = [n for n, point in enumerate(ring) if len(partition.across((ring[n - 1], point))) == 1]
        for n in inner[1:]:
            x, y = ring[n]
            moved = cell.drawn(
                [[[*ring[:n], (x + 1000, y), *ring[n + 1 :]], *cell.polygons[0][1:]], *cell.polygons[1:]]
            )
            if moved.metric.is_valid:
                return partition.replaced(Patch({cell.code: cell}, {cell.code: moved}))
    raise ValueError("no vertex can be moved")


def _split_all(partition: Partition) -> int:
    """Split each grid of the town once; every split that is made has to be usable."""
    planner, issue = Planner(np.random.default_rng(SEED)), CodeIssuer(frozenset(partition.cells))
    done, refused, broken = 0, 0, 0
    for cell in list(partition.basic())[:400]:
        edit = edit_of({"kind": "split", "code": cell.code, "line": cut_line(planner, partition, cell)})
        try:
            after = partition.replaced(edit.apply(partition, issue))
        except Refused as told:
            small = "piece of only" in told.en or "narrower" in told.en or "does not part" in told.en
            refused, broken = refused + small, broken + (not small)
            continue
        done += 1
        near = [near.metric for near in after.near(cell.box)]
        broken += not shapely.coverage_is_valid(near) or after.twice_area_mm2 != partition.twice_area_mm2
    _say(f"  one split of each: {done} usable, {refused} refused for their size, {broken} broken")
    return broken


def _play(partition: Partition, edits: int, blocks: list[shapely.Polygon]) -> int:
    game, planner = Game.on(partition), Planner(np.random.default_rng(SEED), blocks)
    gc.collect()
    gc.freeze()  # as workers do
    wrong, count, made = 0, len(partition.cells), 0
    while made < edits:
        now = len(game.now.cells)
        kinds = ("merge",) if now > count * 1.2 else ("split",) if now < count * 0.9 else tuple(MAKERS)
        if not game.play(replace(planner, kinds=kinds)):
            continue
        made += 1
        if made % EVERY == 0:
            wrong += len(game.faults())
    gc.unfreeze()
    packed = [len(patch.to_bytes()) for patch in game.log]
    wrong += len(game.faults()) + _told(game)
    back = game.undo_all()
    _say(f"  {made:,} edits, {wrong} faults, undone to {'equal' if back else 'OTHER'} bits")
    _say(f"  a patch takes {np.median(packed) / 1000:.1f} kB, the largest {max(packed) / 1000:.1f} kB")
    return wrong + (not back)


def _told(game: Game) -> int:
    """Print the times of each kind; return how many medians miss their goals."""
    missed = 0
    for kind in sorted(game.seconds):
        times = np.array(game.seconds[kind]) * 1000
        goal = GOALS_MS.get(kind)
        missed += goal is not None and float(np.median(times)) > goal
        aim = f" (at most {goal:g})" if goal else ""
        refused = sum(game.refused[kind].values())
        _say(
            f"  {kind:<9}{game.done[kind]:>6} done, {refused:>5} refused, "
            f"median {np.median(times):6.2f} ms{aim}, p99 {np.percentile(times, 99):6.2f} ms"
        )
    return missed


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
