"""What a cut leaves: parts of a grid, held against the town's limits, and which of them keeps the code."""

from collections.abc import Sequence
from dataclasses import replace

import shapely

from gis.redraw.cell import Cell
from gis.redraw.refused import Refused
from gis.redraw.rings import Point
from gis.redraw.rules import Rules

Rings = list[list[Point]]
"""One polygon: its exterior and its holes."""


def width_m(polygon: shapely.Polygon, tolerance_m: float = 0.5) -> float:
    """Return twice the radius of the largest circle inside, in metres, at most a tolerance too small."""
    return 2 * float(shapely.maximum_inscribed_circle(polygon, tolerance=tolerance_m).length)


def check_part(part: Cell, rules: Rules) -> None:
    """Raise Refused with its place for a part that is smaller or narrower than the town wants."""
    for polygon in part.metric.geoms:
        inside = polygon.representative_point() if polygon.is_valid else polygon.centroid
        place = (round(inside.x * 1000), round(inside.y * 1000))
        if polygon.area < rules.least_area_m2:
            raise Refused(
                f"会产生只有 {polygon.area:,.1f} 平方米的碎块。",
                f"This would make a piece of only {polygon.area:,.1f} m².",
                place,
            )
        if polygon.is_valid and width_m(polygon, rules.least_width_m / 10) < rules.least_width_m:
            raise Refused(
                f"会产生不到 {rules.least_width_m:g} 米宽的狭条。",
                f"This would make a sliver narrower than {rules.least_width_m:g} m.",
                place,
            )


def codes_given(
    cell: Cell, parts: Sequence[Cell], weights: Sequence[float], fresh: Sequence[str], *, keep: bool
) -> dict[str, Cell]:
    """Return the parts under their codes: the heaviest keeps the grid's, the others get fresh ones.

    Without `keep` all get fresh ones. The others are numbered in the order in which they come.
    """
    heaviest = max(range(len(parts)), key=lambda n: (weights[n], -n)) if keep else -1
    made = {}
    new = iter(fresh)
    for n, part in enumerate(parts):
        code = cell.code if n == heaviest else next(new)
        name = cell.name if n == heaviest else f"{cell.name}-{code[len(cell.parent) :]}"
        made[code] = replace(part, code=code, name=name)
    return made
