"""Rasters edges into cells, and sweeps row after row to find which polygons cover a place in each cell."""

import math

import numpy as np
from numpy.typing import NDArray

from gis.geometry.jit import compiled

Codes = NDArray[np.int32]
Floats = NDArray[np.float64]
# x0, y0 and cells per degree; columns and rows
Scale = tuple[float, float, float]
Size = tuple[int, int]

# Cells this close (in cells) to an edge count as touched, so that rounding of a cell number is harmless.
TOUCH = 1e-6
# A block's side in cells: its 16 codes fill one line of a processor's cache.
SIDE = 4
# Words before a record's runs, and an anchor's place in its cell as an integer.
HEAD = 4
SHARE = 1 << 30


@compiled(
    lambda t: t.void(
        *(t.float64[:, ::1], t.int32[::1], t.UniTuple(t.float64, 3), t.int64, t.int32[::1], t.int32[::1])
    )
)
def touch(line: Floats, first_use: Codes, scale: Scale, columns: int, at: Codes, entries: Codes) -> None:
    """Visit all cells that come within TOUCH of each edge.

    Without room for entries, count the visits to each cell in `at`; else write the edges down at the places
    that `at` gives, and move these on.
    """
    x0, y0, cells_per_degree = scale
    for edge in range(len(first_use) - 1):
        if first_use[edge] == first_use[edge + 1]:
            continue
        low, high = edge, edge + 1
        if line[low, 1] > line[high, 1]:
            low, high = high, low
        xa, ya = (line[low, 0] - x0) * cells_per_degree, (line[low, 1] - y0) * cells_per_degree
        xb, yb = (line[high, 0] - x0) * cells_per_degree, (line[high, 1] - y0) * cells_per_degree
        per_rise = 1.0 / max(yb - ya, 1e-12)
        for row in range(math.floor(ya - TOUCH), math.floor(yb + TOUCH) + 1):
            enters = xa + min(max((row - TOUCH - ya) * per_rise, 0.0), 1.0) * (xb - xa)
            leaves = xa + min(max((row + 1 + TOUCH - ya) * per_rise, 0.0), 1.0) * (xb - xa)
            left = math.floor(min(enters, leaves) - TOUCH)
            right = math.floor(max(enters, leaves) + TOUCH)
            for cell in range(row * columns + left, row * columns + right + 1):
                if len(entries):
                    entries[at[cell]] = edge
                at[cell] += 1


@compiled(lambda t: t.UniTuple(t.int64, 3)(t.int32[::1]))
def begin_places(at: Codes) -> tuple[int, int, int]:
    """Turn counts into where each cell's entries begin; return all entries, touched cells, most in one."""
    total = touched = most = 0
    for cell in range(len(at)):
        count = at[cell]
        at[cell] = total
        total += count
        touched += count > 0
        most = max(most, count)
    return total, touched, most


@compiled()
def _crossings(
    line: Floats, some: Codes, anchor_line: tuple[float, float, float, int], place: Floats, crossing: Codes
) -> int:
    """Write down, from west to east, where the edges cross the row's anchor line within the column."""
    y, x0, cells_per_degree, column = anchor_line
    count = 0
    for edge in some:
        y1, y2 = line[edge, 1], line[edge + 1, 1]
        if (y1 > y) == (y2 > y):
            continue
        x1, x2 = line[edge, 0], line[edge + 1, 0]
        x = (x1 + (y - y1) / (y2 - y1) * (x2 - x1) - x0) * cells_per_degree
        if math.floor(x) != column:
            continue
        k = count
        while k > 0 and place[k - 1] > x - column:
            place[k], crossing[k] = place[k - 1], crossing[k - 1]
            k -= 1
        place[k], crossing[k] = x - column, edge
        count += 1
    return count


