"""Lays a grid of cells over edges: which edges touch a cell, and which polygons cover the cell's anchor."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.geometry.locate_edges import Edges
from gis.geometry.ragged import Ints, run_lengths, run_starts, spread

# Cells this close (in cells) to an edge count as touched, so that rounding of a cell number is harmless.
TOUCH = 1e-6
SMALLEST_CELL_DEG = 1e-6
MOST_COLUMNS = 1 << 14
RIM = 3
CELLS_AT_ONCE = 1 << 22

Floats = NDArray[np.float64]


class Frame(NamedTuple):
    """The grid of cells: its south-west corner in degrees, scale and size; its rim touches no edge."""

    x0: float
    y0: float
    cells_per_degree: float
    columns: int
    rows: int


class Cells(NamedTuple):
    """What building found: touched cells in order with edges, anchors and the polygons that cover the anchor.

    `face` holds for every cell the lowest polygon over its anchor (-1: none); `cover_*` are (touched cell,
    polygon) pairs sorted by both.
    """

    face: NDArray[np.int32]
    touched: Ints
    first_entry: Ints
    entries: Ints
    entry_edge: Ints
    anchor_x: Floats
    anchor_y: Floats
    cover_cell: Ints
    cover_owner: Ints


def frame_of(edges: Edges) -> Frame:
    """Choose cells of equal degrees, about 48 per edge end for a town and two for a large coverage.

    That gives 10 to 20 m for a town of 34,000 vertices; for millions the index stays near the polygons' size.
    """
    if not len(edges.low):
        return Frame(0.0, 0.0, 1.0, 1, 1)
    x0, y0 = np.minimum(edges.low, edges.high).min(axis=0)
    width, height = np.maximum(edges.low, edges.high).max(axis=0) - (x0, y0)
    ends = len(edges.owner)
    wanted = max(min(48 * ends, (1 << 21) + 2 * ends), 1 << 12)
    cell = max(math.sqrt(width * height / wanted), max(width, height) / MOST_COLUMNS, SMALLEST_CELL_DEG)
    columns, rows = int(width / cell) + 2 * RIM, int(height / cell) + 2 * RIM
    return Frame(float(x0) - (RIM - 0.7) * cell, float(y0) - (RIM - 0.7) * cell, 1.0 / cell, columns, rows)


def cells_of(edges: Edges, frame: Frame) -> Cells:
    """Raster the edges, give every touched cell an anchor that no edge comes near, and find its polygons."""
    cell, edge = _touches(edges, frame)
    first_entry = run_starts(cell)
    touched = cell[first_entry]
    line_y = _anchor_lines(edges, frame)
    row, owner, x = _line_crossings(edges, frame, line_y)
    share = _anchor_shares(touched, row * frame.columns, x)
    face, cover_cell, cover_owner = _cover(frame, touched, share, (row, owner, x))
    anchor_x = frame.x0 + (touched % frame.columns + share) / frame.cells_per_degree
    anchor_y = line_y[touched // frame.columns]
    entries = run_lengths(first_entry, len(cell))
    return Cells(face, touched, first_entry, entries, edge, anchor_x, anchor_y, cover_cell, cover_owner)


def _touches(edges: Edges, frame: Frame) -> tuple[Ints, Ints]:
    """Give all (cell, edge) pairs that come within TOUCH of each other, sorted by cell."""
    corner = (frame.x0, frame.y0)
    xa, ya = ((edges.low - corner) * frame.cells_per_degree).T
    xb, yb = ((edges.high - corner) * frame.cells_per_degree).T
    bottom, top = _floor(ya - TOUCH), _floor(yb + TOUCH)
    edge, row = spread(bottom, top - bottom + 1)
    xa, ya, xb, yb = xa[edge], ya[edge], xb[edge], yb[edge]
    rise = np.maximum(yb - ya, 1e-12)
    enters = xa + np.clip((row - TOUCH - ya) / rise, 0.0, 1.0) * (xb - xa)
    leaves = xa + np.clip((row + 1 + TOUCH - ya) / rise, 0.0, 1.0) * (xb - xa)
    left = _floor(np.minimum(enters, leaves) - TOUCH)
    right = _floor(np.maximum(enters, leaves) + TOUCH)
    strip, column = spread(left, right - left + 1)
    cell = row[strip] * frame.columns + column
    order = np.argsort(cell, kind="stable")
    return cell[order], edge[strip][order]


def _anchor_lines(edges: Edges, frame: Frame) -> Floats:
    """Give each row of cells a latitude that is no vertex's: its line crosses edges or misses them."""
    vertex_y = np.unique(np.concatenate([edges.low[:, 1], edges.high[:, 1]]))
    line_y = frame.y0 + (np.arange(frame.rows, dtype=np.float64) + 0.4877) / frame.cells_per_degree
    while (taken := np.isin(line_y, vertex_y)).any():
        line_y[taken] += 0.001 / frame.cells_per_degree
    return line_y


