"""Drafts as JSON: grids with what lies in them, borders as arcs, and what an edit changed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated

import numpy as np
from pydantic import BaseModel, Field

from gis.geometry.projection import to_degrees
from gis.model import Scope
from gis.redraw.arcs import Arc
from gis.redraw.cell import Cell
from gis.redraw.workload import KINDS, STANDING, Counts
from gis.service.redrawing.weighing import Weighed
from gis.store.draft_edits import DraftRow

# arrays, not tuples: what describes a tuple is not understood everywhere
Sentence = Annotated[Sequence[str], Field(min_length=2, max_length=2)]
"""Chinese and English."""
Spot = Annotated[Sequence[float], Field(min_length=2, max_length=2)]
"""Longitude and latitude in degrees."""


class Base(BaseModel):
    """The edition that a draft began from."""

    number: int
    valid_from: date


class Row(BaseModel):
    """One draft as it is listed; without a base it came in by a file."""

    id: int
    title: str
    status: str
    author: str
    base: Base | None
    revision: int
    created_at: datetime

    @classmethod
    def of(cls, draft: DraftRow) -> "Row":
        """Return the row of a draft."""
        base = None
        if draft.base_number is not None and draft.base_from is not None:
            base = Base(number=draft.base_number, valid_from=draft.base_from)
        return cls(
            id=draft.id,
            title=draft.title,
            status=draft.status,
            author=draft.author,
            base=base,
            revision=draft.revision,
            created_at=draft.created_at,
        )


class GridOut(BaseModel):
    """One grid of a draft: what lies in it, and its workload, where 1 is an average grid's."""

    code: str
    name: str
    parent: str
    squad: str | None
    kind: str
    area_m2: float
    households: int = 0
    enterprises: int = 0
    components: int = 0
    events: int = 0
    open_events: int = 0
    load: float = 0.0


class ArcOut(BaseModel):
    """A run of border with one grid on each side, null beyond the town or out of the caller's scope.

    `mm` are millimetres of the town's metric CRS and name the vertices; `e7` are degrees × 10⁷ for drawing.
    Both begin with a point (x, y) and go on by differences.
    """

    left: str | None
    right: str | None
    mm: list[int]
    e7: list[int]


class Tally(BaseModel):
    """Counts of what lies somewhere; events are those of twelve months, open ones are cases to be done.

    Patrols are those of the last thirty days: metres walked there, and visits.
    """

    households: int
    enterprises: int
    components: int
    events: int
    open_events: int
    patrol_m: int
    visits: int

    @classmethod
    def of(cls, counts: Counts) -> "Tally":
        """Return a row of counts by name."""
        return cls(**dict(zip(KINDS, counts.tolist(), strict=True)))


def grids_out(weighed: Weighed, dedicated: Iterable[Cell], scope: Scope) -> list[GridOut]:
    """Return the grids of a scope: the basic ones with what lies in them, then the dedicated ones."""
    rows = zip(weighed.cells, weighed.counts, weighed.loads.tolist(), strict=True)
    basic = [
        _grid(cell).model_copy(
            update={**dict(zip(STANDING, counts.tolist(), strict=False)), "load": round(load, 4)}
        )
        for cell, counts, load in rows
        if scope.holds_grid(cell.code, cell.squad)
    ]
    over = [_grid(cell) for cell in dedicated if scope.holds_grid(cell.code, cell.squad)]
    return [*basic, *over]


def _grid(cell: Cell) -> GridOut:
    area_m2 = cell.twice_area_mm2 / 2e6
    return GridOut(
        code=cell.code,
        name=cell.name,
        parent=cell.parent,
        squad=cell.squad,
        kind=cell.kind,
        area_m2=area_m2,
    )


def arcs_out(arcs: Iterable[Arc], seen: frozenset[str], epsg: int) -> list[ArcOut]:
    """Return the borders that have a grid of the scope on a side; other grids are not named."""
    found = []
    for arc in arcs:
        left, right = (code if code in seen else None for code in (arc.left, arc.right))
        if left is not None or right is not None:
            found.append(ArcOut(left=left, right=right, mm=coded(arc.points), e7=_degrees(arc, epsg)))
    return found


def _degrees(arc: Arc, epsg: int) -> list[int]:
    lon, lat = to_degrees(arc.points[:, 0] / 1000, arc.points[:, 1] / 1000, epsg)
    return coded(np.rint(np.column_stack((lon, lat)) * 1e7).astype(np.int64))


def coded(points: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[int]:
    """Return points (n, 2) as the first and then differences, in one list."""
    steps = points.copy()
    steps[1:] -= points[:-1]
    flat: list[int] = steps.ravel().tolist()
    return flat
