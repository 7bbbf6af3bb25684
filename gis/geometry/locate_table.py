"""Builds the table of a look-up index: flat arrays that a kernel reads."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.geometry.locate_cells import Frame, anchor_lines
from gis.geometry.locate_cells_kernel import begin_places, pack_blocks, sweep, touch
from gis.geometry.locate_edges import Edges

Codes = NDArray[np.int32]


class CellTable(NamedTuple):
    """The packed index: a code for every block of 4 × 4 cells, for every cell of mixed blocks, and records.

    A block's code ≥ -1 is the answer for the whole block; code ≤ -2 says that its 16 cells begin at
    -16 (code + 2) in `cells`. There a code ≥ -1 is the answer for the whole cell; code ≤ -2 says that a
    record begins at -(code + 2) in `words`.

    A record's third word is its anchor's place between the sides of the cell (in 2^-30); the anchor's
    latitude is the row's `line_y`. A two-way record (fourth word n > 0) answers by one bit: its first two
    words are the answers for an even and an odd number of edges between point and anchor; n runs follow, each
    the first vertex in `line` and the number of edges from there on. Any other record lists as many polygons
    as its first word says, lowest first; each has its number, 2 n + (1 if it covers the anchor), and n runs.
    """

    blocks: Codes
    cells: Codes
    words: Codes
    line: NDArray[np.float64]
    line_y: NDArray[np.float64]
    x0: float
    y0: float
    cells_per_degree: float
    columns: int
    rows: int

    @property
    def nbytes(self) -> int:
        """Count the bytes of the arrays."""
        return sum(array.nbytes for array in self[:5])


def table_of(edges: Edges, frame: Frame, polygons: int) -> CellTable:
    """Raster the edges, sweep the rows, and pack what was found; the arrays are read-only."""
    x0, y0, cells_per_degree, columns, rows = frame
    scale = (x0, y0, cells_per_degree)
    line_y = anchor_lines(edges, frame)
    at = np.zeros(rows * columns, np.int32)
    touch(edges.line, edges.first_use, scale, columns, at, np.empty(0, np.int32))
    visits, touched, most = begin_places(at)
    entries = np.empty(visits, np.int32)
    touch(edges.line, edges.first_use, scale, columns, at, entries)
    users = (edges.first_use, edges.owner)
    words = sweep(edges.line, users, scale, line_y, (at, entries), (columns, polygons, touched, most))
    # Copied by numpy, which asks the system for huge pages: a kernel's own arrays are read more slowly.
    blocks, cells, words = (array.copy() for array in (*pack_blocks(at, columns), words))
    line = edges.line.view()
    for array in (blocks, cells, words, line, line_y):
        array.flags.writeable = False
    return CellTable(blocks, cells, words, line, line_y, *frame)
