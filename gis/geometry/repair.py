"""Close narrow gaps and overlaps between polygons that nearly tile a town, within a promised width."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.errors import BadInput
from gis.geometry.partition import check_partition
from gis.geometry.projection import lattice

Shapes = NDArray[np.object_]
WIDTH_M = 1.0
LARGEST_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class Moved:
    """What a repair did to one polygon: its farthest vertex (metres) and its area before and after (m²)."""

    code: str
    farthest_m: float
    before_m2: float
    after_m2: float

    @property
    def share(self) -> float:
        """Change of area as a share of what it was."""
        return abs(self.after_m2 - self.before_m2) / self.before_m2 if self.before_m2 else float("inf")


def repair(
    codes: Sequence[str],
    polygons: Sequence[shapely.Polygon | shapely.MultiPolygon],
    *,
    width_m: float = WIDTH_M,
    gap_m: float | None = None,
    force: bool = False,
) -> tuple[Shapes, tuple[Moved, ...]]:
    """Return polygons (metric CRS) whose gaps and overlaps are closed, on the lattice, and what moved.

    Gaps up to `gap_m` (else `width_m`) wide are closed; wider ones stay for the report. Raises BadInput when
    a vertex would move further than `width_m`, or an area change by more than 0.5 % without `force`.
    """
    if not 0 < width_m <= 1000 or (gap_m is not None and not 0 <= gap_m <= 1000):
        raise BadInput("The width of a repair lies between 0 and 1000 metres.")
    old: Shapes = np.array([_sound(polygon) for polygon in polygons], dtype=object)
    closed_m = width_m if gap_m is None else gap_m
    new, moved = min(
        (_cleaned(codes, old, closed_m, snap_m) for snap_m in _snaps(width_m)),
        key=lambda tried: _badness(codes, tried, width_m),
    )
    _refuse(moved, max(width_m, closed_m), force=force)
    return new, tuple(one for one in moved if one.farthest_m > 0)


def _snaps(width_m: float) -> list[float]:
    """Return how near vertices may be that become one, from the least that moves anything to the width."""
    return sorted({min(step, width_m) for step in (0.001, 0.01, width_m / 20, width_m / 4, width_m)})


def _cleaned(
    codes: Sequence[str], old: Shapes, closed_m: float, snap_m: float
) -> tuple[Shapes, tuple[Moved, ...]]:
    cleaned = shapely.coverage_clean(  # type: ignore[attr-defined]
        old, gap_width=closed_m, snapping_distance=snap_m
    )
    new: Shapes = np.asarray(shapely.transform(cleaned, lattice), dtype=object)
    return new, tuple(_moved(code, was, now) for code, was, now in zip(codes, old, new, strict=True))


def _badness(
    codes: Sequence[str], tried: tuple[Shapes, tuple[Moved, ...]], width_m: float
) -> tuple[int, int]:
    """Return how many polygons move too far and how many faults stay; the finest of equals is taken."""
    new, moved = tried
    far = sum(one.farthest_m > width_m + 0.001 for one in moved)
    return far, len(check_partition(codes, list(new)))


def _sound(polygon: shapely.Polygon | shapely.MultiPolygon) -> BaseGeometry:
    if polygon.is_valid:
        return polygon
    parts = shapely.get_parts(shapely.make_valid(polygon))
    areas = [part for part in shapely.get_parts(parts) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(areas)


def _moved(code: str, before: BaseGeometry, after: BaseGeometry) -> Moved:
    if after.is_empty or before.is_empty:
        return Moved(code, float("inf"), before.area, after.area)
    points = [shapely.points(shapely.get_coordinates(shape)) for shape in (after, before)]
    rims = (before.boundary, after.boundary)
    farthest = max(float(shapely.distance(own, rim).max()) for own, rim in zip(points, rims, strict=True))
    # what the lattice itself moves is no repair
    return Moved(code, farthest if farthest > 0.001 else 0.0, before.area, after.area)


def _refuse(moved: Sequence[Moved], width_m: float, *, force: bool) -> None:
    far = [one for one in moved if one.farthest_m > width_m + 0.001]
    if far:
        worst = max(far, key=lambda one: one.farthest_m)
        raise BadInput(
            f"Nothing was written: the repair would move {worst.code} by {worst.farthest_m:,.2f} m "
            f"({len(far)} grids by more than {width_m:g} m)."
        )
    large = [one for one in moved if one.share > LARGEST_SHARE]
    if large and not force:
        worst = max(large, key=lambda one: one.share)
        raise BadInput(
            f"Nothing was written: the repair would change {worst.code} by {worst.share:.2%} of its area "
            f"({len(large)} grids by more than {LARGEST_SHARE:.1%}; --force takes them)."
        )
