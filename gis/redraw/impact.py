"""What a draft changes, in work terms: who had what before and has what after, and who came from whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.redraw.cell import Cell, shape
from gis.redraw.workload import KINDS, Counts, Facts, sums_by, tally

# overlays of edge-matched shapes leave threads along borders that were moved by less than a millimetre
LEAST_M2 = 0.01


@dataclass(frozen=True, slots=True)
class Change:
    """What one grid, village, squad or person had and has: counts by `workload.KINDS`."""

    by: str
    code: str
    before: Counts
    after: Counts


@dataclass(frozen=True, slots=True)
class Passed:
    """A piece of ground that an old grid passed to a new one, with what lies in it; equal codes are kept."""

    old: str
    new: str
    area_m2: float
    counts: Counts


@dataclass(frozen=True)
class Side:
    """The changed grids on one side of the change, and in which of them each fact lies (-1: none)."""

    cells: Sequence[Cell]
    place: NDArray[np.int64]

    def counts(self, facts: Facts) -> Counts:
        """Count what lies in each of the grids, (grids, kinds)."""
        return tally(facts, self.place, len(self.cells))


def changed_codes(before: Mapping[str, Cell], after: Mapping[str, Cell]) -> tuple[str, ...]:
    """Return the codes whose grid came, went, or is another than it was, in order."""
    return tuple(code for code in sorted({*before, *after}) if before.get(code) != after.get(code))


Posts = Iterable[tuple[str, str]]
"""Pairs of person and code of the grid."""


def changes(facts: Facts, before: Side, after: Side, posts: tuple[Posts, Posts]) -> tuple[Change, ...]:
    """Return what changes for grids, villages, squads and people; `posts` are those before and after.

    Whoever has as much after as before is left out.
    """
    had, has = before.counts(facts), after.counts(facts)
    keyed: list[tuple[str, Sequence[str | None], Sequence[str | None]]] = [
        ("grid", [cell.code for cell in before.cells], [cell.code for cell in after.cells]),
        ("village", [cell.parent for cell in before.cells], [cell.parent for cell in after.cells]),
        ("squad", [cell.squad for cell in before.cells], [cell.squad for cell in after.cells]),
    ]
    found = [
        change for by, old, new in keyed for change in _changes(by, sums_by(old, had), sums_by(new, has))
    ]
    of_grid = {code: (had_, has_) for code, had_, has_ in _sides(before, after, had, has)}
    return (*found, *_of_people(posts, of_grid))


def _sides(before: Side, after: Side, had: Counts, has: Counts) -> Iterable[tuple[str, Counts, Counts]]:
    old = {cell.code: row for cell, row in zip(before.cells, had, strict=True)}
    new = {cell.code: row for cell, row in zip(after.cells, has, strict=True)}
    nothing = np.zeros(len(KINDS), dtype=np.int64)
    for code in sorted({*old, *new}):
        yield code, old.get(code, nothing), new.get(code, nothing)


def _changes(by: str, old: Mapping[str, Counts], new: Mapping[str, Counts]) -> Iterable[Change]:
    nothing = np.zeros(len(KINDS), dtype=np.int64)
    for code in sorted({*old, *new}):
        change = Change(by, code, old.get(code, nothing), new.get(code, nothing))
        if (change.before != change.after).any() or (code in old) != (code in new):
            yield change


def _of_people(posts: tuple[Posts, Posts], of_grid: Mapping[str, tuple[Counts, Counts]]) -> Iterable[Change]:
    sums: dict[str, list[Counts]] = {}
    for side, held in enumerate(posts):
        # whoever holds two posts in a grid has what lies in it once
        for person, code in sorted(set(held)):
            own = sums.setdefault(person, [np.zeros(len(KINDS), dtype=np.int64) for _ in posts])
            if code in of_grid:
                own[side] = own[side] + of_grid[code][side]
    for person, (before, after) in sorted(sums.items()):
        if (before != after).any():
            yield Change("person", person, before, after)


def lineage(facts: Facts, before: Side, after: Side) -> tuple[Passed, ...]:
    """Return the ground that the old grids passed to the new ones, by old and new code."""
    old = np.array([shape(cell) for cell in before.cells], dtype=object)
    new = np.array([shape(cell) for cell in after.cells], dtype=object)
    pairs = shapely.STRtree(new).query(old, predicate="intersects").T
    areas = shapely.area(shapely.intersection(old[pairs[:, 0]], new[pairs[:, 1]]))
    width = len(after.cells) + 1
    counts = tally(facts, before.place * width + after.place, len(before.cells) * width)
    found = [
        Passed(before.cells[a].code, after.cells[b].code, float(area), counts[a * width + b])
        for (a, b), area in zip(pairs.tolist(), areas.tolist(), strict=True)
        if area >= LEAST_M2
    ]
    return tuple(sorted(found, key=lambda passed: (passed.old, passed.new)))
