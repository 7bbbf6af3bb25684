"""Atoms as a graph, and the borders between groups of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.redraw.proposing.atoms import Atom
from gis.redraw.rings import Point

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Graph:
    """Atoms as a graph: neighbours in compressed rows, shared borders in metres, and grids today."""

    indptr: Ints
    indices: Ints
    border_m: Floats
    home: Ints
    area_m2: float

    @property
    def groups(self) -> int:
        """How many grids there are."""
        return int(self.home.max()) + 1 if len(self.home) else 0


def graph_of(atoms: Sequence[Atom], grids: Sequence[str]) -> Graph:
    """Hold the edges of atoms against each other; `grids` are the codes that groups are numbered by."""
    owner = {edge: row for row, atom in enumerate(atoms) for edge in atom.edges}
    shared: list[dict[int, float]] = [{} for _ in atoms]
    for (a, b), row in owner.items():
        other = owner.get((b, a))
        if other is not None and other != row:
            length = float(np.hypot(b[0] - a[0], b[1] - a[1])) / 1000
            shared[row][other] = shared[row].get(other, 0.0) + length
    indptr = np.cumsum([0, *map(len, shared)], dtype=np.int64)
    rows = {code: row for row, code in enumerate(grids)}
    return Graph(
        indptr,
        np.array([other for near in shared for other in near], dtype=np.int64),
        np.array([length for near in shared for length in near.values()], dtype=np.float64),
        np.array([rows[atom.grid] for atom in atoms], dtype=np.int64),
        sum(atom.area_m2 for atom in atoms),
    )


def borders_between(atoms: Sequence[Atom], label: Sequence[int]) -> Iterator[Ints]:
    """Yield the lines (n, 2) in mm along which atoms of different groups touch, each once."""
    owner = {edge: row for row, atom in enumerate(atoms) for edge in atom.edges}
    following: dict[Point, list[Point]] = {}
    for (a, b), row in owner.items():
        other = owner.get((b, a))
        if other is not None and label[row] < label[other]:
            following.setdefault(a, []).append(b)
    while following:
        first = next(iter(following))
        line = [first]
        while line[-1] in following:
            ways = following[line[-1]]
            at = ways.pop()
            if not ways:
                del following[line[-1]]
            line.append(at)
        yield np.array(line, dtype=np.int64)
