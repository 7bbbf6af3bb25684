"""What an edit changes: the touched grids before and after, which is its own inverse when turned round."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from gis.errors import BadInput, Conflict
from gis.redraw.cell import Cell
from gis.redraw.rings import Ring, canonical_polygons

FORM = 1
MOST_BYTES = 64 << 20


class Stale(Conflict):
    """A patch was made on another state of these grids."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(f"These grids have changed since: {', '.join(codes)}.")
        self.codes = codes


@dataclass(frozen=True)
class Patch:
    """The touched grids before and after: codes only before are removed, codes only after are new."""

    before: Mapping[str, Cell]
    after: Mapping[str, Cell]

    @property
    def touched(self) -> tuple[str, ...]:
        """All codes that it changes, removes or adds, in order."""
        return tuple(sorted(self.before.keys() | self.after.keys()))

    def inverse(self) -> "Patch":
        """Return the patch that undoes this one."""
        return Patch(self.after, self.before)

    def to_bytes(self) -> bytes:
        """Pack it exactly: deflated JSON, rings as differences of their points."""
        cells = {side: [_packed(cell) for cell in held.values()] for side, held in self._sides()}
        plain = json.dumps({"form": FORM} | cells, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(plain.encode(), 6)

    def _sides(self) -> tuple[tuple[str, Mapping[str, Cell]], ...]:
        return ("before", self.before), ("after", self.after)

    @staticmethod
    def from_bytes(packed: bytes) -> "Patch":
        """Undo `to_bytes`; raises BadInput for anything else."""
        try:
            held = json.loads(zlib.decompressobj().decompress(packed, MOST_BYTES))
            if held["form"] != FORM:
                raise BadInput(f"This patch has the form {held['form']}, and only {FORM} can be read.")
            before, after = ({row[0]: _unpacked(row) for row in held[side]} for side in ("before", "after"))
        except (zlib.error, ValueError, KeyError, TypeError, IndexError) as error:
            raise BadInput("These bytes are not a patch.") from error
        return Patch(before, after)


def _packed(cell: Cell) -> list[Any]:
    rings = [[_differences(ring) for ring in polygon] for polygon in cell.polygons]
    return [cell.code, cell.name, cell.parent, cell.squad, cell.kind, rings]


def _differences(ring: Ring) -> list[int]:
    first, rest = ring[:1], ring[1:] - ring[:-1]
    flat: list[int] = [*first.ravel().tolist(), *rest.ravel().tolist()]
    return flat


def _unpacked(row: list[Any]) -> Cell:
    code, name, parent, squad, kind, polygons = row
    shapes = [[list(zip(*_sums(ring), strict=True)) for ring in polygon] for polygon in polygons]
    return Cell(code, name, parent, squad, kind, canonical_polygons(shapes))


def _sums(flat: list[int]) -> tuple[list[int], list[int]]:
    return list(accumulate(flat[::2])), list(accumulate(flat[1::2]))
