"""What a draft changes for whom, before it is published: in work terms and as lineage old × new."""

import asyncio
from dataclasses import dataclass, replace

import numpy as np

from gis.redraw.impact import Change, Passed, changes, lineage
from gis.redraw.workload import KINDS, Counts, Mix, loads
from gis.service.redrawing.boards import Board
from gis.service.redrawing.patrols import Patrols
from gis.service.redrawing.staffing import Seats, Staffing, staffing_of
from gis.service.redrawing.weighing import Sides, Weighing
from gis.store.database import Connection, Database
from gis.store.draft_edits import DraftRow


@dataclass(frozen=True)
class Weight:
    """A change with its workload before and after, 1 being an average grid's, and whom it is about."""

    change: Change
    before: float
    after: float
    name: str


@dataclass(frozen=True)
class Impact:
    """All changes, how much changes hands by kind, and how many people it concerns.

    `patrol_days` tells of how many of the last thirty days the patrols are; days without any are none.
    """

    rows: tuple[Weight, ...]
    moved: Counts
    people: int
    patrol_days: int


@dataclass(frozen=True)
class Weights:
    """What a change is weighed with: what stands on the ground, and who patrolled it."""

    weighing: Weighing
    patrols: Patrols

    async def make_ready(self, database: Database, key: int, board: Board) -> None:
        """Place the patrols of a draft before anybody waits for its impact."""
        async with database.begin() as connection:
            await self.patrols.placed(connection, key, board)

    async def sides(self, connection: Connection, key: int, board: Board) -> tuple[Mix, Sides, int]:
        """Return the town's mix, a draft's changed grids with all that lies in them, and days of patrols."""
        scale = await self.weighing.scale(connection)
        patrols, days = await self.patrols.placed(connection, key, board)
        return scale.mix, await self.weighing.sides(key, board, scale, patrols), days


async def impact_of(connection: Connection, weights: Weights, draft: DraftRow, board: Board) -> Impact:
    """Return what a draft changes for every grid, village, squad and holder of a post.

    Whose grid ends has afterwards what lies in the grid in which his post goes on.
    """
    mix, sides, days = await weights.sides(connection, draft.id, board)
    staffing = await staffing_of(connection, weights.weighing, draft, board)
    found = await asyncio.to_thread(_impact, board, mix, sides, staffing)
    return replace(found, patrol_days=days)


async def lineage_of(connection: Connection, weights: Weights, key: int, board: Board) -> tuple[Passed, ...]:
    """Return the ground that the changed grids of a draft passed to one another, themselves included."""
    _, sides, _ = await weights.sides(connection, key, board)
    return await asyncio.to_thread(lineage, sides.facts, sides.before, sides.after)


def _impact(board: Board, mix: Mix, sides: Sides, staffing: Staffing) -> Impact:
    posts = _pairs(staffing.before), _pairs(staffing.after)
    found = changes(sides.facts, sides.before, sides.after, posts)
    seats = [seat for each in (staffing.before, staffing.after) for held in each.values() for seat in held]
    people = {str(seat.person): seat.name for seat in seats}
    names = {**board.names, **board.squads, **people}
    names |= {cell.code: cell.name for cell in (*sides.before.cells, *sides.after.cells)}
    base, now = len(tuple(board.base.basic())), len(tuple(board.now.basic()))
    had = loads(_table([one.before for one in found]), sides.town, base, mix)
    has = loads(_table([one.after for one in found]), sides.town, now, mix)
    rows = tuple(
        Weight(change, float(old), float(new), names.get(change.code, change.code))
        for change, old, new in zip(found, had, has, strict=True)
    )
    affected = sum(row.change.by == "person" for row in rows)
    return Impact(rows, _moved(sides), affected, 0)


def _pairs(seats: Seats) -> list[tuple[str, str]]:
    return [(str(seat.person), code) for code, held in seats.items() for seat in held]


def _table(rows: list[Counts]) -> Counts:
    return np.array(rows, dtype=np.int64).reshape(-1, len(KINDS))


def _moved(sides: Sides) -> Counts:
    """Count what belongs to a grid of another code afterwards."""
    before, after, facts = sides.before, sides.after, sides.facts
    old = np.array([*(cell.code for cell in before.cells), ""], dtype=object)[before.place]
    new = np.array([*(cell.code for cell in after.cells), ""], dtype=object)[after.place]
    hands = facts.chosen(np.asarray(old != new, dtype=np.bool_))
    moved = np.bincount(hands.kind, hands.weight, len(KINDS)).astype(np.int64)
    return np.asarray(moved)
