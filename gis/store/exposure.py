"""What events are divided by: residents at their buildings, and the hours that people were out in grids."""

from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import extract, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.scoping import within
from gis.store.tables import block, building, visit

Kind = Literal["residents", "households"]
KINDS: tuple[Kind, ...] = ("residents", "households")
Places = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


async def residents(connection: AsyncConnection) -> tuple[Kind, Places]:
    """Return what is counted, and where: longitudes, latitudes (WGS-84) and numbers, arrays (n,).

    At buildings, or at blocks in a town without counted buildings; households where nobody counts residents.
    """
    for homes in (building, block):
        for kind in KINDS:
            number = homes.c[kind]
            middle = func.ST_PointOnSurface(homes.c.geom_wgs84)
            query = select(func.ST_X(middle), func.ST_Y(middle), number).where(number > 0)
            found = np.array([tuple(row) for row in await connection.execute(query)], np.float64)
            if len(found):
                return kind, (found[:, 0].copy(), found[:, 1].copy(), found[:, 2].copy())
    return "residents", (np.empty(0), np.empty(0), np.empty(0))


async def patrol_hours(connection: AsyncConnection, lookout: Lookout, days: tuple[date, date]) -> float:
    """Return how many hours people spent in the grids of a scope on some civil days."""
    spent = func.sum(extract("epoch", visit.c.leave - visit.c.enter))
    query = select(spent).where(visit.c.day.between(*days), within(lookout, visit.c.grid_id))
    return float(await connection.scalar(query) or 0.0) / 3600