def _line_crossings(edges: Edges, frame: Frame, line_y: Floats) -> tuple[Ints, Ints, Floats]:
    """Give row, polygon and place (in cells from the west) of every crossing of a ring with an anchor line.

    Sorted by row, polygon (highest first) and place: two by two they bound the polygon's stretches.
    """
    edge_of_use = edges.edge_of_use
    first = np.searchsorted(line_y, edges.low[:, 1])
    past = np.searchsorted(line_y, edges.high[:, 1])
    use, row = spread(first[edge_of_use], (past - first)[edge_of_use])
    edge = edge_of_use[use]
    (xa, ya), (xb, yb) = edges.low[edge].T, edges.high[edge].T
    x = xa + (line_y[row] - ya) / (yb - ya) * (xb - xa)
    owner = edges.owner[use]
    place = (x - frame.x0) * frame.cells_per_degree
    order = np.lexsort((place, -owner, row))
    return row[order], owner[order], place[order]


def _anchor_shares(touched: Ints, row_cell: Ints, x: Floats) -> Floats:
    """Put each touched cell's anchor in the middle of its widest stretch without crossings (0 … 1)."""
    column = _floor(x)
    cell, share = row_cell + column, x - column
    crossed = np.unique(cell)
    cell = np.concatenate([cell, crossed, crossed])
    share = np.concatenate([share, np.zeros(len(crossed)), np.ones(len(crossed))])
    order = np.lexsort((share, cell))
    cell, share = cell[order], share[order]
    inside = np.flatnonzero(cell[1:] == cell[:-1])
    middle, width, of = (
        (share[inside] + share[inside + 1]) / 2,
        share[inside + 1] - share[inside],
        cell[inside],
    )
    order = np.lexsort((width, of))
    widest = order[np.append(run_starts(of)[1:], len(of)) - 1] if len(of) else order
    shares = np.full(len(touched), 0.5)
    shares[np.searchsorted(touched, of[widest])] = middle[widest]
    return shares


def _cover(
    frame: Frame, touched: Ints, share: Floats, crossings: tuple[Ints, Ints, Floats]
) -> tuple[NDArray[np.int32], Ints, Ints]:
    """Sweep the stretches of all polygons over the anchors."""
    row, owner, x = crossings
    position = np.full(frame.columns * frame.rows, -1, np.int32)
    position[touched] = np.arange(len(touched))
    column = _floor(x)
    at = position[row * frame.columns + column]
    passed = np.where(at >= 0, share[at], 0.5) <= x - column
    first_anchor = row * frame.columns + column + passed
    begin, end, owner = first_anchor[0::2], first_anchor[1::2], owner[0::2]
    face = np.full(len(position), -1, np.int32)
    pairs = [np.zeros((0, 2), np.int64)]
    for some in _blocks(end - begin):
        stretch, cell = spread(begin[some], (end - begin)[some])
        covering = owner[some][stretch]
        # Of several values for one cell the last stays: the lowest polygon, by the order of the crossings.
        face[cell] = covering
        kept = position[cell] >= 0
        pairs.append(np.stack([position[cell[kept]], covering[kept]], axis=1))
    cover = np.concatenate(pairs)
    cover = cover[np.lexsort((cover[:, 1], cover[:, 0]))]
    return face, cover[:, 0], cover[:, 1]


def _blocks(lengths: Ints) -> list[slice]:
    """Cut the stretches into runs of about CELLS_AT_ONCE cells, to bound the memory of building."""
    starts = run_starts(np.cumsum(lengths) // CELLS_AT_ONCE)
    ends = starts + run_lengths(starts, len(lengths))
    return [slice(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]


def _floor(values: Floats) -> Ints:
    return np.floor(values).astype(np.int64)
