"""Grids with fewer or more households than the town wants."""

from collections.abc import Iterable

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.partition import Partition


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield the basic grids outside the limits; without numbers none is."""
    if reference.households is None:
        return
    least, most = reference.household_limits
    for cell in partition.basic():
        count = reference.households.get(cell.code, 0)
        if least <= count <= most:
            continue
        kind = "few_households" if count < least else "many_households"
        bound = (
            (f"少于 {least}", f"fewer than {least}")
            if count < least
            else (f"多于 {most}", f"more than {most}")
        )
        said = f"{cell.code} 有 {count} 户，{bound[0]} 户", f"{cell.code} has {count} households, {bound[1]}"
        point = cell.metric.centroid
        place = (round(point.x * 1000), round(point.y * 1000))
        yield Finding(kind, "warning", (cell.code,), place, said)
