"""How often each cell of the lattice was walked in a period, kept by itself, laid on any edition's ground."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from gis.analysis.cells import ids_of, placed
from gis.analysis.cells_kernel import add_cells
from gis.analysis.ground import Counts, Ground


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts (rows, columns) whose first cell is at a row and column of the lattice; nothing lies outside."""

    row: int
    column: int
    count: Counts

    @classmethod
    def of(cls, sets: Sequence[BitMap]) -> "Tally":
        """Count how many of the sets hold each cell."""
        merged = BitMap.union(*sets) if sets else BitMap()
        if not merged:
            return cls(0, 0, np.zeros((0, 0), np.int32))
        rows, columns = placed(merged)
        row, column = int(rows.min()), int(columns.min())
        count = np.zeros((int(rows.max()) - row + 1, int(columns.max()) - column + 1), np.int32)
        for one in sets:
            add_cells(ids_of(one), row, column, count)
        return cls(row, column, count)

    def plus(self, other: "Tally") -> "Tally":
        """Add up two counts."""
        held = [one for one in (self, other) if one.count.size]
        if len(held) < 2:
            return held[0] if held else self
        row, column = min(self.row, other.row), min(self.column, other.column)
        rows = max(one.row + one.count.shape[0] for one in held) - row
        columns = max(one.column + one.count.shape[1] for one in held) - column
        count = np.zeros((rows, columns), np.int32)
        for one in held:
            down, along = one.row - row, one.column - column
            count[down : down + one.count.shape[0], along : along + one.count.shape[1]] += one.count
        return Tally(row, column, count)

    def on(self, ground: Ground) -> Counts:
        """Return the counts of a ground's window (rows, columns)."""
        found = np.zeros(ground.label.shape, np.int32)
        down, along = self.row - ground.row, self.column - ground.column
        top, left = max(down, 0), max(along, 0)
        rows, columns = self.count.shape
        bottom, right = min(down + rows, ground.label.shape[0]), min(along + columns, ground.label.shape[1])
        if top < bottom and left < right:
            found[top:bottom, left:right] = self.count[
                top - down : bottom - down, left - along : right - along
            ]
        return found
