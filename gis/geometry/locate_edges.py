"""Takes polygons apart into unique edges, each with the polygons that use it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from gis.errors import BadInput
from gis.geometry.locate_edges_kernel import chain, gather_owners

Places = NDArray[np.int32]

# Odd multipliers with well mixed bits: the golden ratio, and one of the splitmix64 generator.
MIX_X, MIX_Y = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


class Edges(NamedTuple):
    """Unique edges as stretches of rings: edge k goes from vertex k to vertex k + 1 of `line` (x, y).

    Its users are `owner[first_use[k] : first_use[k + 1]]`, ascending; none where a stretch ends at k.
    """

    line: NDArray[np.float64]
    first_use: Places
    owner: Places


def edges_of(polygons: Sequence[Polygon | MultiPolygon]) -> Edges:
    """Collect the edges of all rings; raises BadInput for anything but polygons with finite coordinates."""
    points, ring, shape_of_ring = _rings(polygons)
    follows = np.flatnonzero((ring[1:] == ring[:-1]) & (points[1:] != points[:-1]).any(axis=1))
    slots = 1 << (2 * len(follows)).bit_length()
    line = np.empty((2 * len(follows), 2))
    edge_of_use = np.empty(len(follows), np.int32)
    taken = np.full(slots, -1, np.int32)
    vertices = chain(points, follows, _slot(points, follows, slots), taken, line, edge_of_use)
    owner_of_use = shape_of_ring[ring[follows]].astype(np.int32)
    first_use, owner = gather_owners(edge_of_use, owner_of_use, vertices)
    return Edges(line[:vertices].copy(), first_use, owner)


def _rings(
    polygons: Sequence[Polygon | MultiPolygon],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Give the vertices of all rings, the ring of each, and the polygon of each ring."""
    shapes = np.asarray(polygons, dtype=object)
    if not np.isin(shapely.get_type_id(shapes), (3, 6)).all():
        raise BadInput("Only polygons and multipolygons can be looked up.")
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if not np.isfinite(points).all():
        raise BadInput("A polygon has a coordinate that is not a finite number.")
    # Adding 0.0 makes one zero of the two.
    return points + 0.0, ring, shape_of_part[part_of_ring]


def _slot(points: NDArray[np.float64], follows: NDArray[np.int64], slots: int) -> NDArray[np.int64]:
    """Give each edge its place in a hash table: the same for both directions."""
    x, y = points.view(np.uint64).T
    mixed = x * MIX_X + y * MIX_Y
    mixed ^= mixed >> np.uint64(29)
    both = (mixed[follows] + mixed[follows + 1]) * MIX_Y
    slot: NDArray[np.int64] = (both >> np.uint64(65 - slots.bit_length())).astype(np.int64)
    return slot