@compiled()
def _widest(place: Floats, count: int) -> tuple[float, int]:
    """Give the middle of the widest stretch without crossings, and how many crossings lie west of it."""
    middle, width, before, west = 0.5, -1.0, 0, 0.0
    for k in range(count + 1):
        east = place[k] if k < count else 1.0
        if east - west > width:
            middle, width, before = (west + east) / 2, east - west, k
        west = east
    return middle, before


@compiled()
def _cross(active: Codes, count: int, owners: Codes) -> int:
    """Enter the polygons that are not active and leave those that are; return how many are active now."""
    for owner in owners:
        k = 0
        while k < count and active[k] != owner:
            k += 1
        if k < count:
            count -= 1
            active[k] = active[count]
        else:
            active[count] = owner
            count += 1
    return count


@compiled()
def _lowest(active: Codes, count: int) -> int:
    lowest = -1
    for k in range(count):
        if lowest < 0 or active[k] < lowest:
            lowest = active[k]
    return lowest


@compiled()
def _pair(some: Codes, first_use: Codes, owner: Codes) -> tuple[int, int]:
    """Give the owners (second -1: only one) that all the edges have, or -1 and -1 when they differ.

    They count as different where a polygon uses an edge twice or three and more share it.
    """
    pair = (-1, -1)
    for edge in some:
        first, uses = first_use[edge], first_use[edge + 1] - first_use[edge]
        of_edge = (int(owner[first]), int(owner[first + 1]) if uses == 2 else -1)
        if uses > 2 or of_edge[0] == of_edge[1] or (pair[0] >= 0 and pair != of_edge):
            return -1, -1
        pair = of_edge
    return pair


@compiled()
def _write_edge(words: Codes, used: int, begin: int, edge: int) -> int:
    """Lengthen the last run since `begin` by the edge that follows it, or begin another run."""
    if used > begin and words[used - 2] + words[used - 1] == edge:
        words[used - 1] += 1
        return used
    words[used], words[used + 1] = edge, 1
    return used + 2


@compiled()
def _write_two_way(
    words: Codes, used: int, some: Codes, pair: tuple[int, int], covers: tuple[Codes, int]
) -> int:
    """Write the record of a cell whose edges all have the same owners; return where the next one begins."""
    active, count = covers
    first, second = pair
    words[used] = _lowest(active, count)
    other = -1
    for k in range(count):
        if active[k] != first and active[k] != second and (other < 0 or active[k] < other):
            other = active[k]
    for owner in pair:
        if owner >= 0 and not (active[:count] == owner).any() and (other < 0 or owner < other):
            other = owner
    words[used + 1] = other
    begin = end = used + HEAD
    for edge in some:
        end = _write_edge(words, end, begin, edge)
    words[used + 3] = (end - begin) // 2
    return end


@compiled()
def _write_list(
    words: Codes, used: int, some: Codes, users: tuple[Codes, Codes], covers: tuple[Codes, int]
) -> int:
    """Write the record of a cell polygon by polygon, lowest first; return where the next one begins."""
    first_use, owner = users
    active, count = covers
    end = used + HEAD
    lowest = -1
    words[used], words[used + 1], words[used + 3] = 0, 0, 0
    while True:
        following = -1
        for edge in some:
            for of_edge in owner[first_use[edge] : first_use[edge + 1]]:
                if of_edge > lowest and (following < 0 or of_edge < following):
                    following = of_edge
        is_active = 0
        for k in range(count):
            if active[k] > lowest and (following < 0 or active[k] <= following):
                following, is_active = active[k], 1
        if following < 0:
            return end
        lowest = following
        begin = head = end + 2
        for edge in some:
            for of_edge in owner[first_use[edge] : first_use[edge + 1]]:
                if of_edge == lowest:
                    head = _write_edge(words, head, begin, edge)
        words[end], words[end + 1] = lowest, (head - begin) // 2 << 1 | is_active
        words[used] += 1
        end = head


