"""Answers look-ups with numpy alone: the oracle of the kernel, and its stand-in where numba is missing."""

import numpy as np
from numpy.typing import NDArray

from gis.geometry.locate_cells_kernel import HEAD, SHARE, SIDE
from gis.geometry.locate_table import CellTable
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
    column, row = x[known].astype(np.int64), y[known].astype(np.int64)
    code = table.blocks[row // SIDE * (table.columns // SIDE) + column // SIDE].astype(np.int64)
    mixed = np.flatnonzero(code < -1)
    cell = row[mixed] % SIDE * SIDE + column[mixed] % SIDE
    code[mixed] = table.cells[-(code[mixed] + 2) * SIDE * SIDE + cell]
    near = np.flatnonzero(code < -1)
    record = -(code[near] + 2)
    anchor_x = table.x0 + (column[near] + table.words[record + 2] / SHARE) * (1.0 / table.cells_per_degree)
    ways = np.stack([lon[known[near]], lat[known[near]], anchor_x, table.line_y[row[near]]], axis=1)
    two_way = table.words[record + 3] > 0
    for answer, kind in ((_two_way, two_way), (_listed, ~two_way)):
        code[near[kind]] = answer(table, record[kind], ways[kind])
    answers = np.full(len(lon), -1, np.int32)
    answers[known] = code
    return answers


def _two_way(table: CellTable, record: Ints, ways: Floats) -> Ints:
    even, odd, _, runs = (table.words[record + i].astype(np.int64) for i in range(HEAD))
    is_odd, on_edge = _walk(table, record + HEAD, runs, ways)
    lowest = np.where(np.minimum(even, odd) < 0, np.maximum(even, odd), np.minimum(even, odd))
    return np.where(on_edge, lowest, np.where(is_odd, odd, even))


def _listed(table: CellTable, record: Ints, ways: Floats) -> Ints:
    """Ask one listed polygon after the other, for all points that have no answer yet."""
    answers = np.full(len(record), -1, np.int64)
    left, k = table.words[record].copy(), record + HEAD
    open_points = np.flatnonzero(left > 0)
    while len(open_points):
        polygon, flags = (table.words[k[open_points] + i] for i in (0, 1))
        runs, covers = flags.astype(np.int64) >> 1, flags & 1 == 1
        is_odd, on_edge = _walk(table, k[open_points] + 2, runs, ways[open_points])
        hit = on_edge | (is_odd != covers)
        answers[open_points[hit]] = polygon[hit]
        k[open_points] += 2 + 2 * runs
        left[open_points] -= 1
        open_points = open_points[~hit & (left[open_points] > 0)]
    return answers


def _walk(table: CellTable, k: Ints, runs: Ints, ways: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell for each way if it crosses oddly many edges of its runs, and if its point is on one.

    The way point → (ax, py) → anchor is thought to run a trifle above py and, still less, right of ax.
    """
    point, run = spread(np.zeros_like(runs), runs)
    place = k[point] + 2 * run
    in_run, edge = spread(table.words[place].astype(np.int64), table.words[place + 1].astype(np.int64))
    point = point[in_run]
    (x1, y1), (x2, y2) = table.line[edge].T, table.line[edge + 1].T
    x, y, ax, ay = ways[point].T
    level = (y1 > y) != (y2 > y)
    upright = (x1 > ax) != (x2 > ax)
    here, there = _side(x1, y1, x2, y2, x, y), _side(x1, y1, x2, y2, ax, ay)
    corner = _side(x1, y1, x2, y2, ax, y)
    corner = np.where(corner == 0, np.where((x2 > x1) | ((x2 == x1) & (y2 < y1)), 1, -1), corner)
    flat = (y1 == y2) & (y == y1) & (np.minimum(x1, x2) <= x) & (x <= np.maximum(x1, x2))
    on_end = ((x == x1) & (y == y1)) | ((x == x2) & (y == y2))
    hit = np.where(level, here == 0, on_end | flat)
    crossed = (level & (here != corner)).astype(np.int64) + (upright & (there != corner))
    is_odd = np.bincount(point, crossed, minlength=len(runs)).astype(np.int64) % 2 == 1
    return is_odd, np.bincount(point, hit, minlength=len(runs)) > 0


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
