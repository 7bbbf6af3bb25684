"""Cuts a village's grids along blocks into atoms, which a proposal never divides, with exact edges."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.redraw.cell import Cell
from gis.redraw.noding import noded
from gis.redraw.partition import Partition
from gis.redraw.parts import Rings
from gis.redraw.rings import Edge, Point, canonical_polygons, points_of, twice_area
from gis.redraw.tracing import polygons_of, reversed_edges

LEAST_M2 = 200.0
"""What is smaller is a thread between a block and a border that were drawn apart, not a block."""
SNAP_MM = 2000
MARK = "~"
"""No code of a grid begins with it."""


@dataclass(frozen=True)
class Atom:
    """A piece of a group that is never divided: its edges, itself on their left, and its area.

    `grid` is the group's code today: a block's grid, or a grid's squad; then `code` is that grid's own.
    """

    grid: str
    edges: frozenset[Edge]
    area_m2: float
    code: str = ""

    @cached_property
    def shape(self) -> shapely.MultiPolygon:
        """Its shape in metres."""
        faces = polygons_of(self.edges)
        return shapely.MultiPolygon(
            [(np.array(face[0]) / 1000, [np.array(hole) / 1000 for hole in face[1:]]) for face in faces]
        )


@dataclass(frozen=True)
class Ground:
    """Grids laid over blocks: all that got points of them put in, and the lines of the blocks (n, 2, 2).

    A line is an edge in mm, each one once, from its lower end.
    """

    cells: Mapping[str, Cell]
    lines: NDArray[np.int64]


def ground_of(partition: Partition, codes: Iterable[str], blocks: Sequence[shapely.Polygon]) -> Ground:
    """Node grids with the blocks (metres) that touch them; neighbours get the points too.

    Raises Refused where the borders are too tangled to be noded.
    """
    grids = {code: partition.cells[code] for code in sorted(codes)}
    drawn = _as_cells(grids.values(), blocks)
    scratch = replace(partition, cells=MappingProxyType({**partition.cells, **drawn}))
    put = noded(scratch, [*grids, *drawn])
    cells = {**grids, **{code: cell for code, cell in put.items() if code not in drawn}}
    lines = {edge for code, cell in drawn.items() for edge in put.get(code, cell).edges}
    barred = _on_outline(partition, cells)
    kept = {code: without(cell, barred.keys()) for code, cell in cells.items()} if barred else cells
    led = _led_off(lines, barred) if barred else lines
    once = sorted({min(edge, edge[::-1]) for edge in led})
    return Ground(kept, np.array(once, dtype=np.int64).reshape(-1, 2, 2))


def _on_outline(partition: Partition, cells: Mapping[str, Cell]) -> dict[Point, Point]:
    """Return the points put into the town's outline, which no line may end at, each with its nearer end."""
    found: dict[Point, Point] = {}
    for code, cell in cells.items():
        was = partition.cells[code]
        fresh = cell.spots.keys() - was.spots.keys()
        for ring in (ring for polygon in cell.polygons for ring in polygon if fresh):
            for line in _stretches(points_of(ring), was.spots):
                if len(line) > 2 and not partition.across((line[0], line[-1])):
                    found |= {point: min((line[0], line[-1]), key=_from(point)) for point in line[1:-1]}
    return found


def _stretches(ring: list[Point], old: Container[Point]) -> Iterable[list[Point]]:
    """Yield a ring from one old vertex to the next, the new ones between them."""
    first = next((n for n, point in enumerate(ring) if point in old), None)
    if first is None:
        return
    line = [ring[first]]
    for point in [*ring[first + 1 :], *ring[: first + 1]]:
        line.append(point)
        if point in old:
            yield line
            line = [point]


def _from(point: Point) -> Callable[[Point], float]:
    return lambda other: float(np.hypot(other[0] - point[0], other[1] - point[1]))


def _led_off(lines: Iterable[Edge], barred: Mapping[Point, Point]) -> Iterable[Edge]:
    """Lead lines that end at a barred point to a vertex that is near, and let the others end before it."""
    for edge in lines:
        ends = [barred.get(end, end) for end in edge]
        far = any(_from(old)(new) > SNAP_MM for old, new in zip(edge, ends, strict=True))
        if not far and ends[0] != ends[1]:
            yield ends[0], ends[1]


def without(cell: Cell, points: Set[Point]) -> Cell:
    """Return a cell without some of its vertices."""
    if points.isdisjoint(cell.spots):
        return cell
    return cell.drawn(
        [[[p for p in points_of(ring) if p not in points] for ring in polygon] for polygon in cell.polygons]
    )


def atoms_of(ground: Ground, codes: Iterable[str]) -> tuple[Atom, ...]:
    """Cut grids along the lines in them; without any, a grid is one atom.

    Lines that the lattice leaves crossing each other by less than it are given up, so that atoms match.
    """
    atoms = [atom for code in codes for atom in _atoms(ground.cells[code], ground.lines)]
    while crossed := _crossed(atoms):
        atoms = _with_joined(atoms, crossed)
    return tuple(atoms)


