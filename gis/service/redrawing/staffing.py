"""Who holds posts in the changed grids before and after, and which open cases change hands by that."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gis.model import POSTS
from gis.redraw.cell import Cell
from gis.redraw.impact import changed_codes
from gis.redraw.workload import Facts
from gis.service.redrawing.boards import Board
from gis.service.redrawing.posts import Going, posts_going
from gis.service.redrawing.weighing import Weighing, located
from gis.store.database import Connection
from gis.store.draft_edits import DraftRow
from gis.store.staff import posts_in
from gis.store.workload import OpenEvent, open_events


@dataclass(frozen=True, slots=True)
class Seat:
    """One post and whoever holds it."""

    post: str
    person: int
    name: str


Seats = Mapping[str, tuple[Seat, ...]]


@dataclass(frozen=True)
class Staffing:
    """Who holds which posts by grid before and after, and where the posts of grids that end go."""

    before: Seats
    after: Seats
    going: tuple[Going, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """An open case that gets another grid: who gives it away (None: nobody was there), and who takes it."""

    event: OpenEvent
    old: str
    new: str
    gives: Seat | None
    takes: tuple[Seat, ...]


async def staffing_of(connection: Connection, weighing: Weighing, draft: DraftRow, board: Board) -> Staffing:
    """Return who holds posts in the grids that a draft changes, and in those that take posts over."""
    found = await posts_going(connection, weighing, draft, board)
    codes = {*changed_codes(board.base.cells, board.now.cells), *(one.to for one in found if one.to)}
    before: dict[str, list[Seat]] = defaultdict(list)
    for one in await posts_in(connection, sorted(codes), draft.staffed_on(weighing.today())):
        before[one.grid].append(Seat(one.post, one.person_id, one.name))
    after = {code: list(seats) for code, seats in before.items() if code in board.now.cells}
    for move in found:
        seat = Seat(move.post.kind, move.post.person, move.post.name)
        if move.to is not None and seat not in after.setdefault(move.to, []):
            after[move.to].append(seat)
    return Staffing(_ordered(before), _ordered(after), found)


async def handed_over(connection: Connection, board: Board, staffing: Staffing) -> tuple[Handed, ...]:
    """Return the open cases that get another grid, by who gives them away, then by number."""
    events = await open_events(connection)
    return await asyncio.to_thread(_handed, board, events, staffing)


def _handed(board: Board, events: Sequence[OpenEvent], staffing: Staffing) -> tuple[Handed, ...]:
    codes = changed_codes(board.base.cells, board.now.cells)
    old, new = (_codes(each, codes, board.now.epsg, events) for each in (board.base.cells, board.now.cells))
    found = [
        one
        for event, left, right in zip(events, old, new, strict=True)
        if left and right and left != right
        for one in _hands(event, left, right, staffing)
    ]
    found.sort(key=lambda one: (one.gives.name if one.gives else "", one.old, one.event.number))
    return tuple(found)


def _hands(event: OpenEvent, old: str, new: str, staffing: Staffing) -> list[Handed]:
    takes = staffing.after.get(new, ())
    stays = {seat.person for seat in takes}
    givers = [seat for seat in staffing.before.get(old, ()) if seat.person not in stays]
    each = {seat.person: seat for seat in reversed(givers)}
    once: list[Seat | None] = [None] if not staffing.before.get(old) else [*reversed(each.values())]
    return [Handed(event, old, new, seat, takes) for seat in once]


def _codes(
    cells: Mapping[str, Cell], codes: Sequence[str], epsg: int, events: Sequence[OpenEvent]
) -> list[str | None]:
    held = [cells[code] for code in codes if code in cells and cells[code].kind == "basic"]
    lon, lat = np.array([(one.lon, one.lat) for one in events], dtype=np.float64).reshape(-1, 2).T.copy()
    one = np.ones(len(events), dtype=np.int64)
    place = located(held, epsg, Facts(lon, lat, one, one))
    return [held[row].code if row >= 0 else None for row in place.tolist()]


def _ordered(seats: Mapping[str, list[Seat]]) -> Seats:
    order = list(POSTS)
    return {code: tuple(sorted(of, key=lambda seat: order.index(seat.post))) for code, of in seats.items()}
