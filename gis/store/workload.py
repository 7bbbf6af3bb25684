"""What workload is counted from: every building's households, enterprises, components, and recent events."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.cases.flow import SHIPPED, shipped
from gis.store.tables import block, building, case_action, category, component, enterprise, event
from gis.store.tracks import day_of

Columns = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]
HOUSEHOLDS, ENTERPRISES, COMPONENTS, EVENTS, OPEN_EVENTS = range(5)
ENDS = tuple(
    {name for flow in map(shipped, SHIPPED) for name, info in flow.states.items() if info.timer is None}
    - {name for flow in map(shipped, SHIPPED) for name, info in flow.states.items() if info.paused}
)
"""The states in which nobody has anything to do any more."""


async def workload_points(connection: AsyncConnection, zone: str, since: date) -> Columns:
    """Return longitudes and latitudes (WGS-84), kinds and weights, arrays (n,), of all that makes work.

    Households stand at their buildings, or at their blocks in a town without counted buildings; events are
    those reported from a civil day on.
    """
    counted = await connection.scalar(select(func.count()).where(building.c.households > 0))
    homes = building if counted else block
    start = day_of(since, zone).begin
    rows = await connection.execute(
        union_all(
            _points(HOUSEHOLDS, func.ST_PointOnSurface(homes.c.geom_wgs84), homes.c.households).where(
                homes.c.households > 0
            ),
            _points(ENTERPRISES, enterprise.c.place),
            _points(COMPONENTS, component.c.place),
            _points(EVENTS, event.c.place).where(event.c.reported_at >= start),
            _points(OPEN_EVENTS, event.c.place).where(_open()),
        )
    )
    table = np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, 4)
    kind, weight = table[:, 2].astype(np.int64), table[:, 3].astype(np.int64)
    return table[:, 0].copy(), table[:, 1].copy(), kind, weight


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """A case in which something is left to do: its number, what it is about, and where (WGS-84)."""

    number: str
    what: str
    lon: float
    lat: float


async def open_events(connection: AsyncConnection) -> list[OpenEvent]:
    """Return the cases in which something is left to do, by number."""
    rows = await connection.execute(
        select(event.c.number, category.c.name, func.ST_X(event.c.place), func.ST_Y(event.c.place))
        .join(category, category.c.code == event.c.category_code)
        .where(_open())
        .order_by(event.c.number)
    )
    return [OpenEvent(*row) for row in rows]


async def case_version(connection: AsyncConnection) -> int:
    """Return a number that changes with every case that comes in and everything done with one."""
    cases = select(func.count()).select_from(event).where(event.c.flow.is_not(None)).scalar_subquery()
    actions = select(func.count()).select_from(case_action).scalar_subquery()
    return int(await connection.scalar(select(cases + actions)) or 0)


def _open() -> ColumnElement[bool]:
    """Return the condition that an event is a case in which something is left to do."""
    last = (
        select(case_action.c.state)
        .where(case_action.c.event_id == event.c.id)
        .order_by(case_action.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    return event.c.flow.is_not(None) & func.coalesce(last, "").not_in(ENDS)


def _points(kind: int, place: Any, weight: Any = None) -> Select[Any]:
    counted = literal(1) if weight is None else weight
    return select(func.ST_X(place), func.ST_Y(place), literal(kind), counted)
