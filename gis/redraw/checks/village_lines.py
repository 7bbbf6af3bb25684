"""Grids that lie beyond their village's administrative line 村界."""

from collections.abc import Iterable

import shapely

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.checks.cut_shapes import place_in
from gis.redraw.partition import Partition

LEAST_M2 = 1.0
SHOWN = 3


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield each village whose grids leave its line: where most of them lies beyond, and how much in all."""
    for village, line in sorted(reference.village_lines.items()):
        shapely.prepare(line)
        beyond = [
            (cell.code, outside)
            for cell in partition.basic()
            if cell.parent == village and not line.covers(cell.metric)
            for outside in [cell.metric.difference(line)]
            if outside.area >= LEAST_M2
        ]
        if beyond:
            beyond.sort(key=lambda one: -one[1].area)
            codes = tuple(sorted(code for code, _ in beyond))
            area = sum(outside.area for _, outside in beyond)
            shown = [code for code, _ in beyond[:SHOWN]]
            said = (
                f"{village} 村与村界不一致：{'、'.join(shown)} 等 {len(codes)} 个网格超出 {area:,.0f} 平方米",
                f"Village {village} is not as its line: {len(codes)} grids ({', '.join(shown)}) leave it "
                f"by {area:,.0f} m²",
            )
            largest = max(shapely.get_parts(beyond[0][1]).tolist(), key=lambda part: part.area)
            yield Finding("village_line", "warning", codes, place_in(largest), said, float(area))
