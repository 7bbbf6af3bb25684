"""Counts events by grid, village or squad: by the grids of their day, or as if today's had always been."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal

import numpy as np

from gis.errors import BadInput
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.store.counting import event_points, events_by_their_grids
from gis.store.database import Database

By = Literal["grid", "village", "squad"]
Grids = Literal["day", "today"]
MOST_DAYS = 3660


async def count_events(
    database: Database, atlas: Atlas, scope: Scope, span: tuple[date, date], by: By, grids: Grids
) -> list[tuple[str, int]]:
    """Return (code, events) for every grid, village or squad of the scope that had any, by code.

    Raises BadInput for a span that runs backwards or over ten years.
    """
    if not 0 <= (span[1] - span[0]).days < MOST_DAYS:
        raise BadInput(f"Give a first and a last day, at most {MOST_DAYS} days.")
    lookout = atlas.lookout(scope)
    async with database.begin() as connection:
        if grids == "day":
            rows = await events_by_their_grids(connection, lookout, span)
            seen = [row for row in rows if scope.holds_grid(row[0], row[2])]
            named = (
                {"grid": code, "village": village, "squad": squad}[by] for code, village, squad, _ in seen
            )
            return _summed(zip(named, (row[3] for row in seen), strict=True))
        points = await event_points(connection, lookout, span)
    boundaries = await atlas.on()
    position = boundaries.index.find(*points)
    position[~boundaries.visible(scope)[position]] = -1
    held, counts = np.unique(position[position >= 0], return_counts=True)
    members = [boundaries.base[row] for row in held.tolist()]
    keys = [{"grid": one.code, "village": one.parent, "squad": one.squad}[by] for one in members]
    return _summed(zip(keys, counts.tolist(), strict=True))


def _summed(rows: Iterable[tuple[str | None, int]]) -> list[tuple[str, int]]:
    total: Counter[str] = Counter()
    for code, count in rows:
        if code is not None:
            total[code] += count
    return sorted(total.items())
