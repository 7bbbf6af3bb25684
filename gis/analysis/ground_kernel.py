"""Adds up the cells of a ground by their labels, and the sides beside which one may be counted wrongly."""

import numpy as np
from numpy.typing import NDArray

from gis.geometry.jit import compiled

Labels = NDArray[np.int32]
Floats = NDArray[np.float64]


@compiled(lambda t: t.void(t.int32[:, ::1], t.int32[:, ::1], t.float64[::1]))
def add_counts(label: Labels, count: NDArray[np.int32], sums: Floats) -> None:
    """Add each cell's count (rows, columns) to the sum (grids,) of its label; -1 is nobody's."""
    rows, columns = label.shape
    for row in range(rows):
        for column in range(columns):
            grid = label[row, column]
            if grid >= 0:
                sums[grid] += count[row, column]


@compiled(lambda t: t.void(t.int32[:, ::1], t.boolean[:, ::1], t.float64[::1]))
def add_held(label: Labels, held: NDArray[np.bool_], sums: Floats) -> None:
    """Add 1 to the sum (grids,) of each held cell's label (rows, columns); -1 is nobody's."""
    rows, columns = label.shape
    for row in range(rows):
        for column in range(columns):
            if held[row, column] and label[row, column] >= 0:
                sums[label[row, column]] += 1.0


@compiled(lambda t: t.void(t.int32[:, ::1], t.boolean[:, ::1], t.float64[::1]))
def add_edges(label: Labels, held: NDArray[np.bool_], edges: Floats) -> None:
    """Add to each label (grids,) the sides between its cells of which one alone is held.

    A side between two labels counts for both where a cell of either is held.
    """
    rows, columns = label.shape
    for row in range(rows):
        for column in range(columns):
            p, a = held[row, column], label[row, column]
            if column + 1 < columns:
                q, b = held[row, column + 1], label[row, column + 1]
                if (p or q) and not (a == b and p == q):
                    if a >= 0:
                        edges[a] += 1.0
                    if b >= 0 and a != b:
                        edges[b] += 1.0
            if row + 1 < rows:
                q, b = held[row + 1, column], label[row + 1, column]
                if (p or q) and not (a == b and p == q):
                    if a >= 0:
                        edges[a] += 1.0
                    if b >= 0 and a != b:
                        edges[b] += 1.0
