"""Takes polygons apart into unique edges, each with the polygons that use it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from gis.errors import BadInput
from gis.geometry.ragged import Ints, run_lengths, run_starts

MIXED = -1


class Edges(NamedTuple):
    """Unique edges; `low` is the end with the smaller y (then x), uses are sorted by edge, then owner.

    `owners_key` is equal for edges with the same one or two owners, and MIXED for edges that a polygon uses
    twice or that three and more polygons share.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    first_use: Ints
    uses: Ints
    owner: Ints
    owners_key: Ints
    polygons: int

    @property
    def edge_of_use(self) -> Ints:
        """Give for every use the edge that is used."""
        return np.repeat(np.arange(len(self.uses)), self.uses)


def edges_of(polygons: Sequence[Polygon | MultiPolygon]) -> Edges:
    """Collect the edges of all rings; raises BadInput for anything but polygons with finite coordinates."""
    rank, vertices, owner = _ranked_ring_edges(polygons)
    low, high = rank.min(axis=1), rank.max(axis=1)
    solid = low != high
    low, high, owner = low[solid], high[solid], owner[solid]
    key = low * np.int64(len(vertices)) + high
    order = np.lexsort((owner, key))
    first_use = run_starts(key[order])
    uses, owner = run_lengths(first_use, len(order)), owner[order]
    edge = order[first_use]
    owners_key = _owners_key(first_use, uses, owner, len(polygons))
    return Edges(vertices[low[edge]], vertices[high[edge]], first_use, uses, owner, owners_key, len(polygons))


def unpack_owners(owners_key: Ints, polygons: int) -> tuple[Ints, Ints]:
    """Give the one or two owners behind a key; the second is -1 where there is none."""
    first, second = np.divmod(owners_key, polygons + 1)
    return first, second - 1


def _ranked_ring_edges(polygons: Sequence[Polygon | MultiPolygon]) -> tuple[Ints, NDArray[np.float64], Ints]:
    """Give ring edges as pairs of vertex ranks, the vertices in order of (y, x), and each edge's owner."""
    shapes = np.asarray(polygons, dtype=object)
    if not np.isin(shapely.get_type_id(shapes), (3, 6)).all():
        raise BadInput("Only polygons and multipolygons can be looked up.")
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if not np.isfinite(points).all():
        raise BadInput("A polygon has a coordinate that is not a finite number.")
    # Complex numbers sort by (real, imaginary), here (y, x), in one pass.
    sortable = np.ascontiguousarray(points[:, ::-1]).view(np.complex128).ravel()
    distinct, rank = np.unique(sortable, return_inverse=True)
    follows = np.flatnonzero(ring[1:] == ring[:-1])
    owner = shape_of_part[part_of_ring[ring[follows]]]
    return (
        rank[np.stack([follows, follows + 1], axis=1)],
        np.stack([distinct.imag, distinct.real], axis=1),
        owner,
    )


def _owners_key(first_use: Ints, uses: Ints, owner: Ints, polygons: int) -> Ints:
    first = owner[first_use]
    last = owner[first_use + uses - 1]
    key = first * (polygons + 1) + np.where(uses == 1, 0, last + 1)
    return np.where((uses > 2) | ((uses == 2) & (first == last)), MIXED, key)