def _crossed(atoms: Sequence[Atom]) -> list[int]:
    """Return the atoms that do not match their neighbours, or cross themselves, the smallest first."""
    shapes = np.array([atom.shape for atom in atoms], dtype=object)
    wrong = ~shapely.is_valid(shapes)
    wrong[~wrong] |= ~shapely.is_empty(shapely.coverage_invalid_edges(shapes[~wrong]))
    rows = [row for row in np.flatnonzero(wrong).tolist() if _neighbour(atoms, row) is not None]
    return sorted(rows, key=lambda row: atoms[row].area_m2)


def _with_joined(atoms: Sequence[Atom], crossed: Sequence[int]) -> list[Atom]:
    """Join the first of these atoms to the neighbour in its grid with which it shares the longest border."""
    row = crossed[0]
    other = _neighbour(atoms, row)
    assert other is not None
    joined = _united(atoms[other], atoms[row])
    return [joined if n == other else atom for n, atom in enumerate(atoms) if n != row]


def _neighbour(atoms: Sequence[Atom], row: int) -> int | None:
    beside = [n for n, atom in enumerate(atoms) if n != row and atom.grid == atoms[row].grid]
    found = _longest(atoms[row], [atoms[n] for n in beside])
    return None if found is None else beside[found]


def _as_cells(grids: Iterable[Cell], blocks: Sequence[shapely.Polygon]) -> dict[str, Cell]:
    """Hold the blocks that overlap a grid as cells, on the lattice."""
    shapes = [cell.metric for cell in grids]
    if not len(blocks) or not shapes:
        return {}
    tree = shapely.STRtree(np.asarray(blocks, dtype=object))
    rows = np.unique(tree.query(shapes, predicate="intersects")[1]).tolist()
    found: dict[str, Cell] = {}
    for row in rows:
        rings = (blocks[row].exterior, *blocks[row].interiors)
        polygon = [np.rint(shapely.get_coordinates(ring) * 1000).astype(np.int64).tolist() for ring in rings]
        found[f"{MARK}{row}"] = Cell(f"{MARK}{row}", "", "", None, "basic", canonical_polygons([polygon]))
    return found


def _atoms(cell: Cell, lines: NDArray[np.int64]) -> list[Atom]:
    """Cut one grid along noded lines: what lies inside it goes both ways, its border one way."""
    inner = _inside(cell, lines)
    faces = polygons_of([*cell.edges, *inner, *reversed_edges(inner)])
    made = [_atom(cell.code, face) for face in faces]
    return _joined(made) or [_whole(cell)]


def _inside(cell: Cell, lines: NDArray[np.int64]) -> list[Edge]:
    west, south, east, north = cell.box
    x, y = lines.mean(axis=1).T
    near = lines[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
    middles = near.mean(axis=1) / 1000
    shapely.prepare(cell.metric)
    held = near[shapely.contains_xy(cell.metric, middles[:, 0], middles[:, 1])]
    edges: list[Edge] = [((a, b), (c, d)) for (a, b), (c, d) in held.tolist()]
    return [edge for edge in edges if edge not in cell.edges and edge[::-1] not in cell.edges]


def _atom(code: str, face: Rings) -> Atom:
    edges = frozenset(edge for ring in face for edge in zip(ring, [*ring[1:], ring[0]], strict=True))
    area = sum(twice_area(np.array(ring, dtype=np.int64)) for ring in face)
    return Atom(code, edges, area / 2e6)


def _whole(cell: Cell) -> Atom:
    return Atom(cell.code, cell.edges, cell.twice_area_mm2 / 2e6)


def _joined(atoms: list[Atom]) -> list[Atom]:
    """Give each thread to the atom with which it shares the longest border; [] where one touches none."""
    kept = [atom for atom in atoms if atom.area_m2 >= LEAST_M2]
    threads = [atom for atom in atoms if atom.area_m2 < LEAST_M2]
    while threads:
        left = []
        for thread in threads:
            row = _longest(thread, kept)
            if row is None:
                left.append(thread)
            else:
                kept[row] = _united(kept[row], thread)
        if len(left) == len(threads):
            return []
        threads = left
    return kept


def _longest(thread: Atom, kept: Sequence[Atom]) -> int | None:
    shared: dict[int, float] = defaultdict(float)
    back = {(b, a): float(np.hypot(b[0] - a[0], b[1] - a[1])) for a, b in thread.edges}
    for row, atom in enumerate(kept):
        for edge in back.keys() & atom.edges:
            shared[row] += back[edge]
    return max(shared, key=lambda row: (shared[row], -row), default=None)


def _united(atom: Atom, thread: Atom) -> Atom:
    edges = atom.edges | thread.edges
    net = frozenset(edge for edge in edges if edge[::-1] not in edges)
    return replace(atom, edges=net, area_m2=atom.area_m2 + thread.area_m2)
