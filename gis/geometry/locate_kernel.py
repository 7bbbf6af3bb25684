"""Answers look-ups at memory speed: cell by cell for inner points, edge by edge for the few near a border."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.geometry.jit import compiled
from gis.geometry.locate_cells_kernel import HEAD, SHARE, SIDE
from gis.geometry.locate_table import CellTable

Codes = NDArray[np.int32]
Floats = NDArray[np.float64]
Place = tuple[float, float]

CHUNK = 2048
# Shewchuk's bound for a 2 × 2 determinant of differences, (3 + 16 ε) ε, rounded up.
ROUNDING = 4.0e-16
SPLITTER = 134217729.0
PART = 1.0 / SHARE
CELLS = SIDE * SIDE


def _table(t: Any) -> Any:
    codes, floats = t.Array(t.int32, 1, "C", readonly=True), t.Array(t.float64, 1, "C", readonly=True)
    line = t.Array(t.float64, 2, "C", readonly=True)
    fields = (codes, codes, codes, line, floats, *(t.float64,) * 3, *(t.int64,) * 2)
    return t.NamedTuple(fields, CellTable)


def _over_points(readonly: bool) -> Any:
    def signature(t: Any) -> Any:
        floats = t.Array(t.float64, 1, "C", readonly=readonly)
        return t.void(_table(t), floats, floats, t.int32[::1])

    return signature


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
def _walk(line: Floats, run: tuple[int, int], point: Place, anchor: Place) -> int:
    """Count edges on the way point → (ax, py) → anchor: 0 even, 1 odd, 2 the point lies on an edge.

    The way is thought to run a trifle above py and, still less, right of ax, so it meets no vertex.
    """
    px, py = point
    ax, ay = anchor
    first, edges = run
    odd = 0
    x2, y2 = line[first, 0], line[first, 1]
    for k in range(first + 1, first + 1 + edges):
        x1, y1 = x2, y2
        x2, y2 = line[k, 0], line[k, 1]
        level = (y1 > py) != (y2 > py)
        upright = (x1 > ax) != (x2 > ax)
        here = 0
        if level:
            here = _side(x1, y1, x2, y2, px, py)
            if here == 0:
                return 2
        elif py in (y1, y2):
            on_end = (px == x1 and py == y1) or (px == x2 and py == y2)
            if on_end or (y1 == y2 and min(x1, x2) <= px <= max(x1, x2)):
                return 2
        if level or upright:
            corner = _side(x1, y1, x2, y2, ax, py)
            if corner == 0:
                corner = 1 if x2 > x1 or (x2 == x1 and y2 < y1) else -1
            if level and here != corner:
                odd ^= 1
            if upright and _side(x1, y1, x2, y2, ax, ay) != corner:
                odd ^= 1
    return odd


@compiled()
def _stroll(line: Floats, run: tuple[int, int], point: Place, anchor: Place) -> int:
    """Count as _walk does but without a branch an edge; 2 also where rounding leaves a doubt."""
    px, py = point
    ax, ay = anchor
    first, edges = run
    odd = doubt = False
    x1, y1 = line[first, 0], line[first, 1]
    for k in range(first + 1, first + 1 + edges):
        x2, y2 = line[k, 0], line[k, 1]
        dx, dy = x2 - x1, y2 - y1
        level = (y1 > py) != (y2 > py)
        upright = (x1 > ax) != (x2 > ax)
        to_point, to_corner, up, up_anchor = dy * (px - x1), dy * (ax - x1), dx * (py - y1), dx * (ay - y1)
        here, corner, there = up - to_point, up - to_corner, up_anchor - to_corner
        most = ROUNDING * (abs(up) + abs(up_anchor) + abs(to_point) + abs(to_corner))
        least = min(abs(here), abs(corner), abs(there))
        doubt |= (py == y1) | (py == y2) | ((level | upright) & (least <= most))
        odd ^= (level & ((here > 0.0) != (corner > 0.0))) != (upright & ((there > 0.0) != (corner > 0.0)))
        x1, y1 = x2, y2
    return 2 if doubt else int(odd)


@compiled()
def _walk_all(words: Codes, line: Floats, runs: tuple[int, int], point: Place, anchor: Place) -> int:
    """Walk along all runs: where their words begin, and how many they are."""
    begin, count = runs
    odd = 0
    for k in range(begin, begin + 2 * count, 2):
        run = (words[k], words[k + 1])
        way = _stroll(line, run, point, anchor)
        if way == 2:
            way = _walk(line, run, point, anchor)
        if way == 2:
            return 2
        odd ^= way
    return odd


@compiled()
def _near_border(words: Codes, line: Floats, record: int, point: Place, anchor: Place) -> int:
    """Answer from a cell's record."""
    k, runs = record + HEAD, words[record + 3]
    if runs > 0:
        way = _walk_all(words, line, (k, runs), point, anchor)
        even, odd = words[record], words[record + 1]
        if way == 2:
            return int(max(even, odd) if min(even, odd) < 0 else min(even, odd))
        return int(odd if way == 1 else even)
    for _ in range(words[record]):
        runs, covers = words[k + 1] >> 1, words[k + 1] & 1
        way = _walk_all(words, line, (k + 2, runs), point, anchor)
        if way == 2 or way != covers:
            return int(words[k])
        k += 2 + 2 * runs
    return -1


