"""Checks a draft as a whole against the ground: every finding with its place, and what bars publication."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import shapely

from gis.errors import Conflict
from gis.geometry.projection import to_metric_shape
from gis.model import Town
from gis.redraw.checks.base import Finding, Reference, full_check
from gis.redraw.checks.cut_shapes import place_in
from gis.redraw.rings import Point
from gis.redraw.workload import KINDS
from gis.service.redrawing.boards import Board
from gis.service.redrawing.gaps import gap_shapes
from gis.service.redrawing.posts import Going, posts_going
from gis.service.redrawing.rules import drawing_rules
from gis.service.redrawing.village_lines import lines_of
from gis.service.redrawing.weighing import Scale, Sides, Weighing
from gis.store.database import Connection
from gis.store.draft_edits import DraftRow
from gis.store.footing import block_names, block_shapes, building_shapes, road_shapes
from gis.store.mentions import mentions_of
from gis.store.staff import posts_in


class Checking:
    """Keeps the ground of today as the checks want it."""

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing
        self._ground: tuple[Scale, Reference] | None = None

    async def findings(
        self, connection: Connection, draft: DraftRow, board: Board, town: Town
    ) -> tuple[Finding, ...]:
        """Return everything that is wrong with a draft as it is now, errors first."""
        key = draft.id
        scale = await self._weighing.scale(connection)
        if self._ground is None or self._ground[0] is not scale:
            buildings, roads = await building_shapes(connection), await road_shapes(connection)
            names, blocks = await block_names(connection), await block_shapes(connection)
            named = list(zip(names, blocks, strict=True))
            ground = await asyncio.to_thread(_ground, buildings, roads, named, town.metric_crs)
            self._ground = scale, ground
        weighed = await self._weighing.weigh(key, board, scale)
        column = KINDS.index("households")
        households = {
            cell.code: int(counts[column]) for cell, counts in zip(weighed.cells, weighed.counts, strict=True)
        }
        sides, rules = await self._weighing.sides(key, board, scale), await drawing_rules(connection)
        going = await posts_going(connection, self._weighing, draft, board)
        first_day = draft.staffed_on(self._weighing.today())
        reference = replace(
            self._ground[1],
            households=households,
            household_limits=(rules.least_households, rules.most_households),
            code_outlives=rules.code_outlives,
            allowed_gaps=await gap_shapes(connection, town),
            code_digits=town.levels[town.base_level].digits,
            village_lines=await lines_of(connection, board),
            changed_shares=_changed_shares(sides),
            posts_without_grid=_left_over(going, board),
            named=await _named_elsewhere(connection, board),
            nobody_posted=await _nobody_posted(connection, going, board, first_day),
        )
        return await asyncio.to_thread(full_check, board.now, reference)


async def refuse_errors(connection: Connection, board: Board, town: Town) -> None:
    """Raise Conflict with the first of the errors that keep a board from being published."""
    allowed = await gap_shapes(connection, town)
    if errors := await asyncio.to_thread(_errors_of, board, town, allowed):
        raise Conflict(f"The draft has {len(errors)} unresolved errors, the first: {errors[0]}")


def _errors_of(board: Board, town: Town, allowed: Sequence[shapely.Polygon]) -> list[str]:
    """Return what keeps a draft from being published, in English."""
    reference = Reference(allowed_gaps=allowed, code_digits=town.levels[town.base_level].digits)
    found = full_check(board.now, reference)
    return [finding.sentence[1] for finding in found if finding.severity == "error"]


def _ground(
    buildings: list[bytes], roads: list[tuple[str, bytes]], blocks: list[tuple[str, bytes]], epsg: int
) -> Reference:
    footprints = [to_metric_shape(shape, epsg) for shape in shapely.from_wkb(buildings).tolist()]
    return Reference(buildings=footprints, roads=_named(roads, epsg), blocks=_named(blocks, epsg))


def _named(shapes: list[tuple[str, bytes]], epsg: int) -> list[tuple[str, Any]]:
    read = shapely.from_wkb([shape for _, shape in shapes]).tolist()
    return [(name, to_metric_shape(shape, epsg)) for (name, _), shape in zip(shapes, read, strict=True)]


def _changed_shares(sides: Sides) -> dict[str, float]:
    """Return which share of a kept grid's households came or left."""
    households = sides.facts.chosen(sides.facts.kind == KINDS.index("households"))
    held = sides.facts.kind == KINDS.index("households")
    old = [sides.before.cells[n].code if n >= 0 else "" for n in sides.before.place[held].tolist()]
    new = [sides.after.cells[n].code if n >= 0 else "" for n in sides.after.place[held].tolist()]
    had, has, stayed = Counter[str](), Counter[str](), Counter[str]()
    for a, b, weight in zip(old, new, households.weight.tolist(), strict=True):
        had[a] += weight
        has[b] += weight
        stayed[a] += weight if a == b else 0
    kept = {cell.code for cell in sides.before.cells} & {cell.code for cell in sides.after.cells}
    return {
        code: 1 - stayed[code] / max(had[code], has[code]) for code in kept if max(had[code], has[code]) > 0
    }


async def _nobody_posted(
    connection: Connection, posts: Iterable[Going], board: Board, first_day: date
) -> dict[str, Point]:
    """Return where new grids lie in which nobody will have a post; nothing of a town that has no posts."""
    codes = sorted({*board.base.cells, *board.now.cells})
    held = {one.grid for one in await posts_in(connection, codes, first_day)}
    taken = held | {one.to for one in posts}
    new = [cell for cell in board.now.basic() if cell.code not in board.base.cells]
    return {cell.code: place_in(cell.metric) for cell in new if held and cell.code not in taken}


async def _named_elsewhere(
    connection: Connection, board: Board
) -> dict[str, tuple[tuple[int, int, int], Point]]:
    """Return how many accounts, rules and demands name each grid that ends, and where it was."""
    ended = sorted(set(board.base.cells) - set(board.now.cells))
    return {
        one.code: ((one.accounts, one.rules, one.demands), place_in(board.base.cells[one.code].metric))
        for one in await mentions_of(connection, ended)
    }


def _left_over(posts: Iterable[Going], board: Board) -> dict[str, tuple[int, Point]]:
    """Return how many posts of each code go nowhere, and where its grid was."""
    counts = Counter(one.post.code for one in posts if not one.settled)
    return {code: (count, place_in(board.base.cells[code].metric)) for code, count in counts.items()}
