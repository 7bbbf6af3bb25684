"""Marks cells of a lattice: those near a way, those within reach of two places, those inside rings."""

import math

import numpy as np
from numpy.typing import NDArray

from gis.geometry.jit import compiled

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]
BLOCK = 64


@compiled(lambda t: t.void(t.float64[::1], t.float64[::1], t.int64[::1], t.float64, t.uint8[:, ::1]))
def mark_swath(x: Floats, y: Floats, segment: NDArray[np.int64], radius: float, mask: Bytes) -> None:
    """Mark the cells whose centres lie within `radius` of a way (n,) of one or more segments.

    Places and the radius are in cells; `mask` is (rows, columns), its first cell's centre at 0.5, 0.5.
    """
    rows, columns = mask.shape
    limit = radius * radius
    for n in range(len(x)):
        last = n + 1 == len(x) or segment[n + 1] != segment[n]
        if last and n > 0 and segment[n - 1] == segment[n]:
            continue
        m = n if last else n + 1
        dx, dy = x[m] - x[n], y[m] - y[n]
        length = dx * dx + dy * dy
        first_row = max(math.floor(min(y[n], y[m]) - radius), 0)
        last_row = min(math.ceil(max(y[n], y[m]) + radius), rows - 1)
        first_column = max(math.floor(min(x[n], x[m]) - radius), 0)
        last_column = min(math.ceil(max(x[n], x[m]) + radius), columns - 1)
        for row in range(first_row, last_row + 1):
            v = row + 0.5 - y[n]
            for column in range(first_column, last_column + 1):
                u = column + 0.5 - x[n]
                share = 0.0
                if length > 0.0:
                    share = min(max((u * dx + v * dy) / length, 0.0), 1.0)
                a, b = u - share * dx, v - share * dy
                if a * a + b * b <= limit:
                    mask[row, column] = 1