@compiled(_over_points(readonly=True), _over_points(readonly=False))
def find_all(table: CellTable, lon: Floats, lat: Floats, answers: NDArray[np.int32]) -> None:
    """Write the lowest polygon over each point, or -1.

    Chunk by chunk in plain loops that keep many reads of memory under way at once: the block of each point,
    its code, the codes of cells in mixed blocks, then for the few near a border the record and the edges.
    """
    # Unsigned, because a signed index is tested for counting from the end.
    block, cell = np.empty(CHUNK, np.uint32), np.empty(CHUNK, np.uint32)
    mixed, near = np.empty(CHUNK, np.int32), np.empty(CHUNK, np.int32)
    vertex, ahead = np.empty(CHUNK, np.uint32), np.empty(CHUNK, np.float64)
    across, width = np.int32(table.columns // SIDE), 1.0 / table.cells_per_degree
    last_column, last_row = table.columns - 1.0, table.rows - 1.0
    last_vertex = np.uint32(max(len(table.line), 1) - 1)
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
            column, row = np.int32(x), np.int32(y)
            block[i] = np.uint32((row >> 2) * across + (column >> 2))
            cell[i] = np.uint32((row & 3) * 4 + (column & 3))
        count = 0
        for i in range(size):
            code = table.blocks[block[i]]
            answers[begin + i] = code
            mixed[count] = i
            count += code < -1
        border = 0
        for k in range(count):
            i = mixed[k]
            code = table.cells[np.uint32(-(answers[begin + i] + 2) * CELLS) + cell[i]]
            answers[begin + i] = code
            near[border] = i
            border += code < -1
        for k in range(border):
            following = table.words[np.uint32(-(answers[begin + near[k]] + 2)) + HEAD]
            # In a record that lists polygons this is the number of one, which may be larger.
            vertex[k] = min(np.uint32(following), last_vertex)
        for k in range(border):
            ahead[k] = table.line[vertex[k], 0]
        for k in range(border):
            i = begin + near[k]
            column = np.int32((lon[i] - table.x0) * table.cells_per_degree)
            row = np.int32((lat[i] - table.y0) * table.cells_per_degree)
            found = -(answers[i] + 2)
            anchor = (table.x0 + (column + table.words[found + 2] * PART) * width, table.line_y[row])
            answers[i] = _near_border(table.words, table.line, found, (lon[i], lat[i]), anchor)


@compiled(lambda t: t.int32(_table(t), t.float64, t.float64))
def find_point(table: CellTable, lon: float, lat: float) -> int:
    """Give the lowest polygon over one point, or -1."""
    x = (lon - table.x0) * table.cells_per_degree
    y = (lat - table.y0) * table.cells_per_degree
    if not (0.0 <= x < table.columns and 0.0 <= y < table.rows):
        return -1
    row, column = int(y), int(x)
    code = table.blocks[(row // SIDE) * (table.columns // SIDE) + column // SIDE]
    if code < -1:
        code = table.cells[-(code + 2) * CELLS + row % SIDE * SIDE + column % SIDE]
    if code >= -1:
        return int(code)
    record = -(code + 2)
    anchor_x = table.x0 + (column + table.words[record + 2] * PART) * (1.0 / table.cells_per_degree)
    return _near_border(table.words, table.line, record, (lon, lat), (anchor_x, table.line_y[row]))
