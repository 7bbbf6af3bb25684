"""Grows even groups of atoms side by side: a beginning for the search that asks for no library."""

import heapq

import numpy as np

from gis.redraw.proposing.graph import Floats, Graph, Ints


def grown(graph: Graph, load: Floats, first: int) -> Ints:
    """Return the group of each atom, (n,): connected, as many as grids; the lightest group grows next.

    The graph is connected. Groups begin at atoms far from each other; each `first` (0, 1, …) has others.
    """
    label = np.full(len(load), -1, dtype=np.int64)
    begins = _far_apart(graph, (first * len(load)) // 7 % len(load))
    waiting = [(float(load[atom]), group) for group, atom in enumerate(begins)]
    edge: list[list[int]] = [[atom] for atom in begins]
    for group, atom in enumerate(begins):
        label[atom] = group
    heapq.heapify(waiting)
    while waiting:
        weight, group = heapq.heappop(waiting)
        taken = _next(graph, label, edge[group])
        if taken is not None:
            label[taken] = group
            edge[group].append(taken)
            heapq.heappush(waiting, (weight + float(load[taken]), group))
    return label


def _next(graph: Graph, label: Ints, edge: list[int]) -> int | None:
    """Return a free neighbour of the oldest atom of a group that has one; atoms without any are dropped."""
    while edge:
        for to in graph.indices[graph.indptr[edge[0]] : graph.indptr[edge[0] + 1]].tolist():
            if label[to] < 0:
                return int(to)
        edge.pop(0)
    return None


def _far_apart(graph: Graph, first: int) -> list[int]:
    """Return as many atoms as there are grids, each as many steps from the others as can be."""
    far = _steps(graph, first)
    chosen = [int(far.argmax())]
    far = _steps(graph, chosen[0])
    while len(chosen) < graph.groups:
        chosen.append(int(far.argmax()))
        far = np.minimum(far, _steps(graph, chosen[-1]))
    return chosen


def _steps(graph: Graph, begin: int) -> Ints:
    """Return how many steps each atom is from one."""
    far = np.full(len(graph.home), len(graph.home), dtype=np.int64)
    far[begin] = 0
    ring = [begin]
    while ring:
        after = []
        for atom in ring:
            for to in graph.indices[graph.indptr[atom] : graph.indptr[atom + 1]].tolist():
                if far[to] == len(graph.home):
                    far[to] = far[atom] + 1
                    after.append(to)
        ring = after
    return far
