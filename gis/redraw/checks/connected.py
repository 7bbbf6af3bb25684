"""Villages and squads' zones of which some grids do not touch the others."""

from collections import defaultdict
from collections.abc import Iterable

from gis.redraw.adjacency import Adjacency, adjacency
from gis.redraw.cell import Cell
from gis.redraw.checks.base import Finding, Fix, Reference, Severity
from gis.redraw.edits.reassign import Reassign
from gis.redraw.partition import Partition


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield each part but the largest; a village may have exclaves, a squad's zone may not."""
    cells = sorted(partition.basic(), key=lambda cell: cell.code)
    touching = adjacency(cells)
    villages, squads = defaultdict(list), defaultdict(list)
    for cell in cells:
        villages[cell.parent].append(cell.code)
        if cell.squad:
            squads[cell.squad].append(cell.code)
    yield from _apart(partition, touching, "village_pieces", "warning", villages)
    yield from _apart(partition, touching, "squad_pieces", "error", squads)


def _apart(
    partition: Partition, touching: Adjacency, kind: str, severity: Severity, groups: dict[str, list[str]]
) -> Iterable[Finding]:
    of = ("村", "Village") if kind == "village_pieces" else ("中队", "Squad")
    for group, codes in sorted(groups.items()):
        for part in touching.parts(codes)[1:]:
            shown = "、".join(part[:5]), ", ".join(part[:5])
            said = (
                f"{of[0]} {group} 的 {len(part)} 个网格与其余不相连：{shown[0]}",
                f"{of[1]} {group}: {len(part)} grids do not touch the others: {shown[1]}",
            )
            first = partition.cells[part[0]]
            fixes = tuple(_fixes(partition, touching, kind, part))
            area = sum(partition.cells[code].twice_area_mm2 for code in part) / 2e6
            yield Finding(kind, severity, tuple(part), _place(first), said, area, None, fixes)


def _fixes(partition: Partition, touching: Adjacency, kind: str, part: list[str]) -> Iterable[Fix]:
    """Yield the reassignments of the part to those that lie round it, the longest border first."""
    lengths: dict[str, float] = defaultdict(float)
    for code in part:
        for other in touching.beside.get(code, ()):
            cell = partition.cells[other]
            group = cell.parent if kind == "village_pieces" else cell.squad
            if other not in part and group:
                lengths[group] += touching.lengths[code, other]
    for group in sorted(lengths, key=lambda one: (-lengths[one], one))[:3]:
        if kind == "village_pieces":
            yield (
                (f"划归 {group} 村", f"Give them to village {group}"),
                Reassign(codes=tuple(part), village=group),
            )
        else:
            yield (
                (f"划归 {group} 中队", f"Give them to squad {group}"),
                Reassign(codes=tuple(part), squad=group),
            )


def _place(cell: Cell) -> tuple[int, int]:
    point = cell.metric.representative_point() if cell.metric.is_valid else cell.metric.centroid
    return round(point.x * 1000), round(point.y * 1000)
