"""Which grids touch along how much border, and which edges nobody shares, for the whole town at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.redraw.cell import Cell

Ints = NDArray[np.int64]


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
    start, end, owner = _edges(cells)
    order, twins = _twins(start, end)
    first, second = order[:-1][twins], order[1:][twins]
    long = np.hypot(*(start[first] - end[first]).T.astype(np.float64))
    lengths: dict[tuple[str, str], float] = defaultdict(float)
    beside: dict[str, set[str]] = defaultdict(set)
    pairs = zip(owner[first].tolist(), owner[second].tolist(), long.tolist(), strict=True)
    for a, b, length in pairs:
        one, other = cells[a].code, cells[b].code
        if one != other:
            lengths[one, other] += length
            lengths[other, one] += length
            beside[one].add(other)
            beside[other].add(one)
    return Adjacency(lengths, {code: frozenset(others) for code, others in beside.items()})


def _edges(cells: Sequence[Cell]) -> tuple[Ints, Ints, Ints]:
    """Return start and end of every edge, shape (n, 2), and the row of its cell."""
    rings = [(row, ring) for row, cell in enumerate(cells) for polygon in cell.polygons for ring in polygon]
    if not rings:
        return np.empty((0, 2), np.int64), np.empty((0, 2), np.int64), np.empty(0, np.int64)
    start = np.concatenate([ring for _, ring in rings])
    end = np.concatenate([np.roll(ring, -1, axis=0) for _, ring in rings])
    return start, end, np.repeat([row for row, _ in rings], [len(ring) for _, ring in rings])


def _twins(start: Ints, end: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return an order in which equal edges follow each other, and where one follows its equal."""
    if not len(start):
        return np.empty(0, np.int64), np.empty(0, np.bool_)
    origin = np.minimum(start.min(axis=0), end.min(axis=0))
    a, b = (((points - origin) << np.array([32, 0])).sum(axis=1) for points in (start, end))
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((high, low))
    same = (low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1])
    return order, same
