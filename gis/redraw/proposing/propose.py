"""Proposes even grids for villages: four of them, from the least change to the evenest load."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.redraw.cell import Cell
from gis.redraw.edits.redivide import Group, Redivide
from gis.redraw.partition import Partition
from gis.redraw.proposing.anneal_kernel import Dials
from gis.redraw.proposing.atoms import Atom, Ground, atoms_of, ground_of, without
from gis.redraw.proposing.graph import Graph, graph_of
from gis.redraw.proposing.search import grouped
from gis.redraw.rings import points_of
from gis.redraw.tracing import net, polygons_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CHANGES = (1.0, 0.1, 0.03, 0.0)
"""How dear change is, from the proposal of least change to the evenest."""
BORDER, LIMIT, HARD, HOT, COLD = 0.003, 0.08, 20.0, 0.05, 0.0005
KEPT_SHARE = 0.5
"""A grid keeps its code while it keeps this share of its households."""
LEAST_LOAD = 1e-9
"""An atom with nothing in it still counts for something, so that no group of nothing is left over."""


@dataclass(frozen=True, slots=True)
class Work:
    """Where work is done: places in metres (n, 2), shares of the town's workload (n,) and households (n,)."""

    metres: Floats
    load: Floats
    households: Ints


@dataclass(frozen=True)
class World:
    """One village ready to be divided: its atoms and their graph, what each carries, its grids by number."""

    code: str
    atoms: tuple[Atom, ...]
    graph: Graph
    load: Floats
    households: Ints
    grids: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """New groups of every world's atoms, and how even they are.

    `spread` is the coefficient of variation of the workloads (each against the mean of its village), `worst`
    the largest deviation, `kept` the share of the workload that stays with its grid; `moved` counts the
    households that would not.
    """

    change: float
    labels: tuple[Ints, ...]
    spread: float
    worst: float
    kept: float
    moved: int


@dataclass(frozen=True)
class Worlds:
    """The villages that are to be divided, on their common ground."""

    ground: Ground
    each: tuple[World, ...]


def worlds_of(
    partition: Partition, villages: Iterable[str], blocks: Sequence[shapely.Polygon], work: Work
) -> Worlds:
    """Make villages ready; those with fewer than two grids have nothing to balance and are left out.

    Raises Refused where the borders are too tangled.
    """
    grids: dict[str, list[str]] = {village: [] for village in sorted(villages)}
    for cell in partition.basic():
        if cell.parent in grids:
            grids[cell.parent].append(cell.code)
    grids = {village: codes for village, codes in grids.items() if len(codes) > 1}
    ground = ground_of(partition, (code for codes in grids.values() for code in codes), blocks)
    return Worlds(ground, tuple(_world(ground, village, grids[village], work) for village in grids))


def zones_of(partition: Partition, loads: Mapping[str, float]) -> Worlds:
    """Make the squads' zones ready, with whole grids for atoms; grids without a squad are left out."""
    cells = [cell for cell in partition.basic() if cell.squad]
    atoms = tuple(Atom(str(c.squad), c.edges, c.twice_area_mm2 / 2e6, c.code) for c in cells)
    squads = tuple(sorted({atom.grid for atom in atoms}))
    load = np.array([loads.get(atom.code, 0.0) for atom in atoms])
    nothing = np.zeros(len(atoms), dtype=np.int64)
    world = World("", atoms, graph_of(atoms, squads), load, nothing, squads)
    return Worlds(Ground({}, np.empty((0, 2, 2), np.int64)), (world,) if len(squads) > 1 else ())


def _world(ground: Ground, village: str, codes: list[str], work: Work) -> World:
    atoms = atoms_of(ground, codes)
    load, households = _carried([atom.shape for atom in atoms], work)
    return World(village, atoms, graph_of(atoms, codes), load, households, tuple(codes))


