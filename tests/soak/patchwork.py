"""The index in memory against GEOS on random partitions and patchworks: gaps, holes, enclaves and islands."""

import argparse
import sys

import numpy as np

from gis.geometry.locate import GridIndex
from tests.geometry.worlds import Points, Shapes, hard_points, lowest_by_geos, noisy_partition, patchwork

SEED = 20261124
GRIDS = 179


def run(asked: argparse.Namespace) -> int:
    """Compare a partition and a patchwork, half of the points each; return the number of mismatches."""
    dice = np.random.default_rng(SEED)
    faces = noisy_partition(dice, GRIDS)
    worlds = {"partition": faces, "patchwork": patchwork(dice, faces, len(faces) // 4)}
    share = asked.points // 18
    wrong = sum(_compare(name, shapes, dice, share) for name, shapes in worlds.items())
    sys.stdout.write(f"seed {SEED}: {wrong} mismatches\n")
    return wrong


def _compare(name: str, shapes: Shapes, dice: np.random.Generator, count: int) -> int:
    fast, plain = GridIndex.build(shapes), GridIndex.build(shapes, compiled=False)
    sets = hard_points(dice, shapes, count) | {"corners of cells": _corners(fast, dice, count)}
    wrong = 0
    for kind, points in sets.items():
        lon, lat = points.T.copy()
        expected = lowest_by_geos(shapes, points)
        by_kernel = int((fast.find(lon, lat) != expected).sum())
        by_numpy = int((plain.find(lon, lat) != expected).sum())
        wrong += by_kernel + by_numpy
        sys.stdout.write(
            f"{name:10} {kind:24} {len(points):>8,} points; mismatches: index {by_kernel}, numpy {by_numpy}\n"
        )
    return wrong


def _corners(index: GridIndex, dice: np.random.Generator, count: int) -> Points:
    table = index.table
    cell = dice.integers(0, [table.columns, table.rows], (count, 2))
    corners: Points = np.array([table.x0, table.y0]) + cell / table.cells_per_degree
    return corners
