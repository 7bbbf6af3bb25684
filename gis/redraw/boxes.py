"""Which cells may touch a rectangle: their boxes as columns, copied with few changes after each edit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.redraw.cell import Cell

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of cells, shape (n, 4) in mm, by code in ascending order."""

    codes: tuple[str, ...]
    rows: Mapping[str, int]
    sides: NDArray[np.int64]

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "Boxes":
        """Index cells."""
        ordered = sorted(cells, key=lambda cell: cell.code)
        codes = tuple(cell.code for cell in ordered)
        sides = np.array([cell.box for cell in ordered], dtype=np.int64).reshape(-1, 4)
        return cls(codes, {code: row for row, code in enumerate(codes)}, sides)

    def near(self, box: Box, margin: int = 0) -> list[str]:
        """Return the codes of the cells whose box touches this one, widened by a margin, in order."""
        west, south, east, north = self.sides.T
        touching = (west <= box[2] + margin) & (east >= box[0] - margin)
        touching &= (south <= box[3] + margin) & (north >= box[1] - margin)
        return [self.codes[row] for row in np.flatnonzero(touching).tolist()]

    def changed(self, gone: Iterable[str], cells: Mapping[str, Cell]) -> "Boxes":
        """Return the index without the codes that are gone and with new or changed cells."""
        left = set(gone)
        if not left and all(code in self.rows for code in cells):
            sides = self.sides.copy()
            for code, cell in cells.items():
                sides[self.rows[code]] = cell.box
            return Boxes(self.codes, self.rows, sides)
        kept = {code: self.sides[row] for code, row in self.rows.items() if code not in left}
        boxes = kept | {code: np.array(cell.box) for code, cell in cells.items()}
        codes = tuple(sorted(boxes))
        sides = np.array([boxes[code] for code in codes], dtype=np.int64).reshape(-1, 4)
        return Boxes(codes, {code: row for row, code in enumerate(codes)}, sides)
