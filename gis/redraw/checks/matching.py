"""Borders that lie on each other without having the same vertices, so that they cannot move together."""

from collections.abc import Iterable

import numpy as np
import shapely

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.edits.match import Match
from gis.redraw.partition import Partition


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield the pairs of grids of which one has a vertex on an edge of the other."""
    if partition.whole:
        return
    cells = sorted(partition.basic(), key=lambda cell: cell.code)
    shapes = np.array([cell.metric for cell in cells], dtype=object)
    valid = shapely.is_valid(shapes)
    wrong = np.full(len(cells), False)
    wrong[valid] = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes[valid]))
    rows = np.flatnonzero(wrong).tolist()
    tree = shapely.STRtree(shapes[rows])
    for n, row in enumerate(rows):
        for other in tree.query(shapes[row], predicate="touches").tolist():
            if other > n and not shapely.coverage_is_valid([shapes[row], shapes[rows[other]]]):
                yield _finding(cells[row].code, cells[rows[other]].code, shapes[row], shapes[rows[other]])


def _finding(a: str, b: str, one: shapely.Geometry, other: shapely.Geometry) -> Finding:
    edges = shapely.coverage_invalid_edges(np.array([one, other], dtype=object))
    point = shapely.get_coordinates(edges)[0].tolist()
    said = (
        f"{a} 与 {b} 的共有边界界点不一致",
        f"The border of {a} and {b} has different vertices on its two sides",
    )
    fix = (("补上界点", "Put the vertices in"), Match(codes=(a, b)))
    place = (round(point[0] * 1000), round(point[1] * 1000))
    return Finding("unmatched", "error", (a, b), place, said, fixes=(fix,))
