"""Puts grids under another village or another squad."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, model_validator

from gis.redraw.base import Code, Edit, Sentence, Weigh, by_area
from gis.redraw.cell import Cell
from gis.redraw.codes import CodeIssuer
from gis.redraw.finding_cells import cell_of
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.settling import Changes, settled
from gis.redraw.words import listed


class Reassign(Edit):
    """Puts grids under another village, by which they get new codes of it, or under another squad."""

    kind: Literal["reassign"] = "reassign"
    codes: Annotated[tuple[Code, ...], Field(min_length=1, max_length=1000)]
    village: Code | None = None
    squad: Code | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Reassign":
        if self.village is None and self.squad is None:
            raise ValueError("a village or a squad is needed")
        return self

    def apply(self, partition: Partition, issue: CodeIssuer, weigh: Weigh = by_area) -> Patch:
        """Change what is named; raises Refused for unknown grids and villages, or where nothing changes."""
        cells = [cell_of(partition, code) for code in dict.fromkeys(self.codes)]
        if self.village is not None and self.village not in {
            cell.parent for cell in partition.cells.values()
        }:
            raise Refused(f"没有代码为 {self.village} 的村。", f"There is no village {self.village}.")
        moving = [cell for cell in cells if self.village not in (None, cell.parent)]
        fresh = issue.codes(self.village, len(moving), partition.cells) if self.village and moving else ()
        changes: Changes = {cell.code: None for cell in moving} | {
            cell.code: cell
            for cell in self._made(cells, dict(zip([m.code for m in moving], fresh, strict=True)))
        }
        return settled(partition, changes)

    def _made(self, cells: list[Cell], fresh: dict[str, str]) -> list[Cell]:
        return [
            replace(
                cell,
                code=fresh.get(cell.code, cell.code),
                parent=self.village or cell.parent,
                squad=self.squad or cell.squad,
            )
            for cell in cells
        ]

    def sentence(self, before: Partition, patch: Patch) -> Sentence:
        """Name the grids, where they go, and their new codes."""
        zh, en = listed(before.cells[code] for code in self.codes)
        village = (f"划归 {self.village} 村", f"go to village {self.village}") if self.village else None
        squad = (f"划归 {self.squad} 中队", f"go to squad {self.squad}") if self.squad else None
        said = [both for both in (village, squad) if both]
        new = ", ".join(sorted(patch.after.keys() - patch.before.keys()))
        coded = (f"，新代码 {new}", f", with the new codes {new}") if new else ("", "")
        return (
            f"{zh}{'，'.join(one[0] for one in said)}{coded[0]}。",
            f"{en} {' and '.join(one[1] for one in said)}{coded[1]}.",
        )


edit = Reassign
