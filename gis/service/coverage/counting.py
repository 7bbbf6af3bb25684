"""Counts what closed days covered, once each sealing, in cells of the town's fixed lattice."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from gis.analysis.cells import Lattice
from gis.analysis.coverage import KEPT_SWATHS_M, stretches, walked
from gis.analysis.piece import decode
from gis.analysis.track import track
from gis.analysis.track_fixes import TrackParameters
from gis.geometry.projection import to_metric
from gis.service.atlas import Atlas
from gis.store.coverage import uncounted, write_cells
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


async def count_days(
    database: Database, atlas: Atlas, days: tuple[date, date], people: Sequence[int] | None = None
) -> int:
    """Count all closed days of a span whose cells are missing or older than their piece; return how many."""
    async with database.begin() as connection:
        lattice = await lattice_of(connection, atlas)
        todo = await uncounted(connection, people, days)
    by_day: dict[date, dict[int, datetime]] = {}
    for person, day, sealed_at in todo:
        by_day.setdefault(day, {})[person] = sealed_at
    for day, sealings in by_day.items():
        waiting = list(sealings)
        for first in range(0, len(waiting), TOGETHER):
            chunk = waiting[first : first + TOGETHER]
            async with database.begin() as connection:
                pieces = await pieces_of(connection, chunk, (day, day))
            made = await asyncio.to_thread(_counted, pieces, lattice, atlas.town.metric_crs)
            async with database.begin() as connection:
                for values in made:
                    await write_cells(connection, {**values, "made_of": sealings[values["person_id"]]})
    return len(todo)


def _counted(pieces: Sequence[Sealed], lattice: Lattice, epsg: int) -> list[dict[str, Any]]:
    found = []
    for sealed in pieces:
        made = track(decode(*sealed.pieces), epsg, TrackParameters())
        packed = {f"swath_{swath}": walked(made, lattice, swath).serialize() for swath in KEPT_SWATHS_M}
        known = [[one.begin_ms, one.end_ms, *one.begin, *one.end] for one in stretches(made)]
        found.append({"person_id": sealed.person, "day": sealed.day, **packed, "stretches": known})
    return found
