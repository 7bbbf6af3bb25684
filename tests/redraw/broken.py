"""The four squares whole and broken, and the proof that each offered fix mends its finding."""

import dataclasses
from collections.abc import Mapping

from gis.redraw.cell import Cell
from gis.redraw.checks.base import Finding, full_check
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.rings import Point, points_of
from tests.redraw.small import issuer, small_partition


def town() -> Partition:
    """Return the four squares with their outline."""
    whole = small_partition()
    return dataclasses.replace(whole, limits=whole.outline)


def with_moved(partition: Partition, code: str, moves: Mapping[Point, Point]) -> Partition:
    """Return a broken partition: vertices of one grid moved alone."""
    cell = partition.cells[code]
    ring = [moves.get(point, point) for point in points_of(cell.polygons[0][0])]
    return with_cell(partition, cell.drawn([[ring]]))


def with_cell(partition: Partition, cell: Cell) -> Partition:
    return partition.replaced(Patch({cell.code: partition.cells[cell.code]}, {cell.code: cell}))


def kinds(found: tuple[Finding, ...]) -> list[str]:
    return [finding.kind for finding in found]


def mend(partition: Partition, finding: Finding) -> None:
    """Apply each fix by itself: the finding is gone, and no new one has come."""
    before = full_check(partition)
    assert finding.fixes
    for (zh, en), edit in finding.fixes:
        assert zh
        assert en
        patch = edit.apply(partition, issuer())
        assert all(edit.sentence(partition, patch))
        mended = partition.replaced(patch)
        left = kinds(full_check(mended))
        assert left.count(finding.kind) < kinds(before).count(finding.kind), (en, left)
        assert {kind for kind in left if kind not in kinds(before)} <= {"sliver"}
        assert mended.replaced(patch.inverse()).cells == partition.cells
