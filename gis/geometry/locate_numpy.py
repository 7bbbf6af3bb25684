"""Answers look-ups with numpy alone: the oracle of the kernel, and its stand-in where numba is missing."""

import numpy as np
from numpy.typing import NDArray

from gis.geometry.locate_table import HEAD, CellTable
from gis.geometry.ragged import Ints, spread

CHUNK = 1 << 15
ROUNDING = 4.0e-16
SPLITTER = 134217729.0

Floats = NDArray[np.float64]


def find_all(table: CellTable, lon: Floats, lat: Floats, answers: NDArray[np.int32]) -> None:
    """Write the lowest polygon over each point, or -1."""
    for begin in range(0, len(lon), CHUNK):
        some = slice(begin, begin + CHUNK)
        answers[some] = _find(table, lon[some], lat[some])


def _find(table: CellTable, lon: Floats, lat: Floats) -> NDArray[np.int32]:
    with np.errstate(over="ignore", invalid="ignore"):
        x = (lon - table.x0) * table.cells_per_degree
        y = (lat - table.y0) * table.cells_per_degree
    known = np.flatnonzero((x >= 0) & (x < table.columns) & (y >= 0) & (y < table.rows))
    answers = np.full(len(lon), -1, np.int32)
    answers[known] = table.code[y[known].astype(np.int64) * table.columns + x[known].astype(np.int64)]
    near = np.flatnonzero(answers < -1)
    record = -(answers[near].astype(np.int64) + 2)
    two_way = table.bits[record + 1] > 0
    for answer, kind in ((_two_way, two_way), (_listed, ~two_way)):
        points = near[kind]
        answers[points] = answer(table, record[kind], lon[points], lat[points])
    return answers


def _two_way(table: CellTable, record: Ints, px: Floats, py: Floats) -> Ints:
    head = table.bits[record]
    even, odd = head >> 32, (head & 0xFFFFFFFF).astype(np.int32)
    is_odd, on_edge = _walk(table, record, (record + HEAD, table.bits[record + 1]), px, py)
    lowest = np.where(np.minimum(even, odd) < 0, np.maximum(even, odd), np.minimum(even, odd))
    return np.where(on_edge, lowest, np.where(is_odd, odd, even))


def _listed(table: CellTable, record: Ints, px: Floats, py: Floats) -> Ints:
    """Ask one listed polygon after the other, for all points that have no answer yet."""
    answers = np.full(len(record), -1, np.int64)
    left, k = table.bits[record].copy(), record + HEAD
    open_points = np.arange(len(record))
    while len(open_points):
        group = table.bits[k[open_points]]
        covers, edges = (group >> 31 & 1) == 1, group & 0x7FFFFFFF
        run = (k[open_points] + 1, edges)
        is_odd, on_edge = _walk(table, record[open_points], run, px[open_points], py[open_points])
        hit = on_edge | (is_odd != covers)
        answers[open_points[hit]] = (group >> 32)[hit]
        k[open_points] += 1 + 4 * edges
        left[open_points] -= 1
        open_points = open_points[~hit & (left[open_points] > 0)]
    return answers


def _walk(
    table: CellTable, record: Ints, run: tuple[Ints, Ints], px: Floats, py: Floats
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell for each point if its way to the anchor crosses oddly many edges of the run, and if it is on one.

    The way point → (ax, py) → anchor is thought to run a trifle above py and, still less, right of ax.
    """
    first, edges = run
    point, edge = spread(np.zeros_like(edges), edges)
    k = first[point] + 4 * edge
    x1, y1, x2, y2 = (table.words[k + i] for i in range(4))
    x, y = px[point], py[point]
    ax, ay = table.words[record + 2][point], table.words[record + 3][point]
    level = (y1 > y) != (y2 > y)
    upright = (x1 > ax) != (x2 > ax)
    here, there = _side(x1, y1, x2, y2, x, y), _side(x1, y1, x2, y2, ax, ay)
    corner = _side(x1, y1, x2, y2, ax, y)
    corner = np.where(corner == 0, np.where(x2 > x1, 1, -1), corner)
    on_end_or_flat = (y == y2) & ((x == x2) | ((y1 == y2) & (x1 <= x) & (x <= x2)))
    hit = np.where(level, here == 0, on_end_or_flat)
    crossed = (level & (here != corner)).astype(np.int64) + (upright & (there != corner))
    count = len(px)
    is_odd = np.bincount(point, crossed, minlength=count).astype(np.int64) % 2 == 1
    return is_odd, np.bincount(point, hit, minlength=count) > 0


def _side(x1: Floats, y1: Floats, x2: Floats, y2: Floats, px: Floats, py: Floats) -> Ints:
    """Say on which side of the line 1 → 2 each point lies: 1 left, -1 right, 0 on it."""
    left, right = (x2 - x1) * (py - y1), (y2 - y1) * (px - x1)
    value = left - right
    unsure = np.flatnonzero(np.abs(value) <= ROUNDING * (np.abs(left) + np.abs(right)))
    value[unsure] = _fine_value(*(v[unsure] for v in (x1, y1, x2, y2, px, py)))
    return np.sign(value).astype(np.int64)


def _fine_value(x1: Floats, y1: Floats, x2: Floats, y2: Floats, px: Floats, py: Floats) -> Floats:
    dx, dx_low = _two_sum(x2, -x1)
    dy, dy_low = _two_sum(y2, -y1)
    ex, ex_low = _two_sum(px, -x1)
    ey, ey_low = _two_sum(py, -y1)
    left, left_low = _two_product(dx, ey)
    right, right_low = _two_product(dy, ex)
    left_low = left_low + (dx * ey_low + dx_low * ey + dx_low * ey_low)
    right_low = right_low + (dy * ex_low + dy_low * ex + dy_low * ex_low)
    main, rest = _two_sum(left, -right)
    return main + (rest + (left_low - right_low))


def _two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def _two_product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    p = a * b
    a_high, a_low = _split(a)
    b_high, b_low = _split(b)
    return p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low


def _split(a: Floats) -> tuple[Floats, Floats]:
    c = SPLITTER * a
    high = c - (c - a)
    return high, a - high
