"""Makes the made-up towns that the look-up is measured on: edge-matched, ragged, seeded, of any size."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi
from shapely import Polygon

Points = NDArray[np.float64]

LON, LAT = 120.3, 31.8
KM_PER_DEGREE = np.array([111.32 * np.cos(np.radians(LAT)), 110.88])
LATTICE_DEG = 1e-7
HOT_SPOTS, HOT_SHARE, HOT_SD_KM = 800, 0.6, 0.15


@dataclass(frozen=True)
class Recipe:
    """How large a town is: how many grids on how much land, each border halved so many times."""

    grids: int
    area_km2: float
    halvings: int
    seed: int


RECIPES = {
    "179": Recipe(179, 115.0, 5, 7),
    "20k": Recipe(20_000, 12_300.0, 5, 11),
    "100k": Recipe(100_000, 61_500.0, 4, 13),
}


def town(recipe: Recipe, folder: Path) -> list[Polygon]:
    """Return the town's grids (WGS-84 degrees on a 1e-7 lattice), kept in `folder` once made."""
    kept = folder / f"town-{recipe.grids}-{recipe.seed}.npy"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        coordinates, ring = _rings(recipe)
        np.save(kept, np.column_stack([coordinates, ring]))
    table = np.load(kept)
    return list(shapely.polygons(shapely.linearrings(table[:, :2], indices=table[:, 2].astype(np.int64))))


def points_in(grids: list[Polygon], count: int, seed: int) -> tuple[Points, Points]:
    """Return longitudes and latitudes on the lattice in random order, most of them round hot spots."""
    rng = np.random.default_rng(seed)
    low, high = shapely.total_bounds(grids).reshape(2, 2)
    hot = int(count * HOT_SHARE)
    spots = rng.uniform(low, high, (HOT_SPOTS, 2))[rng.integers(0, HOT_SPOTS, hot)]
    near = spots + rng.normal(0.0, HOT_SD_KM, (hot, 2)) / KM_PER_DEGREE
    points = np.concatenate([near, rng.uniform(low, high, (count - hot, 2))])
    rng.shuffle(points)
    lon, lat = np.round(points / LATTICE_DEG).T * LATTICE_DEG
    return np.ascontiguousarray(lon), np.ascontiguousarray(lat)


def _rings(recipe: Recipe) -> tuple[Points, NDArray[np.int64]]:
    """Give all ring vertices in order, closed, and the grid each belongs to."""
    rng = np.random.default_rng(recipe.seed)
    cell = np.sqrt(recipe.area_km2 / recipe.grids)
    side = np.sqrt(recipe.area_km2) + 8 * cell
    seeds = _spread_out(rng.uniform(-side / 2, side / 2, (int((side / cell) ** 2), 2)), side)
    diagram = Voronoi(seeds)
    kept = np.argsort(np.abs(seeds).max(axis=1))[: recipe.grids]
    kept = kept[np.lexsort((seeds[kept, 0], np.round(-seeds[kept, 1] / cell)))]
    borders = _borders(diagram, recipe.halvings, 0.04 * cell, rng)
    lattice = np.round((borders / KM_PER_DEGREE + (LON, LAT)) / LATTICE_DEG)
    ridge, backward, grid = _walks(diagram, kept)
    pieces = np.where(backward[:, None, None], lattice[ridge, ::-1], lattice[ridge])[:, :-1]
    vertices = pieces.reshape(-1, 2)
    ring = np.repeat(grid, pieces.shape[1])
    moved = np.append(True, (vertices[1:] != vertices[:-1]).any(axis=1) | (ring[1:] != ring[:-1]))
    return vertices[moved] * LATTICE_DEG, ring[moved]


def _spread_out(seeds: Points, side: float) -> Points:
    """Move each seed twice to the middle of its cell's corners, where that lies inside."""
    for _ in range(2):
        diagram = Voronoi(seeds)
        regions = [diagram.regions[region] for region in diagram.point_region]
        sizes = [len(region) for region in regions]
        corners = np.concatenate(regions).astype(np.int64)
        of = np.repeat(np.arange(len(seeds)), sizes)
        sums = [np.bincount(of, diagram.vertices[corners, axis], len(seeds)) for axis in (0, 1)]
        middle = np.stack(sums, axis=1) / np.maximum(sizes, 1)[:, None]
        bounded = np.bincount(of, corners < 0, len(seeds)) == 0
        inside = bounded & (np.abs(middle) < side / 2).all(axis=1)
        seeds = np.where(inside[:, None], middle, seeds)
    return seeds


def _borders(diagram: Voronoi, halvings: int, shortest: float, rng: np.random.Generator) -> Points:
    """Give each ridge as a ragged line that stays inside the quad of its two ends and its two seeds.

    Quads of different ridges meet in corners only, so no two lines cross.
    """
    a, b = diagram.vertices[np.asarray(diagram.ridge_vertices).T]
    c, d = diagram.points[diagram.ridge_points.T]
    middle, length = (a + b) / 2, np.hypot(*(b - a).T)
    off = np.hypot(*((c + d) / 2 - middle).T)
    reach = np.minimum(0.75, 0.42 * length / (off + 1e-12))[:, None]
    c, d = middle + reach * (c - middle), middle + reach * (d - middle)
    ends, straight = (a, b), length < shortest
    a, b, c, d = (corner[:, None] for corner in (a, b, c, d))
    for _ in range(halvings):
        share = rng.uniform(0.3, 0.7, (*a.shape[:2], 1))
        cut = c * (1 - share) + d * share
        a, b, c, d = (
            _both(a, cut),
            _both(cut, b),
            _both((a + c) / 2, (b + c) / 2),
            _both((a + d) / 2, (b + d) / 2),
        )
    lines = np.concatenate([a, b[:, -1:]], axis=1)
    lines[straight, 1:-1] = ends[0][straight][:, None]
    return lines


def _both(first: Points, second: Points) -> Points:
    """Put the halves of every piece one after the other."""
    return np.stack([first, second], axis=2).reshape(len(first), -1, 2)


def _walks(
    diagram: Voronoi, kept: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    """Give, ring after ring, the ridges round each kept cell, whether walked backward, and the ring."""
    regions = [diagram.regions[diagram.point_region[seed]] for seed in kept]
    sizes = np.array([len(region) for region in regions])
    grid = np.repeat(np.arange(len(kept)), sizes)
    corner = np.concatenate(regions).astype(np.int64)
    last = np.cumsum(sizes) - 1
    follows = np.append(corner[1:], 0)
    follows[last] = corner[last - sizes + 1]
    ends = np.asarray(diagram.ridge_vertices)
    total = len(diagram.vertices)
    key = ends.min(axis=1) * total + ends.max(axis=1)
    order = np.argsort(key)
    wanted = np.minimum(corner, follows) * total + np.maximum(corner, follows)
    ridge = order[np.searchsorted(key[order], wanted)]
    return ridge, ends[ridge, 0] != corner, grid
