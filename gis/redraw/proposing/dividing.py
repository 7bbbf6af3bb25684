"""Divides blocks that hold too much for one grid, straight across between their buildings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# a cut that leaves less than this share on one side only makes a splinter
LEAST_SHARE = 0.2
DIRECTIONS = 8


@dataclass(frozen=True)
class Homes:
    """Buildings (footprints in metres) and what each weighs, arrays (n,)."""

    shapes: NDArray[np.object_]
    weights: Floats

    def within(self, block: shapely.Polygon) -> "Homes":
        """Return those whose middle lies in a block."""
        middles = shapely.centroid(self.shapes)
        held = shapely.intersects_xy(block, shapely.get_x(middles), shapely.get_y(middles))
        return Homes(self.shapes[held], self.weights[held])


def blocks_between(
    lines: NDArray[np.object_], outline: shapely.Polygon | shapely.MultiPolygon
) -> list[shapely.Polygon]:
    """Return the blocks that lines (roads, shores; metres) cut a town into."""
    noded = shapely.union_all([*lines.tolist(), outline.boundary])
    faces: list[shapely.Polygon] = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))).tolist()
    shapely.prepare(outline)
    return [face for face in faces if outline.intersects(face.representative_point())]


def divided(blocks: Sequence[shapely.Polygon], homes: Homes, most: float) -> list[shapely.Polygon]:
    """Return the blocks with those that weigh more than `most` cut until they do not, or cannot be cut."""
    tree = shapely.STRtree(shapely.centroid(homes.shapes))
    found: list[shapely.Polygon] = []
    for block in blocks:
        rows = tree.query(block, predicate="intersects")
        own = Homes(homes.shapes[rows], homes.weights[rows])
        found += _parts(block, own, most)
    return found


def _parts(block: shapely.Polygon, homes: Homes, most: float) -> list[shapely.Polygon]:
    if homes.weights.sum() <= most or len(homes.weights) < 2:
        return [block]
    line = _best_cut(block, homes)
    pieces = shapely.get_parts(shapely.ops.split(block, line)).tolist() if line is not None else []
    if len(pieces) < 2:
        return [block]
    return [part for piece in pieces for part in _parts(piece, homes.within(piece), most)]


def _best_cut(block: shapely.Polygon, homes: Homes) -> shapely.LineString | None:
    """Return the line that divides the weight most evenly, preferring a short one between the buildings."""
    best: tuple[float, shapely.LineString] | None = None
    centre = np.array(block.centroid.coords[0])
    reach = float(np.hypot(*(np.array(block.bounds[2:]) - block.bounds[:2])))
    for angle in np.arange(DIRECTIONS) * np.pi / DIRECTIONS:
        along = np.array([np.cos(angle), np.sin(angle)])
        for place, share in _places(homes, centre, along):
            middle, across = centre + place * along, np.array([-along[1], along[0]]) * reach
            line = shapely.LineString([middle - across, middle + across])
            inside = line.intersection(block)
            crossed = int(shapely.intersects(homes.shapes, inside).sum())
            cost = abs(share - 0.5) + inside.length / reach + 0.5 * crossed
            if best is None or cost < best[0]:
                best = cost, line
    return best[1] if best else None


def _places(homes: Homes, centre: Floats, along: Floats) -> list[tuple[float, float]]:
    """Return places along a direction between two buildings, and the share of weight before each."""
    middles = shapely.get_coordinates(shapely.centroid(homes.shapes)) - centre
    order = np.argsort(middles @ along)
    at, weights = (middles @ along)[order], homes.weights[order]
    shares = np.cumsum(weights) / weights.sum()
    return [
        ((float(at[n]) + float(at[n + 1])) / 2, float(shares[n]))
        for n in range(len(at) - 1)
        if LEAST_SHARE <= shares[n] <= 1 - LEAST_SHARE and at[n + 1] > at[n]
    ]
