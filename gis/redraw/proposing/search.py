"""Looks for even groups of atoms, as many as there are grids, between today's map and the evenest one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from gis.redraw.proposing.anneal_kernel import Dials, World, anneal
from gis.redraw.proposing.graph import Floats, Graph, Ints
from gis.redraw.proposing.growing import grown

try:
    import pymetis
except ImportError:  # searches then begin from groups that grow by themselves
    pymetis = None  # type: ignore[assignment]

STEPS_EACH = 600
"""Steps of a search for each atom."""
TURNS = 3
"""Searches from each beginning: one may end where no single move helps any more."""
METIS_SCALE = 10_000
GROWN = 3
"""So many divisions are grown, from other atoms each."""


def grouped(graph: Graph, weight: Floats, locked: Sequence[int], dials: Dials, seed: int) -> Ints:
    """Return the group of each atom, (n,), numbered as its grid is today where it can be.

    `weight` (n,) are workloads of which only the proportions count. Searches begin from today's grids and
    from a division by METIS, or from groups grown side by side where pymetis is missing; the best wins.
    """
    groups = graph.groups
    fixed = np.zeros(groups, dtype=np.bool_)
    fixed[list(locked)] = True
    if groups < 2 or weight.sum() <= 0:
        return graph.home.copy()
    load = weight / (weight.sum() / groups)
    border = graph.border_m / np.sqrt(graph.area_m2 / groups)
    world = World(graph.indptr, graph.indices, border, load, graph.home, fixed)
    found: list[tuple[float, int, Ints]] = []
    for turn, begin in enumerate(_begins(graph, load, fixed) * TURNS):
        label = begin.copy()
        steps = STEPS_EACH * len(load)
        cost = anneal(world, label, dials, steps, seed + turn)
        found.append((cost, turn, label))
    return min(found)[2]


def _begins(graph: Graph, load: Floats, fixed: NDArray[np.bool_]) -> list[Ints]:
    begins = [graph.home]
    if fixed.any() or not _connected(graph, np.zeros(len(load), dtype=np.int64)):
        return begins
    if pymetis is None:
        return [*begins, *(_numbered(graph, load, grown(graph, load, first)) for first in range(GROWN))]
    seeded = _by_metis(graph, load)
    return begins if seeded is None else [*begins, seeded]


def _by_metis(graph: Graph, load: Floats) -> Ints | None:
    """Return groups by METIS; None where one is in pieces."""
    options = pymetis.Options(contig=1, seed=1)
    weights = np.maximum(np.rint(load * METIS_SCALE), 1).astype(int).tolist()
    _, parts = pymetis.part_graph(
        graph.groups,
        adjacency=pymetis.CSRAdjacency(graph.indptr.tolist(), graph.indices.tolist()),
        vweights=weights,
        options=options,
    )
    labels = np.asarray(parts, dtype=np.int64)
    if len(np.unique(labels)) != graph.groups or not _connected(graph, labels):
        return None
    return _numbered(graph, load, labels)


def _numbered(graph: Graph, load: Floats, labels: Ints) -> Ints:
    """Number groups after the grids that they have most in common with."""
    common = np.zeros((graph.groups, graph.groups))
    np.add.at(common, (labels, graph.home), load)
    rows, columns = linear_sum_assignment(-common)
    return np.asarray(columns[np.argsort(rows)][labels], dtype=np.int64)


def _connected(graph: Graph, label: Ints) -> bool:
    """Tell whether every group is in one piece."""
    reached = np.full(len(label), -1, dtype=np.int64)
    pieces = 0
    for first in range(len(label)):
        if reached[first] >= 0:
            continue
        pieces += 1
        waiting = [first]
        reached[first] = first
        while waiting:
            at = waiting.pop()
            for to in graph.indices[graph.indptr[at] : graph.indptr[at + 1]].tolist():
                if reached[to] < 0 and label[to] == label[at]:
                    reached[to] = first
                    waiting.append(to)
    return pieces == len(np.unique(label))
