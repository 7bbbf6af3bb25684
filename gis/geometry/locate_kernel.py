"""Answers look-ups at memory speed: cell by cell for inner points, edge by edge for the few near a border."""

from typing import Any

import numpy as np
from numba import types
from numpy.typing import NDArray

from gis.geometry.jit import compiled
from gis.geometry.locate_table import HEAD, CellTable

Floats = NDArray[np.float64]
Place = tuple[float, float]

CHUNK = 2048
# Shewchuk's bound for a 2 × 2 determinant of differences, (3 + 16 ε) ε, rounded up.
ROUNDING = 4.0e-16
SPLITTER = 134217729.0

_READ_FLOATS = types.Array(types.float64, 1, "C", readonly=True)
_FLOATS = types.Array(types.float64, 1, "C")
_ANSWERS = types.Array(types.int32, 1, "C")
_TABLE: Any = types.NamedTuple(  # type: ignore[no-untyped-call]
    (
        types.Array(types.int32, 1, "C", readonly=True),
        _READ_FLOATS,
        types.Array(types.int64, 1, "C", readonly=True),
        *(types.float64,) * 3,
        *(types.int64,) * 2,
    ),
    CellTable,
)


@compiled()
def _two_sum(a: float, b: float) -> tuple[float, float]:
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


@compiled()
def _two_product(a: float, b: float) -> tuple[float, float]:
    p = a * b
    c = SPLITTER * a
    a_high = c - (c - a)
    a_low = a - a_high
    c = SPLITTER * b
    b_high = c - (c - b)
    b_low = b - b_high
    return p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low


@compiled()
def _fine_side(x1: float, y1: float, x2: float, y2: float, px: float, py: float) -> int:
    """Give the side in double-double, which is exact for degrees of one region."""
    dx, dx_low = _two_sum(x2, -x1)
    dy, dy_low = _two_sum(y2, -y1)
    ex, ex_low = _two_sum(px, -x1)
    ey, ey_low = _two_sum(py, -y1)
    left, left_low = _two_product(dx, ey)
    right, right_low = _two_product(dy, ex)
    left_low += dx * ey_low + dx_low * ey + dx_low * ey_low
    right_low += dy * ex_low + dy_low * ex + dy_low * ex_low
    main, rest = _two_sum(left, -right)
    value = main + (rest + (left_low - right_low))
    return int(value > 0.0) - int(value < 0.0)


@compiled()
def _side(x1: float, y1: float, x2: float, y2: float, px: float, py: float) -> int:
    """Say on which side of the line 1 → 2 the point lies: 1 left, -1 right, 0 on it."""
    left = (x2 - x1) * (py - y1)
    right = (y2 - y1) * (px - x1)
    value = left - right
    bound = ROUNDING * (abs(left) + abs(right))
    if value > bound:
        return 1
    if value < -bound:
        return -1
    return _fine_side(x1, y1, x2, y2, px, py)


@compiled()
def _walk(words: Floats, first: int, edges: int, point: Place, anchor: Place) -> int:
    """Count edges on the way point → (ax, py) → anchor: 0 even, 1 odd, 2 the point lies on an edge.

    The way is thought to run a trifle above py and, still less, right of ax, so it meets no vertex.
    """
    px, py = point
    ax, ay = anchor
    odd = 0
    for k in range(first, first + 4 * edges, 4):
        x1, y1, x2, y2 = words[k], words[k + 1], words[k + 2], words[k + 3]
        level = (y1 > py) != (y2 > py)
        upright = (x1 > ax) != (x2 > ax)
        here = 0
        if level:
            here = _side(x1, y1, x2, y2, px, py)
            if here == 0:
                return 2
        elif py == y2 and (px == x2 or (y1 == y2 and x1 <= px <= x2)):
            return 2
        if level or upright:
            corner = _side(x1, y1, x2, y2, ax, py)
            if corner == 0:
                corner = 1 if x2 > x1 else -1
            if level and here != corner:
                odd ^= 1
            if upright and _side(x1, y1, x2, y2, ax, ay) != corner:
                odd ^= 1
    return odd


@compiled()
def _near_border(table: CellTable, record: int, point: Place) -> int:
    """Answer from a cell's record."""
    words, bits = table.words, table.bits
    anchor = (words[record + 2], words[record + 3])
    head, edges = bits[record], bits[record + 1]
    k = record + HEAD
    if edges > 0:
        way = _walk(words, k, edges, point, anchor)
        even, odd = int(head >> 32), int(head << 32 >> 32)
        if way == 2:
            return max(even, odd) if min(even, odd) < 0 else min(even, odd)
        return odd if way == 1 else even
    for _ in range(head):
        covers, edges = bits[k] >> 31 & 1, bits[k] & 0x7FFFFFFF
        way = _walk(words, k + 1, edges, point, anchor)
        if way == 2 or way != covers:
            return int(bits[k] >> 32)
        k += 1 + 4 * edges
    return -1


@compiled(
    types.void(_TABLE, _READ_FLOATS, _READ_FLOATS, _ANSWERS),
    types.void(_TABLE, _FLOATS, _FLOATS, _ANSWERS),
)
def find_all(table: CellTable, lon: Floats, lat: Floats, answers: NDArray[np.int32]) -> None:
    """Write the lowest polygon over each point, or -1.

    Chunk by chunk in plain loops that compile to vector code: cells, codes, then the few near a border.
    """
    # Unsigned, because a signed index is tested for counting from the end.
    cell = np.empty(CHUNK, np.uint32)
    waiting = np.empty(CHUNK, np.int32)
    columns = np.int32(table.columns)
    last_column, last_row = table.columns - 1.0, table.rows - 1.0
    for begin in range(0, len(lon), CHUNK):
        size = min(CHUNK, len(lon) - begin)
        for i in range(size):
            x = (lon[begin + i] - table.x0) * table.cells_per_degree
            y = (lat[begin + i] - table.y0) * table.cells_per_degree
            # NaN fails both comparisons; the rim, where it and all far points go, answers -1.
            x = x if x > 0.0 else 0.0
            y = y if y > 0.0 else 0.0
            x = x if x < last_column else last_column
            y = y if y < last_row else last_row
            cell[i] = np.uint32(np.int32(y) * columns + np.int32(x))
        count = 0
        for i in range(size):
            code = table.code[cell[i]]
            answers[begin + i] = code
            waiting[count] = i
            count += code < -1
        for k in range(count):
            i = begin + waiting[k]
            answers[i] = _near_border(table, -(answers[i] + 2), (lon[i], lat[i]))


@compiled(types.int32(_TABLE, types.float64, types.float64))
def find_point(table: CellTable, lon: float, lat: float) -> int:
    """Give the lowest polygon over one point, or -1."""
    x = (lon - table.x0) * table.cells_per_degree
    y = (lat - table.y0) * table.cells_per_degree
    if not (0.0 <= x < table.columns and 0.0 <= y < table.rows):
        return -1
    code = int(table.code[int(y) * table.columns + int(x)])
    return code if code >= -1 else _near_border(table, -(code + 2), (lon, lat))
