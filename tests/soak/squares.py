"""Coverage of eighteen real ranger patrols on squares of one kilometre, against Shapely alone."""

import argparse
import math
import sys
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from pyroaring import BitMap

from gis.analysis.cells import Lattice
from gis.analysis.coverage import CoverageParameters, known_way, silences, stretches, walked
from gis.analysis.ground import Ground, ground_of
from gis.analysis.tally import Tally
from gis.analysis.track import Track
from gis.analysis.unknown import Unseen
from gis.service.coverage.totals import ground_sums, masks_of
from tests.soak.patrols import EPSG, PATROLS, read

SQUARE_M = 1000.0
# so slow that not all of the area is unknown through the hours for which some were silent
PARAMETERS = CoverageParameters(speed_mps=0.3)
EAST_M = 730_000.0
"""Two of the patrols are far in the east; nothing lies between."""
CORNERS = 720
QUARTER = 32

Floats = NDArray[np.float64]
Span = tuple[int, int]


def run(asked: argparse.Namespace) -> int:
    """Print both parts of the area and return how many squares are farther off than their bound says."""
    patrols = read(asked.data / "smart-patrols" / "observations.parquet")
    ways = [known_way(fixes, EPSG) for fixes in patrols]
    duties = [(int(fixes.at_ms.min()), int(fixes.at_ms.max())) for fixes in patrols]
    wrong, seen = 0, 0
    for name, east in (("west", False), ("east", True)):
        chosen = [n for n, way in enumerate(ways) if (way.path.x.min() > EAST_M) == east]
        wrong += _part(name, [ways[n] for n in chosen], [duties[n] for n in chosen])
        seen += len(chosen)
    return wrong + (seen != PATROLS)


def _part(name: str, ways: Sequence[Track], duties: Sequence[Span]) -> int:
    bounds = np.array([(w.path.x.min(), w.path.y.min(), w.path.x.max(), w.path.y.max()) for w in ways])
    west, south = np.floor((bounds[:, :2].min(axis=0) - SQUARE_M) / SQUARE_M) * SQUARE_M
    across, up = np.ceil((bounds[:, 2:].max(axis=0) + SQUARE_M - (west, south)) / SQUARE_M).astype(int)
    squares = [
        shapely.box(
            west + a * SQUARE_M, south + b * SQUARE_M, west + (a + 1) * SQUARE_M, south + (b + 1) * SQUARE_M
        )
        for b in range(up)
        for a in range(across)
    ]
    lattice = Lattice(west - 2 * SQUARE_M, south - 2 * SQUARE_M)
    ours = _ours(ground_of(lattice, squares, BitMap()), ways, duties)
    theirs = _theirs(squares, ways, duties)
    sys.stdout.write(f"{name}: {len(ways)} patrols, {len(squares)} squares of 1 km\n")
    wrong = 0
    for what, (share, off) in ours.items():
        apart = np.abs(share - theirs[what])
        beyond = int((apart > off + 1e-9).sum())
        wrong += beyond
        sys.stdout.write(
            f"  {what}: {share.sum():.3f} km² by cells, {theirs[what].sum():.3f} km² by Shapely; "
            f"a square is at most {apart.max():.3%} off (on the mean of those met "
            f"{apart[share > 0].mean():.4%}), {beyond} beyond their stated bound\n"
        )
    return wrong


def _ours(ground: Ground, ways: Sequence[Track], duties: Sequence[Span]) -> dict[str, tuple[Floats, Floats]]:
    """Return shares of each square with how far they may be off."""
    cells = [walked(way, ground.lattice, PARAMETERS.swath_m) for way in ways]
    people = [
        Unseen([(one, "no_signal") for one in silences([duty], stretches(way))], BitMap())
        for way, duty in zip(ways, duties, strict=True)
    ]
    count, masks = masks_of(ground, Tally.of(cells), people, PARAMETERS)
    sums = ground_sums(ground, count, masks)
    whole = sums["all"]
    either = masks["covered"] | masks["unknown"]
    alone = sum(ground.bounds(ground.spread([each]) > 0) for each in cells)
    return {
        "covered": (sums["covered"] / whole, sums["off"] / whole),
        "covered or unknown": (ground.sums(either) / whole, ground.bounds(either)),
        "effort": (sums["effort"] / whole, np.asarray(alone)),
    }


def _theirs(
    squares: Sequence[shapely.Polygon], ways: Sequence[Track], duties: Sequence[Span]
) -> dict[str, Floats]:
    swaths = [_swath(way) for way in ways]
    covered = shapely.union_all(swaths)
    reached = [ellipse for way, duty in zip(ways, duties, strict=True) for ellipse in _reached(way, duty)]
    either = shapely.union_all([covered, *reached])
    return {
        "covered": _inside(squares, [covered]),
        "covered or unknown": _inside(squares, [either]),
        "effort": _inside(squares, swaths),
    }


def _inside(squares: Sequence[shapely.Polygon], shapes: Sequence[shapely.Geometry]) -> Floats:
    boxes = np.array(squares, dtype=object)
    areas = sum(shapely.area(shapely.intersection(boxes, shape)) for shape in shapes)
    return np.asarray(areas) / SQUARE_M**2


def _swath(way: Track) -> shapely.Geometry:
    """Return what lies within the swath of a way; a stop is a place of its own."""
    path = way.path
    parts = np.split(np.column_stack((path.x, path.y)), np.flatnonzero(np.diff(path.segment)) + 1)
    lines = [
        shapely.LineString(part) if len(np.unique(part, axis=0)) > 1 else shapely.Point(part[0])
        for part in parts
    ]
    return shapely.union_all(shapely.buffer(lines, PARAMETERS.swath_m, quad_segs=QUARTER))


def _reached(way: Track, duty: Span) -> list[shapely.Polygon]:
    """Return where somebody could have been between each segment and the next, as ellipses."""
    path = way.path
    ends = np.flatnonzero(np.diff(path.segment))
    found = []
    for end in ends.tolist():
        seconds = (min(int(path.at_ms[end + 1]), duty[1]) - max(int(path.at_ms[end]), duty[0])) / 1000
        one, other = (np.array((path.x[n], path.y[n])) for n in (end, end + 1))
        found.append(_ellipse(one, other, PARAMETERS.speed_mps * seconds + 2 * PARAMETERS.swath_m))
    return found


def _ellipse(one: Floats, other: Floats, way_m: float) -> shapely.Polygon:
    """Return the places from which the ways to two others add up to at most so many metres."""
    apart = float(np.hypot(*(other - one)))
    if way_m <= apart:
        return shapely.Polygon()
    half, narrow = way_m / 2, math.sqrt(way_m**2 - apart**2) / 2
    turn = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    along = (other - one) / apart if apart else np.array((1.0, 0.0))
    across = np.array((-along[1], along[0]))
    middle = (one + other) / 2
    return shapely.Polygon(
        middle + np.outer(np.cos(turn) * half, along) + np.outer(np.sin(turn) * narrow, across)
    )