def propose(worlds: Worlds, change: float, locked: Collection[str], seed: int) -> Proposal:
    """Return the proposal for one price of change; `locked` grids stay as they are."""
    dials = Dials(BORDER, change, LIMIT, HARD, HOT, COLD)
    labels = []
    for world in worlds.each:
        fixed = [row for row, code in enumerate(world.grids) if code in locked]
        labels.append(grouped(world.graph, world.load + LEAST_LOAD, fixed, dials, seed))
    return measured(worlds, tuple(labels), change)


def measured(worlds: Worlds, labels: tuple[Ints, ...], change: float) -> Proposal:
    """Return what a division comes to; today's is that of every world's `graph.home`."""
    off, kept, total, moved = [], 0.0, 0.0, 0
    for world, label in zip(worlds.each, labels, strict=True):
        loads = np.bincount(label, world.load, len(world.grids))
        mean = loads.mean()
        off.append(loads / mean - 1 if mean > 0 else loads)
        stays = label == world.graph.home
        kept += float(world.load[stays].sum())
        total += float(world.load.sum())
        moved += int(world.households[~stays].sum())
    every = np.concatenate(off) if off else np.zeros(1)
    share = kept / total if total else 1.0
    return Proposal(change, labels, float(every.std()), float(np.abs(every).max()), share, moved)


def redivide(partition: Partition, worlds: Worlds, proposal: Proposal) -> Redivide:
    """Return the edit that makes a proposal; grids that it leaves as they are take no part."""
    cells, keeps = dict(worlds.ground.cells), {}
    for world, label in zip(worlds.each, proposal.labels, strict=True):
        for row, code in enumerate(world.grids):
            mine, old = label == row, world.graph.home == row
            if (mine != old).any():
                edges = net(*(world.atoms[n].edges for n in np.flatnonzero(mine).tolist()))
                cells[code] = cells[code].drawn(polygons_of(edges))
                stayed, had = world.households[mine & old].sum(), world.households[old].sum()
                keeps[code] = bool(stayed >= KEPT_SHARE * had)
    cells = _without_idle_points(partition, cells, worlds.ground)
    changed = [code for code, cell in cells.items() if cell != partition.cells[code]]
    return Redivide(groups=tuple(_group(cells[code], keeps.get(code, True)) for code in changed))


def _without_idle_points(partition: Partition, cells: Mapping[str, Cell], ground: Ground) -> dict[str, Cell]:
    """Take out of the borders those points of blocks at which, in the end, no border begins."""
    put = {point for cell in ground.cells.values() for point in cell.spots}
    put -= {point for code in ground.cells for point in partition.cells[code].spots}
    edges = {min(edge, edge[::-1]) for cell in cells.values() for edge in cell.edges}
    degree = Counter(end for edge in edges for end in edge if end in put)
    idle = {point for point, count in degree.items() if count == 2}
    while True:
        made = {code: without(cell, idle) for code, cell in cells.items()}
        # a border that goes straight where it bent by a millimetre may touch what ran beside it
        kept = {p for code, cell in made.items() if not cell.metric.is_valid for p in cells[code].spots}
        if idle.isdisjoint(kept):
            return made
        idle -= kept


def _group(cell: Cell, keeps: bool) -> Group:
    rings = tuple(tuple(tuple(points_of(ring)) for ring in polygon) for polygon in cell.polygons)
    return Group(of=cell.code, keeps=keeps, polygons=rings)


def _carried(shapes: Sequence[shapely.MultiPolygon], work: Work) -> tuple[Floats, Ints]:
    """Add up what lies in each atom; a place on a border belongs to the first."""
    west, south, east, north = shapely.total_bounds(shapes)
    x, y = work.metres.T
    near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    points = np.asarray(shapely.points(work.metres[near]), dtype=object)
    held, atom = shapely.STRtree(points).query(shapes, predicate="intersects")[::-1]
    first = np.unique(held, return_index=True)[1]
    rows, owners = near[held[first]], atom[first]
    load = np.bincount(owners, work.load[rows], len(shapes)).astype(np.float64)
    households = np.bincount(owners, work.households[rows], len(shapes)).astype(np.int64)
    return load, households
