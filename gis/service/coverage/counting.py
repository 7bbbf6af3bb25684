"""Counts what closed days covered, once each sealing, in cells of the town's fixed lattice."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gis.analysis.cells import Lattice
from gis.analysis.coverage import KEPT_SWATHS_M, known_way, poor_spans, stretches, walked
from gis.analysis.day_ways import doubtful
from gis.analysis.piece import decode
from gis.analysis.track_fixes import Fixes
from gis.geometry.projection import to_metric
from gis.service.atlas import Atlas
from gis.store.coverage import doubts_of, sealings, uncounted, write_cells
from gis.store.database import Connection, Database
from gis.store.town import load_setting, save_setting
from gis.store.tracks import Sealed, pieces_of

TOGETHER = 40
ORIGIN = "coverage_origin"
HALF_M = 163_840.0
"""Half of the lattice's width: a town lies in its middle."""


async def lattice_of(connection: Connection, atlas: Atlas) -> Lattice:
    """Return the town's lattice; its origin is fixed once for all by the first edition it is asked for."""
    kept = await load_setting(connection, ORIGIN)
    if kept is None:
        west, south, east, north = (await atlas.on()).bounds
        x, y = to_metric((west + east) / 2, (south + north) / 2, atlas.town.metric_crs)
        kept = {"x": round(float(x) - HALF_M, -3), "y": round(float(y) - HALF_M, -3)}
        await save_setting(connection, ORIGIN, kept)
    return Lattice(kept["x"], kept["y"])


async def count_days(database: Database, atlas: Atlas, days: tuple[date, date]) -> int:
    """Count all closed days of a span whose cells are missing or older than their piece; return how many.

    Suspicions are sought among everybody's ways of a day; whose doubtful times changed is counted again.
    """
    async with database.begin() as connection:
        lattice = await lattice_of(connection, atlas)
        todo = await uncounted(connection, days)
    for day, people in todo.items():
        await _count_day(database, (lattice, atlas.town.metric_crs), day, people)
    return sum(len(people) for people in todo.values())


async def _count_day(database: Database, about: tuple[Lattice, int], day: date, people: set[int]) -> None:
    async with database.begin() as connection:
        sealed = await sealings(connection, day)
        before = await doubts_of(connection, day)
    fixes: dict[int, Fixes] = {}
    for chunk in _chunks(sealed):
        async with database.begin() as connection:
            pieces = await pieces_of(connection, chunk, (day, day))
        fixes |= await asyncio.to_thread(_decoded, pieces)
    doubts = await asyncio.to_thread(doubtful, fixes, about[1])
    changed = {person for person, known in before.items() if known != doubts.get(person, [])}
    for chunk in _chunks(sorted((people | changed) & fixes.keys())):
        asked = {person: (fixes[person], doubts.get(person, [])) for person in chunk}
        made = await asyncio.to_thread(_counted, asked, *about)
        async with database.begin() as connection:
            for person, values in made.items():
                key = {"person_id": person, "day": day, "made_of": sealed[person]}
                await write_cells(connection, {**key, **values})


def _chunks(people: Iterable[int]) -> list[list[int]]:
    every = list(people)
    return [every[first : first + TOGETHER] for first in range(0, len(every), TOGETHER)]


def _decoded(pieces: Sequence[Sealed]) -> dict[int, Fixes]:
    return {one.person: decode(*one.pieces) for one in pieces}


def _counted(
    asked: Mapping[int, tuple[Fixes, list[list[int]]]], lattice: Lattice, epsg: int
) -> dict[int, dict[str, Any]]:
    found = {}
    for person, (fixes, doubts) in asked.items():
        way = known_way(fixes, epsg, [(begin, end) for begin, end in doubts])
        packed = {f"swath_{swath}": walked(way, lattice, swath).serialize() for swath in KEPT_SWATHS_M}
        known = [[one.begin_ms, one.end_ms, *one.begin, *one.end] for one in stretches(way)]
        found[person] = {**packed, "stretches": known, "poor": poor_spans(way), "doubts": doubts}
    return found
