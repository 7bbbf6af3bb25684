"""Turns redrawn grids into a patch, or refuses it: no edit can leave a gap, an overlap or a broken ring."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import shapely

from gis.redraw.cell import Cell
from gis.redraw.partition import Partition
from gis.redraw.patch import Patch
from gis.redraw.refused import Refused
from gis.redraw.rings import Edge, Point, long_edges, points_of, steps

Changes: TypeAlias = Mapping[str, Cell | None]
"""Grids by code as they shall be; None removes one."""


def settled(
    partition: Partition,
    changes: Changes,
    *,
    noded: Mapping[str, Cell] | None = None,
    face: Iterable[Edge] = (),
    sign: int = 1,
) -> Patch:
    """Return the patch that makes these changes, or raise Refused where they would break the partition.

    The borders of the touched grids, each edge counted with its direction, must add up to the same before and
    after. Then every place has as many owners as before, and the town's area stays the same to the mm². Only
    `face` (edges with the face on their left) may gain (`sign` 1) or lose (-1) an owner; then `noded` holds
    the grids as they were, with the points in which their borders cross put in.
    """
    held = partition.cells
    divided = _divided(partition, {code: cell for code, cell in changes.items() if cell}, noded or {})
    after = {code: cell for code, cell in divided.items() if cell != held.get(code)}
    before = {
        code: held[code] for code in changes if code in held and (code in after or changes[code] is None)
    }
    if not before and not after:
        raise Refused("这一步什么也不改变。", "This changes nothing.")
    for cell in after.values():
        _whole(cell)
    _same_border(before | dict(noded or {}), after, Counter(dict.fromkeys(face, sign)))
    _matched(partition, before, after)
    return Patch(before, after)


def _divided(partition: Partition, after: Mapping[str, Cell], noded: Mapping[str, Cell]) -> dict[str, Cell]:
    """Give new edges over 200 m their lattice vertices; those that were there stay as they are."""

    def old(edge: Edge) -> bool:
        held = [*partition.holders(edge[0]), *noded.values()]
        return any(edge in cell.edges or edge[::-1] in cell.edges for cell in held)

    made = {}
    for code, cell in after.items():
        long = [edge for polygon in cell.polygons for ring in polygon for edge in long_edges(ring)]
        new = {edge: line for edge in long if not old(edge) and (line := steps(edge))}
        made[code] = with_points(cell, new) if new else cell
    return made


def with_points(cell: Cell, points: Mapping[Edge, Iterable[Point]]) -> Cell:
    """Return the cell with points put into its edges, given in each edge's direction."""

    def ring_with(ring: list[Point]) -> list[Point]:
        edges = zip(ring, [*ring[1:], ring[0]], strict=True)
        return [point for edge in edges for point in (edge[0], *points.get(edge, ()))]

    return cell.drawn([[ring_with(points_of(ring)) for ring in polygon] for polygon in cell.polygons])


def _whole(cell: Cell) -> None:
    """Raise Refused unless the cell is a valid polygon."""
    name = f"网格 {cell.code} 会", f"grid {cell.code} would"
    if not cell.polygons or any(len(ring) < 3 for polygon in cell.polygons for ring in polygon):
        raise Refused(f"{name[0]}没有面积。", f"{name[1].capitalize()} have no area.")
    if not cell.metric.is_valid:
        reason = shapely.is_valid_reason(cell.metric)
        where = reason[reason.find("[") + 1 : reason.find("]")].split()[:2]
        place = (round(float(where[0]) * 1000), round(float(where[1]) * 1000)) if len(where) == 2 else None
        raise Refused(f"{name[0]}与自己相交。", f"{name[1].capitalize()} cross itself.", place)


def _same_border(before: Mapping[str, Cell], after: Mapping[str, Cell], change: Counter[Edge]) -> None:
    """Raise Refused unless the directed edges of all basic cells add up to the same, but for `change`."""
    sums = Counter({edge: -count for edge, count in change.items()})
    for code in before.keys() | after.keys():
        old, new = (_edges(side.get(code)) for side in (before, after))
        sums.update(new - old)
        sums.subtract(old - new)
    for edge, count in sums.items():
        if count != sums.get((edge[1], edge[0]), 0):
            raise Refused("这一步会留下缝隙或重叠。", "This would leave a gap or an overlap.", edge[0])


def _edges(cell: Cell | None) -> frozenset[Edge]:
    return cell.edges if cell and cell.kind == "basic" else frozenset()


def _matched(partition: Partition, before: Mapping[str, Cell], after: Mapping[str, Cell]) -> None:
    """Let GEOS look at the touched cells and their neighbours; raise Refused if it finds a new fault."""
    beside = _beside(partition, before, after)
    new = [cell.metric for cell in after.values() if cell.kind == "basic"]
    if shapely.coverage_is_valid(beside + new):
        return
    old = [cell.metric for cell in before.values() if cell.kind == "basic"]
    if shapely.coverage_is_valid(beside + old):
        raise Refused("这一步会使网格边界不再吻合。", "This would unmatch the borders of grids.")


def _beside(
    partition: Partition, before: Mapping[str, Cell], after: Mapping[str, Cell]
) -> list[shapely.MultiPolygon]:
    changed = [
        cell
        for code in before.keys() | after.keys()
        for cell in (before.get(code), after.get(code))
        if cell and _edges(cell) and _edges(before.get(code)) != _edges(after.get(code))
    ]
    found = {near.code: near.metric for cell in changed for near in partition.near(cell.box)}
    return [metric for code, metric in sorted(found.items()) if code not in before]
