"""Borders that cut a building."""

from collections.abc import Iterable

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.checks.cut_shapes import by_grids, cut_shapes, place_in
from gis.redraw.partition import Partition

LEAST_M2 = 1.0
"""What of a building lies beyond a border may be drawn a little wrong; from here on it is cut."""


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield the sets of grids whose border cuts buildings: how many, and where it cuts deepest."""
    for codes, cuts in by_grids(cut_shapes(partition, reference.buildings, LEAST_M2)):
        said = (
            f"{'、'.join(codes)} 的边界切过 {len(cuts)} 座建筑",
            f"The border of {', '.join(codes)} cuts {len(cuts)} buildings",
        )
        place = place_in(reference.buildings[cuts[0].number])
        yield Finding("building", "warning", codes, place, said, cuts[0].lesser_m2)
