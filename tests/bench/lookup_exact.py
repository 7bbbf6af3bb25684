"""Holds the look-up index against GEOS: python tests/bench/lookup_exact.py --points 1000000."""

import argparse
import sys

import numpy as np

from gis.geometry.locate import GridIndex
from tests.geometry.worlds import Points, hard_points, lowest_by_geos, noisy_partition, patchwork


def all_points(
    index: GridIndex, points: dict[str, Points], rng: np.random.Generator, count: int
) -> dict[str, Points]:
    """Add the corners of the index's own cells to the sets."""
    table = index.table
    cell = rng.integers(0, [table.columns, table.rows], (count, 2))
    return points | {"corners of cells": np.array([table.x0, table.y0]) + cell / table.cells_per_degree}


def main() -> int:
    """Write the mismatches of every set in a partition and in a patchwork; exit 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--grids", type=int, default=179)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rng = np.random.default_rng(chosen.seed)
    faces = noisy_partition(rng, chosen.grids)
    wrong = 0
    for name, shapes in (("partition", faces), ("patchwork", patchwork(rng, faces, len(faces) // 4))):
        fast, plain = GridIndex.build(shapes), GridIndex.build(shapes, compiled=False)
        share = chosen.points // 18
        for kind, points in all_points(fast, hard_points(rng, shapes, share), rng, share).items():
            lon, lat = points.T.copy()
            answers, expected = fast.find(lon, lat), lowest_by_geos(shapes, points)
            by_numpy = int((plain.find(lon, lat) != expected).sum())
            by_kernel = int((answers != expected).sum())
            wrong += by_kernel + by_numpy
            sys.stdout.write(f"{name:10} {kind:24} {len(points):8} points, ")
            sys.stdout.write(f"mismatches {by_kernel} (numpy {by_numpy})\n")
    sys.stdout.write(f"seed {chosen.seed}: {wrong} mismatches\n")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