@compiled()
def _needed(some: Codes, first_use: Codes, count: int) -> int:
    """Give the most words that a record of these edges and active polygons can take."""
    uses = 0
    for edge in some:
        uses += first_use[edge + 1] - first_use[edge]
    return HEAD + 4 * uses + 2 * count


@compiled(
    lambda t: t.int32[::1](
        *(t.float64[:, ::1], t.UniTuple(t.int32[::1], 2), t.UniTuple(t.float64, 3), t.float64[::1]),
        *(t.UniTuple(t.int32[::1], 2), t.UniTuple(t.int64, 4)),
    )
)
def sweep(
    line: Floats,
    users: tuple[Codes, Codes],
    scale: Scale,
    line_y: Floats,
    touches: tuple[Codes, Codes],
    counts: tuple[int, int, int, int],
) -> Codes:
    """Replace the places in `at` by the code of each cell, and return the records that they point to.

    `touches` is `at` (the place where a cell's entries end) and the entries; `counts` are the columns, the
    polygons, the touched cells and the most entries in one cell. Every crossing of an anchor line lies in a
    touched cell that lists its edge, so the polygons over an anchor are known from the crossings before it.
    """
    first_use, owner = users
    at, entries = touches
    columns, polygons, touched, most = counts
    active = np.empty(polygons, np.int32)
    place, crossing = np.empty(most), np.empty(most, np.int32)
    words = np.empty(HEAD * touched + 2 * len(entries), np.int32)
    used = begin = 0
    for row in range(len(line_y)):
        count, lowest = 0, -1
        for column in range(columns):
            cell = row * columns + column
            end = at[cell]
            if end == begin:
                at[cell] = lowest
                continue
            some = entries[begin:end]
            begin = end
            crossings = _crossings(line, some, (line_y[row], scale[0], scale[2], column), place, crossing)
            share, before = _widest(place, crossings)
            for k in range(before):
                edge = crossing[k]
                count = _cross(active, count, owner[first_use[edge] : first_use[edge + 1]])
            if used + _needed(some, first_use, count) > len(words):
                larger = np.empty(2 * len(words) + _needed(some, first_use, count), np.int32)
                larger[:used] = words[:used]
                words = larger
            at[cell] = -(used + 2)
            words[used + 2] = int(share * SHARE)
            pair = _pair(some, first_use, owner)
            if pair[0] >= 0:
                used = _write_two_way(words, used, some, pair, (active, count))
            else:
                used = _write_list(words, used, some, users, (active, count))
            for k in range(before, crossings):
                edge = crossing[k]
                count = _cross(active, count, owner[first_use[edge] : first_use[edge + 1]])
            lowest = _lowest(active, count)
    return words[:used]


@compiled(lambda t: t.UniTuple(t.int32[::1], 2)(t.int32[::1], t.int64))
def pack_blocks(codes: Codes, columns: int) -> tuple[Codes, Codes]:
    """Give a code for each block of SIDE × SIDE cells, and the codes of the cells of mixed blocks.

    A block's code is that of all its cells when they have one answer, else -(number of the mixed block + 2).
    """
    across = columns // SIDE
    blocks = np.empty(len(codes) // (SIDE * SIDE), np.int32)
    mixed = 0
    for block in range(len(blocks)):
        corner = block // across * SIDE * columns + block % across * SIDE
        same = codes[corner] >= -1
        for row in range(SIDE):
            for column in range(SIDE):
                same &= codes[corner + row * columns + column] == codes[corner]
        blocks[block] = codes[corner] if same else -(mixed + 2)
        mixed += not same
    cells = np.empty(mixed * SIDE * SIDE, np.int32)
    for block in range(len(blocks)):
        if blocks[block] >= -1:
            continue
        corner = block // across * SIDE * columns + block % across * SIDE
        to = -(blocks[block] + 2) * SIDE * SIDE
        for row in range(SIDE):
            for column in range(SIDE):
                cells[to + row * SIDE + column] = codes[corner + row * columns + column]
    return blocks, cells