@compiled(lambda t: t.void(t.float64[:, ::1], t.uint8, t.uint8[:, ::1], t.int64[:, ::1]))
def mark_reaches(reaches: Floats, value: int, mask: Bytes, free: NDArray[np.int64]) -> None:
    """Give the cells that are 0 and lie on some way between two places a value.

    `reaches` (n, 5) are x and y of both places and the longest way between them, all in cells. `free` counts
    the cells that are 0 in each block of BLOCK rows and columns: one that has none left is looked at no more.
    """
    rows, columns = mask.shape
    for n in range(len(reaches)):
        x0, y0, x1, y1, way = reaches[n]
        # half the ellipse's width, which no side of it exceeds beyond the two places
        room = math.sqrt(max(way * way - (x1 - x0) ** 2 - (y1 - y0) ** 2, 0.0)) / 2.0
        top, bottom = max(math.floor(min(y0, y1) - room), 0), min(math.ceil(max(y0, y1) + room), rows - 1)
        left, right = max(math.floor(min(x0, x1) - room), 0), min(math.ceil(max(x0, x1) + room), columns - 1)
        if top > bottom or left > right:
            continue
        for down in range(top // BLOCK, bottom // BLOCK + 1):
            for along in range(left // BLOCK, right // BLOCK + 1):
                if free[down, along] == 0:
                    continue
                for row in range(max(top, down * BLOCK), min(bottom, down * BLOCK + BLOCK - 1) + 1):
                    v0, v1 = (row + 0.5 - y0) ** 2, (row + 0.5 - y1) ** 2
                    for column in range(max(left, along * BLOCK), min(right, along * BLOCK + BLOCK - 1) + 1):
                        if mask[row, column] != 0:
                            continue
                        far = math.sqrt((column + 0.5 - x0) ** 2 + v0)
                        if far + math.sqrt((column + 0.5 - x1) ** 2 + v1) <= way:
                            mask[row, column] = value
                            free[down, along] -= 1


@compiled(lambda t: t.void(t.float64[:, ::1], t.uint8, t.uint8[:, ::1]))
def mark_hull(ring: Floats, value: int, mask: Bytes) -> None:
    """Give the cells that are 0 and lie inside a convex ring (n, 2; closed, in cells) a value."""
    rows, columns = mask.shape
    first = max(math.ceil(ring[:, 1].min() - 0.5), 0)
    last = min(math.floor(ring[:, 1].max() - 0.5), rows - 1)
    for row in range(first, last + 1):
        v = row + 0.5
        left, right = math.inf, -math.inf
        for n in range(len(ring) - 1):
            y0, y1 = ring[n, 1], ring[n + 1, 1]
            if min(y0, y1) <= v <= max(y0, y1):
                if y0 == y1:
                    left = min(left, ring[n, 0], ring[n + 1, 0])
                    right = max(right, ring[n, 0], ring[n + 1, 0])
                else:
                    at = ring[n, 0] + (v - y0) * (ring[n + 1, 0] - ring[n, 0]) / (y1 - y0)
                    left, right = min(left, at), max(right, at)
        if left > right:
            continue
        for column in range(max(math.ceil(left - 0.5), 0), min(math.floor(right - 0.5), columns - 1) + 1):
            if mask[row, column] == 0:
                mask[row, column] = value


@compiled(lambda t: t.int64(t.uint8[:, ::1], t.int64, t.int64, t.uint32[::1]))
def list_cells(mask: Bytes, row: int, column: int, ids: NDArray[np.uint32]) -> int:
    """Write the numbers of a window's marked cells in order, by rows of 2¹⁶, and return how many there are.

    What lies off the lattice, a hundred miles away, is nobody's ground.
    """
    rows, columns = mask.shape
    found = 0
    for down in range(max(-row, 0), min(rows, 65536 - row)):
        for along in range(max(-column, 0), min(columns, 65536 - column)):
            if mask[down, along] != 0:
                ids[found] = (row + down) * 65536 + column + along
                found += 1
    return found


@compiled(lambda t: t.void(t.uint32[::1], t.int64, t.int64, t.int32, t.int32[:, ::1]))
def set_cells(ids: NDArray[np.uint32], row: int, column: int, value: int, label: NDArray[np.int32]) -> None:
    """Give the cells that lie in a window that begins at a row and column a value."""
    rows, columns = label.shape
    for cell in ids:
        down, along = np.int64(cell >> 16) - row, np.int64(cell & 0xFFFF) - column
        if 0 <= down < rows and 0 <= along < columns:
            label[down, along] = value


@compiled(lambda t: t.void(t.uint32[::1], t.int64, t.int64, t.int32[:, ::1]))
def add_cells(ids: NDArray[np.uint32], row: int, column: int, count: NDArray[np.int32]) -> None:
    """Add 1 where a cell, numbered by rows of 2¹⁶, lies in a window that begins at a row and column."""
    rows, columns = count.shape
    for cell in ids:
        down, along = np.int64(cell >> 16) - row, np.int64(cell & 0xFFFF) - column
        if 0 <= down < rows and 0 <= along < columns:
            count[down, along] += 1


@compiled(lambda t: t.void(t.float64[:, ::1], t.float64[:, ::1], t.uint8[:, ::1]))
def mark_inside(start: Floats, end: Floats, mask: Bytes) -> None:
    """Mark the cells whose centres lie inside rings, by the even-odd rule; none is marked before.

    `start` and `end` (n, 2) are the ends of all edges of all rings, in cells.
    """
    rows, columns = mask.shape
    for n in range(len(start)):
        y0, y1 = start[n, 1], end[n, 1]
        if y0 == y1:
            continue
        low, high = min(y0, y1), max(y0, y1)
        # the centres in [low, high): an edge's upper end belongs to the next one
        for row in range(max(math.ceil(low - 0.5), 0), min(math.ceil(high - 0.5), rows)):
            at = start[n, 0] + (row + 0.5 - y0) * (end[n, 0] - start[n, 0]) / (y1 - y0)
            column = max(math.ceil(at - 0.5), 0)
            if column < columns:
                mask[row, column] ^= 1
    # each mark turns everything after it
    for row in range(rows):
        for column in range(1, columns):
            mask[row, column] ^= mask[row, column - 1]
