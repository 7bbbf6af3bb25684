"""The order of a round: which place after which, so that the whole way is short."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Table = list[list[float]]
STARTS = 8
LEAST_M = 1e-6
MOST_EXACT = 10
"""Up to so many places the best order is found; of more, one that no exchange makes shorter."""


def best_order(metres: Floats) -> list[int]:
    """Return in which order to visit all places (n, n: ways between them), beginning anywhere.

    Nobody has to come back. Ways are the same in both directions.
    """
    if len(metres) <= MOST_EXACT:
        return _shortest(metres)
    return good_order(metres)


def length(metres: Floats, order: Sequence[int]) -> float:
    """Return the way of an order."""
    return float(sum(metres[a, b] for a, b in pairwise(order)))


def good_order(metres: Floats) -> list[int]:
    """Return the best of some orders that begin somewhere, go on to the nearest place and are mended."""
    count = len(metres)
    # a way that may begin and end anywhere is a round trip over one place more, which is next to all others
    whole = np.zeros((count + 1, count + 1))
    whole[:count, :count] = metres
    table: Table = whole.tolist()
    starts = range(0, count, max(count // STARTS, 1))
    orders = [_mended(table, [count, *_nearest_first(table, count, start)])[1:] for start in starts]
    return min(orders, key=lambda order: (length(metres, order), order), default=[])


def _shortest(metres: Floats) -> list[int]:
    """Return the shortest order, by the shortest ways over every set of places to each of its last ones."""
    count = len(metres)
    if count < 2:
        return list(range(count))
    way = np.full((1 << count, count), np.inf)
    came = np.full((1 << count, count), -1)
    for place in range(count):
        way[1 << place, place] = 0.0
    for held in range(1, 1 << count):
        # from each last place of the set to each place that is not in it
        onward = way[held][:, None] + metres
        last = onward.argmin(axis=0)
        for place in range(count):
            more = held | 1 << place
            if more != held and onward[last[place], place] < way[more, place]:
                way[more, place], came[more, place] = onward[last[place], place], last[place]
    held = (1 << count) - 1
    order = [int(way[held].argmin())]
    while (before := int(came[held, order[-1]])) >= 0:
        held ^= 1 << order[-1]
        order.append(before)
    return order


def _nearest_first(table: Table, count: int, start: int) -> list[int]:
    left, order = set(range(count)) - {start}, [start]
    while left:
        order.append(min(left, key=lambda place: (table[order[-1]][place], place)))
        left.remove(order[-1])
    return order


def _mended(table: Table, tour: list[int]) -> list[int]:
    """Turn parts of a round trip round and move parts of up to three places while that makes it shorter.

    The first place stays the first.
    """
    while (other := _turned(table, tour) or _moved(table, tour)) is not None:
        tour = other
    return tour


def _turned(table: Table, tour: list[int]) -> list[int] | None:
    count = len(tour)
    for first in range(1, count - 1):
        a, b = tour[first - 1], tour[first]
        for last in range(first + 1, count):
            c, d = tour[last], tour[(last + 1) % count]
            if table[a][c] + table[b][d] < table[a][b] + table[c][d] - LEAST_M:
                return tour[:first] + tour[first : last + 1][::-1] + tour[last + 1 :]
    return None


def _moved(table: Table, tour: list[int]) -> list[int] | None:
    for size in (1, 2, 3):
        for first in range(1, len(tour) - size + 1):
            part, rest = tour[first : first + size], tour[:first] + tour[first + size :]
            before, after = rest[first - 1], rest[first % len(rest)]
            gained = table[before][part[0]] + table[part[-1]][after] - table[before][after]
            for place, (a, b) in enumerate(zip(rest, [*rest[1:], rest[0]], strict=True), 1):
                for begin, end in ((part[0], part[-1]), (part[-1], part[0])):
                    if table[a][begin] + table[end][b] - table[a][b] < gained - LEAST_M:
                        turned = part if begin == part[0] else part[::-1]
                        return rest[:place] + turned + rest[place:]
    return None
