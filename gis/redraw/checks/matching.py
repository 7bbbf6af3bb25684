"""Borders that lie on each other without having the same vertices, so that they cannot move together."""

from collections.abc import Iterable

import shapely

from gis.redraw.adjacency import unmatched
from gis.redraw.checks.base import Finding, Reference
from gis.redraw.edits.match import Match
from gis.redraw.partition import Partition
from gis.redraw.rings import Point

ON_M = 2e-6
"""Faces narrower than this are taken for rounding by the count of owners; so what is nearer lies on it."""


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield the pairs of grids whose edges lie on each other and differ, and such grids on the outline."""
    if partition.whole:
        return
    cells = sorted(partition.basic(), key=lambda cell: cell.code)
    rim = partition.limits.boundary if partition.limits is not None else None
    if rim is not None:
        shapely.prepare(rim)
    seen: dict[tuple[str, ...], Point] = {}
    for code, (a, b) in unmatched(cells, partition.limits):
        if code is None:
            continue
        middle = ((a[0] + b[0]) // 2, (a[1] + b[1]) // 2)
        point = shapely.Point((a[0] + b[0]) / 2000, (a[1] + b[1]) / 2000)
        for other in partition.near((*middle, *middle), 1):
            # where they share the edge, it is a gap or an overlap beside it that has no twin
            if {(a, b), (b, a)} & other.edges or other.code == code:
                continue
            if other.metric.boundary.distance(point) <= ON_M:
                seen.setdefault((min(code, other.code), max(code, other.code)), middle)
        if rim is not None and rim.dwithin(point, ON_M):
            seen.setdefault((code,), middle)
    yield from (_finding(codes, place) for codes, place in sorted(seen.items()))


def _finding(codes: tuple[str, ...], place: Point) -> Finding:
    if len(codes) == 1:
        said = f"{codes[0]} 与镇界的界点不一致", f"{codes[0]} and the town's outline have different vertices"
        return Finding("unmatched", "error", codes, place, said)
    zh, en = (
        f"{' 与 '.join(codes)} 的共有边界界点不一致",
        f"{' and '.join(codes)} have different vertices on their border",
    )
    fix = (("补上界点", "Put the vertices in"), Match(codes=codes))
    return Finding("unmatched", "error", codes, place, (zh, en), fixes=(fix,))
