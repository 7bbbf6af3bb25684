"""All edges of a town held against each other at once: which grids touch, and whether they tile it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.errors import BadInput
from gis.redraw.cell import Cell
from gis.redraw.rings import Edge, Ring, canonical

Ints = NDArray[np.int64]
WIDEST_MM = 1 << 31


@dataclass(frozen=True, slots=True)
class Adjacency:
    """Lengths of shared borders in mm by two codes, in both orders."""

    lengths: Mapping[tuple[str, str], float]
    beside: Mapping[str, frozenset[str]]

    def parts(self, codes: Iterable[str]) -> list[list[str]]:
        """Return the connected parts of a set of grids, each in order, the largest number of grids first."""
        left, parts = set(codes), []
        while left:
            part, waiting = set(), [min(left)]
            while waiting:
                code = waiting.pop()
                if code in left:
                    left.discard(code)
                    part.add(code)
                    waiting += self.beside.get(code, frozenset()) & left
            parts.append(sorted(part))
        return sorted(parts, key=lambda part: (-len(part), part))

    def longest(self, code: str) -> list[str]:
        """Return the neighbours of a grid, the one with the longest border first."""
        return sorted(self.beside.get(code, ()), key=lambda other: (-self.lengths[code, other], other))


def adjacency(cells: Sequence[Cell]) -> Adjacency:
    """Hold the edges of all cells against each other."""
    rings = [(row, ring) for row, cell in enumerate(cells) for polygon in cell.polygons for ring in polygon]
    if not rings:
        return Adjacency({}, {})
    edges = _Edges.of([ring for _, ring in rings])
    owner = np.repeat([row for row, _ in rings], [len(ring) for _, ring in rings]).astype(np.int64)
    first, second = edges.order[:-1][edges.same], edges.order[1:][edges.same]
    pair = owner[first] * len(cells) + owner[second]
    pairs, of = np.unique(pair, return_inverse=True)
    sums = np.bincount(of, edges.long[first], len(pairs))
    lengths: dict[tuple[str, str], float] = {}
    beside: dict[str, set[str]] = {}
    for key, length in zip(pairs.tolist(), sums.tolist(), strict=True):
        one, other = cells[key // len(cells)].code, cells[key % len(cells)].code
        if one != other:
            for a, b in ((one, other), (other, one)):
                lengths[a, b] = lengths.get((a, b), 0.0) + length
                beside.setdefault(a, set()).add(b)
    return Adjacency(lengths, {code: frozenset(others) for code, others in beside.items()})


def tiles(cells: Sequence[Cell], outline: shapely.Polygon | shapely.MultiPolygon) -> bool:
    """Tell whether valid cells provably tile an outline (metres), each edge having its twin.

    The borders of all cells, each edge counted with its direction, must add up to the outline's. Then every
    place inside has one owner and every place outside none. A False proves nothing: vertices may differ.
    """
    return not unmatched(cells, outline)


def unmatched(
    cells: Sequence[Cell], outline: shapely.Polygon | shapely.MultiPolygon | None
) -> list[tuple[str | None, Edge]]:
    """Return the edges (mm) without a twin on their other side, with the cell's code; None for the outline.

    Without an outline all of its edges are among them.
    """
    rings = [(cell.code, ring) for cell in cells for polygon in cell.polygons for ring in polygon]
    rims = _rims(outline) if outline is not None else []
    held: list[tuple[str | None, Ring]] = [*rings, *((None, rim) for rim in rims)]
    if not held:
        return []
    edges = _Edges.of([ring for _, ring in held])
    first = np.flatnonzero(np.concatenate(([True], ~edges.same)))
    sums = np.add.reduceat(edges.sign[edges.order], first)
    group = np.cumsum(np.concatenate(([0], ~edges.same)))
    rows = edges.order[sums[group] != 0]
    starts = np.cumsum([0, *(len(ring) for _, ring in held)])
    found = []
    for row in np.sort(rows).tolist():
        n = int(np.searchsorted(starts, row, side="right")) - 1
        code, ring = held[n]
        a, b = ring[row - starts[n]].tolist(), ring[(row - starts[n] + 1) % len(ring)].tolist()
        found.append((code, ((a[0], a[1]), (b[0], b[1]))))
    return found


def _rims(outline: shapely.Polygon | shapely.MultiPolygon) -> list[Ring]:
    """Return the rings of an outline (metres) on the lattice, the outside on their left."""
    return [
        canonical(np.rint(shapely.get_coordinates(ring) * 1000).astype(np.int64), hole=n > 0)[::-1]
        for part in shapely.get_parts(outline).tolist()
        for n, ring in enumerate((part.exterior, *part.interiors))
    ]


@dataclass(frozen=True, slots=True)
class _Edges:
    """Edges of rings: lengths (mm), directions (±1), an order that puts equal ones together, which are."""

    long: NDArray[np.float64]
    sign: Ints
    order: Ints
    same: NDArray[np.bool_]

    @classmethod
    def of(cls, rings: Sequence[Ring]) -> "_Edges":
        start = np.concatenate(rings)
        end = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
        origin = start.min(axis=0)
        if int((start.max(axis=0) - origin).max()) >= WIDEST_MM:  # the two halves of a word hold a place
            raise BadInput("The grids lie more than 2,147 km apart.")
        a, b = (((points - origin) << np.array([32, 0])).sum(axis=1) for points in (start, end))
        low, high = np.minimum(a, b), np.maximum(a, b)
        order = np.lexsort((high, low))
        same = (low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1])
        long = np.hypot(*(end - start).T.astype(np.float64))
        return cls(long, np.where(a < b, 1, -1).astype(np.int64), order, same)
