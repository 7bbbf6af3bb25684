"""Where patrols of a day went, without saying who: metres in small squares of each grid, and visits."""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from gis.analysis.track_fixes import Floats, Ints
from gis.analysis.track_segments import Path
from gis.analysis.track_visits import Find
from gis.errors import BadInput

CELL_M = 10.0
STEP_M = 5.0
"""An edge is counted in pieces no longer than this, each where its middle lies."""
MICRODEGREES = 1e6
HEAD = struct.Struct("<II")
BITS = 21
MASK = (1 << BITS) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Patrolled:
    """Metres walked round places (n,), and the place (m,) at the middle of each visit; WGS-84 degrees.

    `key` names the square and the grid of its day, so that days add up.
    """

    key: Ints
    lon: Floats
    lat: Floats
    metres: Floats
    visit_lon: Floats
    visit_lat: Floats


def patrolled(path: Path, stays: Sequence[tuple[int, int]], find: Find) -> Patrolled:
    """Return where a person's path went; `stays` are the first and last moments (ms) of visits."""
    edges, lengths = path.edges(), path.lengths_m()
    pieces = np.maximum(np.ceil(lengths / STEP_M), 1).astype(np.int64)
    edge = np.repeat(edges, pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (step + 0.5) / np.repeat(pieces, pieces)
    lon, lat, x, y = (_at(values, edge, share) for values in (path.lon, path.lat, path.x, path.y))
    metres = np.repeat(lengths / pieces, pieces)
    cell_x, cell_y = (np.floor(values / CELL_M).astype(np.int64) & MASK for values in (x, y))
    grid = (find(lon, lat) + 1) & MASK if len(lon) else np.zeros(0, np.int64)
    middle = np.array([(begin + end) / 2 for begin, end in stays], np.float64)
    there = middle if len(path) else middle[:0]
    visit_lon, visit_lat = (
        np.interp(there, path.at_ms, values) if len(there) else there for values in (path.lon, path.lat)
    )
    key = cell_x << (2 * BITS) | cell_y << BITS | grid
    return Patrolled(key, lon, lat, metres, visit_lon, visit_lat)


def together(parts: Iterable[Patrolled]) -> Patrolled:
    """Add up what was patrolled: metres of one square and grid become one, at their middle."""
    names = Patrolled.__dataclass_fields__
    held = list(parts)
    key, lon, lat, metres, visit_lon, visit_lat = (
        np.concatenate([getattr(part, name) for part in held] or [np.zeros(0)]) for name in names
    )
    kept = metres > 0
    key, lon, lat, metres = (values[kept] for values in (key, lon, lat, metres))
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1) != 0) if len(key) else np.zeros(0, np.int64)
    if len(starts) == 0:
        return Patrolled(key.astype(np.int64), lon, lat, metres, visit_lon, visit_lat)
    sums = np.add.reduceat(metres[order], starts)
    mean_lon, mean_lat = (np.add.reduceat((each * metres)[order], starts) / sums for each in (lon, lat))
    squares = key[order][starts].astype(np.int64)
    return Patrolled(squares, mean_lon, mean_lat, sums, visit_lon, visit_lat)


def pack(day: Patrolled) -> bytes:
    """Pack what was patrolled, places to 1e-6° (0.11 m) and metres to single precision."""
    places = [np.rint(values * MICRODEGREES).astype("<i4") for values in (day.lon, day.lat)]
    visits = [np.rint(values * MICRODEGREES).astype("<i4") for values in (day.visit_lon, day.visit_lat)]
    columns = (day.key.astype("<i8"), *places, day.metres.astype("<f4"), *visits)
    head = HEAD.pack(len(day.key), len(day.visit_lon))
    return zlib.compress(head + b"".join(column.tobytes() for column in columns), 1)


def unpack(body: bytes) -> Patrolled:
    """Undo `pack`; raises BadInput for what is none."""
    try:
        plain = zlib.decompress(body)
        squares, visits = HEAD.unpack_from(plain)
        kinds = (("<i8", squares), ("<i4", squares), ("<i4", squares), ("<f4", squares))
        at, columns = HEAD.size, []
        for kind, count in (*kinds, ("<i4", visits), ("<i4", visits)):
            columns.append(np.frombuffer(plain, kind, count, at))
            at += columns[-1].nbytes
    except (zlib.error, struct.error, ValueError) as error:
        raise BadInput("What was patrolled on a day cannot be read.") from error
    key, lon, lat, metres, *visited = columns
    visit_lon, visit_lat = (values / MICRODEGREES for values in visited)
    return Patrolled(
        key.astype(np.int64),
        lon / MICRODEGREES,
        lat / MICRODEGREES,
        metres.astype(np.float64),
        visit_lon,
        visit_lat,
    )


def _at(values: Floats, edge: Ints, share: Floats) -> Floats:
    return np.asarray(values[edge] + (values[edge + 1] - values[edge]) * share)
