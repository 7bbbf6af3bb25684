"""What a file holds once it is open: columns, row numbers, shapes, and the CRS it declares."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from gis.errors import BadInput

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Sheet:
    """One table of a file, nothing changed: values by head, and the number of each row in the file.

    `shapes` has one entry a row (None where it cannot be read); `crs` is None unless the file declares one.
    `remarks` tell in Chinese and English what had to be decided to read it.
    """

    columns: dict[str, list[Any]]
    rows: list[int]
    shapes: Shapes | None = None
    crs: CRS | None = None
    remarks: tuple[tuple[str, str], ...] = ()

    def values(self, head: str | None) -> list[Any]:
        """Return a column, or as many None as there are rows where there is no such column."""
        return self.columns[head] if head is not None else [None] * len(self.rows)

    def need_head(self, head: str) -> str:
        """Return a head that the file has; BadInput naming those it has otherwise."""
        if head not in self.columns:
            raise BadInput(f"There is no column {head[:40]}; the file has {self.heads}.")
        return head

    @property
    def heads(self) -> str:
        """The heads as one text of bounded length, for sentences."""
        return ", ".join(self.columns)[:300]
