"""Heat: places into a raster against numpy's histogram2d and datashader, and a later view of it."""

import argparse
import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
from numpy.typing import NDArray

from gis.analysis.heat_raster import Edges, counted, edges, view
from tests.bench.rounds import Way, rates

Floats = NDArray[np.float64]
POINTS = 5_000_000
CLUSTERS, CLUSTERED = 600, 0.7
BOX = (120.24, 31.74, 120.36, 31.86)
SIZE, KEPT = 1024, 4096
LEAST_TIMES, MOST_VIEW_MS, VIEWS = 20.0, 50.0, 15
OURS, USUAL, READY, PEER = (
    "degrees to pixels, two threads (ours)",
    "mercator in numpy, histogram2d",
    "histogram2d, mercator ready",
    "datashader Canvas.points, from degrees",
)


def run(asked: argparse.Namespace) -> int:
    """Hold the counts equal, time all ways in turns, and return how many goals were missed."""
    count = min(asked.points, POINTS)
    lon, lat = places(np.random.default_rng(3), count)
    pixels = edges(BOX, (SIZE, SIZE))
    exact = (counted(lon, lat, pixels) == np.histogram2d(lat, lon, (pixels.rows, pixels.columns))[0]).all()
    found = rates({name: Way(count, work) for name, work in ways(lon, lat, pixels).items()})
    sys.stdout.write(f"{count:,} places, {SIZE} × {SIZE} pixels, exact against numpy: {exact}\n")
    sys.stdout.write(f"| Way | M places/s by the clock | × {USUAL} |\n|---|---|---|\n")
    for name, rate in found.items():
        times = rate.by_clock / found[USUAL].by_clock
        sys.stdout.write(f"| {name} | {rate.by_clock:,.1f} | {times:.1f} |\n")
    times = found[OURS].by_clock / found[USUAL].by_clock
    beside = found[OURS].by_clock / found[PEER].by_clock
    shown = view_ms(lon, lat)
    goals = (
        ("exact", exact, str(exact)),
        (f"at least {LEAST_TIMES:g} × histogram2d", times >= LEAST_TIMES, f"{times:.1f}"),
        ("not slower than datashader from the same degrees", beside >= 1, f"{beside:.1f} ×"),
        (f"a later view at most {MOST_VIEW_MS:g} ms", shown <= MOST_VIEW_MS, f"{shown:.1f} ms"),
    )
    for name, reached, figure in goals:
        sys.stdout.write(f"{name}: {figure} {'reached' if reached else 'MISSED'}\n")
    return sum(not reached for _, reached, _ in goals)


def ways(lon: Floats, lat: Floats, pixels: Edges) -> dict[str, Callable[[], object]]:
    """Return each way of counting, by name."""
    import datashader  # type: ignore[import-untyped,unused-ignore]
    import pandas as pd

    east, north = mercator(lon, lat)
    (west, south), (last, top) = (mercator(np.array([x]), np.array([y])) for x, y in (BOX[:2], BOX[2:]))
    span = (float(south[0]), float(top[0])), (float(west[0]), float(last[0]))
    canvas = datashader.Canvas(SIZE, SIZE, x_range=span[1], y_range=span[0])

    def usual() -> object:
        x, y = mercator(lon, lat)
        return np.histogram2d(y, x, (SIZE, SIZE), span)

    def peer() -> object:
        x, y = mercator(lon, lat)
        return canvas.points(pd.DataFrame({"x": x, "y": y}), "x", "y", datashader.count())

    return {
        USUAL: usual,
        READY: lambda: np.histogram2d(north, east, (SIZE, SIZE), span),
        PEER: peer,
        OURS: lambda: counted(lon, lat, pixels),
    }


def view_ms(lon: Floats, lat: Floats) -> float:
    """Return the median time of a view of the inner half, taken from a kept raster of four times the size."""
    base = counted(lon, lat, edges(BOX, (KEPT, KEPT)))
    times = []
    for _ in range(VIEWS):
        began = time.perf_counter()
        view(base, (KEPT // 4, KEPT // 4), SIZE, KEPT // 2 // SIZE)
        times.append(time.perf_counter() - began)
    return median(times) * 1e3


def mercator(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return web mercator on the unit sphere."""
    return np.radians(lon), np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))


def places(draw: np.random.Generator, count: int) -> tuple[Floats, Floats]:
    """Return places in random order, most of them round clusters of 300 m, the rest anywhere in the box."""
    (west, south, east, north), held = BOX, int(count * CLUSTERED)
    middle = draw.uniform((west, south), (east, north), (CLUSTERS, 2))
    round_them = middle[draw.integers(0, CLUSTERS, held)] + draw.normal(0, 0.003, (held, 2))
    anywhere = draw.uniform((west, south), (east, north), (count - held, 2))
    both = draw.permutation(np.concatenate([round_them, anywhere]))
    return both[:, 0].copy(), both[:, 1].copy()
