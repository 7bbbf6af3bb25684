"""Proposes even grids for villages and even zones for squads, and the edits that make the one chosen."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gis.errors import BadInput
from gis.geometry.projection import to_metric_shape
from gis.redraw.base import Edit
from gis.redraw.edits.reassign import Reassign
from gis.redraw.proposing.dividing import Homes, blocks_between, divided
from gis.redraw.proposing.propose import (
    CHANGES,
    Proposal,
    Work,
    Worlds,
    measured,
    propose,
    redivide,
    worlds_of,
    zones_of,
)
from gis.redraw.workload import KINDS
from gis.service.redrawing.boards import Board
from gis.service.redrawing.weighing import Scale, Weighing
from gis.store.database import Connection
from gis.store.footing import block_shapes, counted_buildings, line_shapes

MOST_OF_A_GRID = 0.25
"""Blocks that hold more than this share of an average grid's households are divided between buildings."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to propose: grids of these villages (all when empty) without the locked ones, or squads' zones."""

    villages: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    zones: bool = False
    seed: int = 1


@dataclass(frozen=True)
class Proposed:
    """Today's division and four others, from the least change to the evenest, of one revision of a draft."""

    asked: Asked
    revision: int
    worlds: Worlds
    today: Proposal
    each: tuple[Proposal, ...]

    def edits(self, board: Board, choice: int) -> tuple[Edit, ...]:
        """Return the edits that make one of the four; BadInput where it changes nothing."""
        chosen = self.each[choice]
        made = _reassigned(self, chosen) if self.asked.zones else _redivided(board, self.worlds, chosen)
        if not made:
            raise BadInput("This proposal changes nothing.")
        return made


class Proposals:
    """Keeps the ground of today, and what was proposed last for each draft."""

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing
        self._blocks: tuple[Scale, list[shapely.Polygon]] | None = None
        self._made: dict[int, Proposed] = {}

    async def of(self, connection: Connection, key: int, board: Board, asked: Asked) -> Proposed:
        """Return the proposals for a draft as it is now; BadInput for a village that it does not have."""
        kept = self._made.get(key)
        if kept is not None and (kept.asked, kept.revision) == (asked, board.revision):
            return kept
        strangers = sorted({*asked.villages} - {*board.names})
        if strangers:
            raise BadInput(f"There is no village {', '.join(strangers)[:60]}.")
        scale = await self._weighing.scale(connection)
        if asked.zones:
            weighed = await self._weighing.weigh(key, board, scale)
            loads = dict(zip((cell.code for cell in weighed.cells), weighed.loads.tolist(), strict=True))
            worlds = await asyncio.to_thread(zones_of, board.now, loads)
        else:
            blocks = await self._ground(connection, scale, board)
            villages = asked.villages or tuple({cell.parent for cell in board.now.basic()})
            worlds = await asyncio.to_thread(worlds_of, board.now, villages, blocks, _work(scale))
        if not worlds.each:
            raise BadInput("There is nothing to balance: that takes two grids in a village, or two squads.")
        made = await asyncio.to_thread(_proposed, worlds, asked, board.revision)
        self._made = {key: made}
        return made

    async def _ground(self, connection: Connection, scale: Scale, board: Board) -> list[shapely.Polygon]:
        if self._blocks is None or self._blocks[0] is not scale:
            shapes = await block_shapes(connection)
            lines = [] if shapes else await line_shapes(connection)
            homes = await counted_buildings(connection)
            grids = sum(1 for _ in board.base.basic())
            blocks = await asyncio.to_thread(_blocks, (shapes, lines), homes, board, grids)
            self._blocks = scale, blocks
        return self._blocks[1]


def _blocks(
    ground: tuple[Sequence[bytes], Sequence[bytes]],
    homes: tuple[Sequence[bytes], np.ndarray[tuple[int], np.dtype[np.float64]]],
    board: Board,
    grids: int,
) -> list[shapely.Polygon]:
    shapes, lines = (_metric(each, board.base.epsg) for each in ground)
    blocks = shapely.get_parts(shapes).tolist() if len(shapes) else []
    if not blocks:
        blocks = blocks_between(lines, board.base.outline)
    buildings = _metric(homes[0], board.base.epsg)
    if not len(buildings):
        return blocks
    most = MOST_OF_A_GRID * float(homes[1].sum()) / max(grids, 1)
    return divided(blocks, Homes(buildings, homes[1]), most)


def _metric(shapes: Sequence[bytes], epsg: int) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    found = [to_metric_shape(shape, epsg) for shape in shapely.from_wkb(list(shapes)).tolist()]
    made = np.empty(len(found), dtype=object)
    made[:] = found
    return made


def _work(scale: Scale) -> Work:
    """Return what each fact weighs in the town's mix, and the households it stands for."""
    facts = scale.facts
    totals = np.bincount(facts.kind, facts.weight, len(KINDS))
    shares = np.array([getattr(scale.mix, kind, 0.0) for kind in KINDS]) / np.where(totals > 0, totals, 1)
    households = np.where(facts.kind == KINDS.index("households"), facts.weight, 0)
    return Work(scale.metres, shares[facts.kind] * facts.weight, households)


def _proposed(worlds: Worlds, asked: Asked, revision: int) -> Proposed:
    today = measured(worlds, tuple(world.graph.home for world in worlds.each), 0.0)
    each = tuple(propose(worlds, change, asked.locked, asked.seed) for change in CHANGES)
    return Proposed(asked, revision, worlds, today, each)


def _redivided(board: Board, worlds: Worlds, chosen: Proposal) -> tuple[Edit, ...]:
    pairs = zip(worlds.each, chosen.labels, strict=True)
    changed = any((label != world.graph.home).any() for world, label in pairs)
    return (redivide(board.now, worlds, chosen),) if changed else ()


def _reassigned(proposed: Proposed, chosen: Proposal) -> tuple[Edit, ...]:
    """Return an edit for each squad that gets grids of others."""
    (world,), (label,) = proposed.worlds.each, chosen.labels
    found = []
    for row, squad in enumerate(world.grids):
        got = np.flatnonzero((label == row) & (world.graph.home != row)).tolist()
        if got:
            codes = tuple(world.atoms[n].code for n in got)
            found.append(Reassign(codes=codes, village=None, squad=squad))
    return tuple(found)
