"""Borders as a map draws them: runs of edges with the same grid to their left and the same to their right."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.redraw.cell import Cell
from gis.redraw.partition import Partition

Millimetres = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Arc:
    """One run of a border, each drawn once: `points` (n, 2) in millimetres of the town's metric CRS.

    `left` lies to the left of the way; `right` is None along the town's outline. A border that closes on
    itself ends where it begins.
    """

    left: str
    right: str | None
    points: Millimetres


def arcs_around(partition: Partition, codes: Collection[str]) -> Iterator[Arc]:
    """Yield the borders that have one of these basic cells on a side."""
    asked = [cell for code in codes if (cell := partition.cells.get(code)) and cell.kind == "basic"]
    near = {cell.code: cell for one in asked for cell in partition.near(one.box)}
    yield from (arc for arc in arcs_of(list(near.values())) if arc.left in codes or arc.right in codes)


def arcs_of(cells: Sequence[Cell]) -> Iterator[Arc]:
    """Yield the borders of edge-matched cells; what no other of these cells shares has None to its right."""
    # a cell lies to the left of its rings' way, of its holes' too
    rings = [(cell.code, ring) for cell in cells for polygon in cell.polygons for ring in polygon]
    if not rings:
        return
    edges = _numbered([ring for _, ring in rings])
    owner = np.repeat(np.arange(len(rings)), [len(ring) for _, ring in rings])
    across = _owner_across(edges, owner)
    begin = 0
    for at, (code, ring) in enumerate(rings):
        beside = across[begin : begin + len(ring)]
        begin += len(ring)
        for points, other in _runs(ring, beside):
            right = rings[other][0] if other >= 0 else None
            if right is None or code < right or (code == right and at < other):
                yield Arc(code, right, points)


def _numbered(rings: Sequence[Millimetres]) -> NDArray[np.int64]:
    """Return every ring's edges (n, 2) in order as numbers of their vertices, equal ones alike."""
    points = np.concatenate(rings)
    low, high = points.min(axis=0), points.max(axis=0)
    # one number a vertex sorts ten times as fast as two; a province of 1,000 km still fits
    packed = (points[:, 0] - low[0]) * (high[1] - low[1] + 1) + (points[:, 1] - low[1])
    ids = np.unique(packed, return_inverse=True)[1]
    following = np.concatenate(
        [np.roll(part, -1) for part in np.split(ids, np.cumsum([len(ring) for ring in rings])[:-1])]
    )
    return np.column_stack((ids, following))


def _owner_across(edges: NDArray[np.int64], owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each edge the ring that has it the other way round, -1 for none."""
    size = int(edges.max()) + 1
    there, back = edges @ np.array([size, 1]), edges @ np.array([1, size])
    order = np.argsort(there, kind="stable")
    found = np.searchsorted(there[order], back).clip(max=len(there) - 1)
    hit = order[found]
    return np.where(there[hit] == back, owner[hit], -1)


def _runs(ring: Millimetres, beside: NDArray[np.int64]) -> Iterator[tuple[Millimetres, int]]:
    """Yield the maximal runs of a ring's edges that lie beside the same ring."""
    breaks = np.flatnonzero(beside != np.roll(beside, 1))
    if len(breaks) == 0:
        yield np.concatenate((ring, ring[:1])), int(beside[0])
        return
    for first, end in zip(breaks.tolist(), [*breaks[1:].tolist(), breaks[0] + len(ring)], strict=True):
        yield ring.take(np.arange(first, end + 1), axis=0, mode="wrap"), int(beside[first])
