"""Finds the grids that an edit names, or refuses it in words."""

from collections.abc import Iterable

from gis.redraw.cell import Cell
from gis.redraw.partition import Partition
from gis.redraw.refused import Refused
from gis.redraw.rings import Edge, Point


def cell_of(partition: Partition, code: str) -> Cell:
    """Return the grid of a code; raises Refused if there is none."""
    cell = partition.cells.get(code)
    if cell is None:
        raise Refused(f"没有代码为 {code} 的网格。", f"There is no grid {code}.")
    return cell


def basic_cell(partition: Partition, code: str) -> Cell:
    """Return the basic grid of a code; raises Refused for a dedicated one: those do not tile."""
    cell = cell_of(partition, code)
    if cell.kind != "basic":
        raise Refused(
            f"{code} 是专属网格，不参与划分。", f"{code} is a dedicated grid, which lies over the others."
        )
    return cell


def basic_cells(partition: Partition, codes: Iterable[str]) -> list[Cell]:
    """Return the basic grids of several codes; raises Refused if one is named twice."""
    named = list(codes)
    if len(set(named)) != len(named):
        raise Refused("同一个网格写了两次。", "The same grid is named twice.")
    return [basic_cell(partition, code) for code in named]


def inner_holders(partition: Partition, point: Point) -> list[Cell]:
    """Return the grids that share a vertex within the town.

    Raises Refused where no grid has this vertex, or where it stands on the outline or at a gap or an overlap.
    """
    holders = partition.holders(point)
    if not holders:
        raise Refused("这里没有界点。", "No grid has a vertex here.", point)
    edges = {edge for cell in holders for edge in cell.edges if point in edge}
    if any(edge[::-1] not in edges for edge in edges):
        raise Refused(
            "这个界点在镇界、空隙或重叠的边上，不能移动。",
            "This vertex stands on the town's outline or at a gap or an overlap; it cannot be moved.",
            point,
        )
    return holders


def inner_edge(partition: Partition, edge: Edge) -> list[Cell]:
    """Return the two grids that share an edge (either direction); raises Refused for any other edge."""
    holders = [cell for cell in partition.holders(edge[0]) if edge in cell.edges or edge[::-1] in cell.edges]
    if not holders:
        raise Refused(
            "这两点之间没有边界。", "No border leads from one of these vertices to the other.", edge[0]
        )
    if len(holders) != 2:
        raise Refused(
            "这条边在镇界、空隙或重叠上，不能改动。",
            "This edge lies on the town's outline or at a gap or an overlap; it cannot be changed.",
            edge[0],
        )
    return holders
