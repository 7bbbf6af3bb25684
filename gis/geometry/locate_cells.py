"""Lays a grid of cells over edges: a scale, and a latitude in every row that no vertex lies on."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.geometry.locate_cells_kernel import SIDE
from gis.geometry.locate_edges import Edges

SMALLEST_CELL_DEG = 1e-6
MOST_COLUMNS = 1 << 14
RIM = 3

Floats = NDArray[np.float64]


class Frame(NamedTuple):
    """The grid of cells: its south-west corner in degrees, scale and size; its rim touches no edge."""

    x0: float
    y0: float
    cells_per_degree: float
    columns: int
    rows: int


def frame_of(edges: Edges) -> Frame:
    """Choose cells of equal degrees, 200 for a vertex of a town and about 16 for one of a large partition.

    That gives 6 m for a town of 34,000 vertices; for millions the index stays below three times the rings.
    """
    if not len(edges.line):
        return Frame(0.0, 0.0, 1.0, SIDE, SIDE)
    x0, y0 = edges.line.min(axis=0)
    width, height = edges.line.max(axis=0) - (x0, y0)
    vertices = len(edges.line)
    wanted = max(min(200 * vertices, (1 << 21) + 16 * vertices), 1 << 12)
    cell = max(math.sqrt(width * height / wanted), max(width, height) / MOST_COLUMNS, SMALLEST_CELL_DEG)
    columns, rows = (-(-(int(side / cell) + 2 * RIM) // SIDE) * SIDE for side in (width, height))
    return Frame(float(x0) - (RIM - 0.7) * cell, float(y0) - (RIM - 0.7) * cell, 1.0 / cell, columns, rows)


def anchor_lines(edges: Edges, frame: Frame) -> Floats:
    """Give each row of cells a latitude that is no vertex's: its line crosses edges or misses them."""
    line_y = frame.y0 + (np.arange(frame.rows, dtype=np.float64) + 0.4877) / frame.cells_per_degree
    vertex_y = edges.line[:, 1]
    row = ((vertex_y - frame.y0) * frame.cells_per_degree).astype(np.int64)
    while (taken := line_y[row] == vertex_y).any():
        line_y[np.unique(row[taken])] += 0.001 / frame.cells_per_degree
    return line_y
