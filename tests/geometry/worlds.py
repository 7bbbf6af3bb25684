"""Makes partitions and point sets that are hard on a look-up, all from a given random generator."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Points: TypeAlias = NDArray[np.float64]
Shapes: TypeAlias = Sequence[Polygon | MultiPolygon]

LATTICE_DEG = 1e-7
SOUTH_WEST = (120.3, 31.8)


def noisy_partition(
    rng: np.random.Generator, seeds: int, halvings: int = 5, side_deg: float = 0.12
) -> list[Polygon]:
    """Cut a square of `side_deg` into about `seeds` polygons with ragged shared borders on a 1e-7 lattice."""
    square = shapely.box(*SOUTH_WEST, SOUTH_WEST[0] + side_deg, SOUTH_WEST[1] + side_deg)
    points = shapely.multipoints(SOUTH_WEST + rng.uniform(0, side_deg, (seeds, 2)))
    lines = shapely.voronoi_polygons(points, extend_to=square, only_edges=True)
    inner = shapely.get_parts(shapely.intersection(shapely.get_parts(lines), square))
    ends = shapely.get_coordinates(inner[shapely.get_num_points(inner) == 2]).reshape(-1, 2, 2)
    ragged = MultiLineString(list(_ragged(rng, ends, halvings)))
    noded = shapely.union_all([ragged, square.exterior], grid_size=LATTICE_DEG)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    west, south, _, _ = shapely.bounds(faces).T
    return list(faces[np.lexsort((-south, west))])


def _ragged(rng: np.random.Generator, ends: Points, halvings: int) -> Points:
    """Halve every segment again and again, moving each new vertex sideways by up to a quarter of it."""
    lines = ends
    for _ in range(halvings):
        step = np.diff(lines, axis=1)
        sideways = np.stack([-step[..., 1], step[..., 0]], axis=-1) * rng.uniform(
            -0.25, 0.25, (*step.shape[:2], 1)
        )
        finer = np.empty((len(lines), 2 * lines.shape[1] - 1, 2))
        finer[:, 0::2] = lines
        finer[:, 1::2] = lines[:, :-1] + step / 2 + sideways
        lines = finer
    return lines


def patchwork(rng: np.random.Generator, faces: Sequence[Polygon], labels: int) -> Shapes:
    """Deal the faces out to `labels` shapes, a tenth of them to nobody: gaps, holes, enclaves and islands."""
    dealt = rng.integers(-max(labels // 10, 1), labels, len(faces))
    by_label = [[face for face, label in zip(faces, dealt, strict=True) if label == k] for k in range(labels)]
    shapes = [as_shape(shapely.coverage_union_all(some)) for some in by_label if some]
    return shapes


def as_shape(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """Say to the type checker what a union of polygons is."""
    assert isinstance(geometry, Polygon | MultiPolygon)
    return geometry


def hard_points(rng: np.random.Generator, shapes: Shapes, count: int) -> dict[str, Points]:
    """Give about `count` points of each kind: on borders, a hair beside them, in line with them, anywhere."""
    low, high = shapely.total_bounds(shapes).reshape(2, 2)
    rings = shapely.get_rings(shapely.get_parts(shapes))
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    follows = np.flatnonzero(ring[1:] == ring[:-1])
    edge = rng.choice(follows, count)
    start, end = vertices[edge], vertices[edge + 1]
    some = vertices[rng.integers(0, len(vertices), count)]
    return {
        "anywhere": rng.uniform(low - (high - low) / 20, high + (high - low) / 20, (count, 2)),
        "vertices": vertices[:count],
        "middles of edges": (start + end) / 2,
        "on edges": start + rng.uniform(0, 1, (count, 1)) * (end - start),
        "a lattice step off": some + rng.integers(-2, 3, some.shape) * LATTICE_DEG,
        "one ulp off": np.nextafter(some, some + rng.choice([-1, 1], some.shape)),
        "middles one ulp off": np.nextafter((start + end) / 2, rng.choice([-1e3, 1e3], start.shape)),
        "in line with vertices": np.stack([some[:, 0], np.roll(some[:, 1], 1)], axis=1),
    }


def lowest_by_geos(shapes: Shapes, points: Points) -> NDArray[np.int64]:
    """Answer by GEOS: the lowest index of the shapes that intersect each point, -1 for none."""
    pairs = shapely.STRtree(shapes).query(shapely.points(points), predicate="intersects")
    lowest = np.full(len(points), len(shapes))
    np.minimum.at(lowest, pairs[0], pairs[1])
    return np.where(lowest == len(shapes), -1, lowest)
