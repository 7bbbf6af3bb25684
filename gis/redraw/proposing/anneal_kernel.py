"""Moves atoms between neighbouring grids, at random and ever more choosily; no grid falls into pieces."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.geometry.jit import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class World(NamedTuple):
    """Atoms as arrays.

    Atom i borders `indices[indptr[i]:indptr[i + 1]]` along `border` (in widths of an average grid) and weighs
    `weight[i]` (in loads of an average grid); `home` is its group today; `locked` (groups,) stay as they are.
    """

    indptr: Ints
    indices: Ints
    border: Floats
    weight: Floats
    home: Ints
    locked: NDArray[np.bool_]


class Dials(NamedTuple):
    """What a proposal is after: an even load, and beside it short borders and little change.

    Loads are in those of an average grid; beyond `limit` off the average one is punished `hard`. The search
    begins `hot` and ends `cold`, in the same measure as the costs.
    """

    border: float
    change: float
    limit: float
    hard: float
    hot: float
    cold: float


@compiled()
def _next(state: Ints) -> int:
    """Return the next pseudo-random number of 31 bits (a linear congruential generator's upper bits)."""
    state[0] = (state[0] * 6364136223846793005 + 1442695040888963407) & 0x7FFFFFFFFFFFFFFF
    return int(state[0] >> 32)


@compiled()
def _uneven(load: float, limit: float, hard: float) -> float:
    off = abs(load - 1.0)
    beyond = off - limit
    return off * off + (hard * beyond * beyond if beyond > 0 else 0.0)


@compiled()
def _moving(world: World, label: Ints, load: Floats, i: int, q: int, dials: Dials) -> float:
    """Return what it costs to move atom i to group q."""
    p, heavy = label[i], world.weight[i]
    cost = (
        _uneven(load[p] - heavy, dials.limit, dials.hard)
        - _uneven(load[p], dials.limit, dials.hard)
        + _uneven(load[q] + heavy, dials.limit, dials.hard)
        - _uneven(load[q], dials.limit, dials.hard)
    )
    for e in range(world.indptr[i], world.indptr[i + 1]):
        beside = label[world.indices[e]]
        if beside == p:
            cost += dials.border * world.border[e]
        elif beside == q:
            cost -= dials.border * world.border[e]
    if q == world.home[i]:
        cost -= dials.change * heavy
    elif p == world.home[i]:
        cost += dials.change * heavy
    return cost


@compiled()
def _holds_together(world: World, label: Ints, without: int, size: int, room: Ints) -> bool:
    """Tell whether a group (of `size` atoms) is in one piece without one of its atoms; `room` is scratch."""
    indptr, indices = world.indptr, world.indices
    n = len(label)
    group, seen, stack = label[without], room[:n], room[n:]
    first = -1
    for e in range(indptr[without], indptr[without + 1]):
        if label[indices[e]] == group:
            first = indices[e]
            break
    if first < 0:
        return False
    seen[:] = 0
    seen[without] = seen[first] = 1
    stack[0], depth, reached = first, 1, 1
    while depth > 0:
        depth -= 1
        at = stack[depth]
        for e in range(indptr[at], indptr[at + 1]):
            to = indices[e]
            if seen[to] == 0 and label[to] == group:
                seen[to] = 1
                stack[depth] = to
                depth += 1
                reached += 1
    return bool(reached == size - 1)


@compiled()
def _whole_cost(world: World, label: Ints, load: Floats, dials: Dials) -> float:
    cost = 0.0
    for g in range(len(load)):
        cost += _uneven(load[g], dials.limit, dials.hard)
    for i in range(len(label)):
        if label[i] != world.home[i]:
            cost += dials.change * world.weight[i]
        for e in range(world.indptr[i], world.indptr[i + 1]):
            if label[world.indices[e]] != label[i]:
                cost += 0.5 * dials.border * world.border[e]
    return cost


def _signature(t: Any) -> Any:
    ints, floats = t.int64[::1], t.float64[::1]
    world = t.NamedTuple((ints, ints, floats, floats, ints, t.boolean[::1]), World)
    return t.float64(world, ints, t.NamedUniTuple(t.float64, 6, Dials), t.int64, t.int64)


@compiled(_signature)
def anneal(world: World, label: Ints, dials: Dials, steps: int, seed: int) -> float:
    """Improve `label` (n,), the group of each atom, in place, and return the cost of what it becomes.

    Every group is in one piece to begin with and stays so.
    """
    n, groups = len(label), len(world.locked)
    load, size = np.zeros(groups), np.zeros(groups, np.int64)
    for i in range(n):
        load[label[i]] += world.weight[i]
        size[label[i]] += 1
    cost = _whole_cost(world, label, load, dials)
    best, least = label.copy(), cost
    state, room = np.array([seed], np.int64), np.zeros(2 * n, np.int64)
    for step in range(steps):
        heat = dials.hot * (dials.cold / dials.hot) ** (step / steps)
        i = _next(state) % n
        degree, p = world.indptr[i + 1] - world.indptr[i], label[i]
        if degree == 0 or world.locked[p] or size[p] == 1:
            continue
        q = label[world.indices[world.indptr[i] + _next(state) % degree]]
        if q == p or world.locked[q]:
            continue
        change = _moving(world, label, load, i, q, dials)
        if change > 0 and _next(state) / 2147483648.0 >= math.exp(-change / heat):
            continue
        if not _holds_together(world, label, i, size[p], room):
            continue
        label[i] = q
        load[p] -= world.weight[i]
        load[q] += world.weight[i]
        size[p] -= 1
        size[q] += 1
        cost += change
        if cost < least - 1e-12:
            least = cost
            best[:] = label
    label[:] = best
    return least
