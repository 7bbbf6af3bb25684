"""Alerts: raised by reception and by rules, listed within a scope, acknowledged once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.model import Lookout
from gis.store.scoping import within
from gis.store.staff import person_in_scope
from gis.store.tables import alert, alert_rule, device, edition_grid, grid, person

SOS_SEVERITY = "urgent"
HOUR = func.date_trunc("hour", alert.c.at)


@dataclass(frozen=True, slots=True)
class Raised:
    """One alarm as it came in; the place is WGS-84 degrees or unknown."""

    kind: str
    device: int
    person: int | None
    at: datetime
    received_at: datetime
    lon: float | None
    lat: float | None
    grid: int | None = None


async def list_alerts(
    connection: AsyncConnection, lookout: Lookout, *, only_open: bool, limit: int
) -> list[dict[str, Any]]:
    """Return the newest alerts that a scope shows: those in its grids, and those of its people.

    Of the open ones, what a rule rings within an hour beyond its ceiling is one line that `stands_for` many.
    """
    query = _described(lookout).where(_shown(lookout))
    if only_open:
        query = _rolled(query.where(alert.c.acknowledged_at.is_(None), alert.c.withdrawn_at.is_(None)))
    found = query.order_by(query.selected_columns.id.desc()).limit(limit)
    return [{"stands_for": 1, **row._mapping} for row in await connection.execute(found)]


async def alert_in_scope(connection: AsyncConnection, lookout: Lookout, number: int) -> bool:
    """Tell whether a scope shows the alert of a number."""
    query = select(alert.c.id).join(person, person.c.id == alert.c.person_id, isouter=True)
    return await connection.scalar(query.where(alert.c.id == number, _shown(lookout))) is not None


async def acknowledge(
    connection: AsyncConnection, lookout: Lookout, number: int, by: tuple[str, datetime], *, rest: bool
) -> None:
    """Note who has seen an alert, and when; the first one stays. NotFound outside the scope.

    With `rest` also what the same rule rang after it within the hour.
    """
    own = (
        select(alert.c.id).join(person, person.c.id == alert.c.person_id, isouter=True).where(_shown(lookout))
    )
    meant = select(alert.c.rule_id, alert.c.at, HOUR.label("hour")).where(
        alert.c.id == number, alert.c.id.in_(own)
    )
    found = (await connection.execute(meant)).first()
    if found is None:
        raise NotFound("There is no such alert in your scope.")
    same: ColumnElement[bool] = alert.c.id == number
    if rest and found.rule_id is not None:
        later = (alert.c.rule_id == found.rule_id) & (found.hour == HOUR) & (alert.c.at >= found.at)
        same = later & alert.c.id.in_(own)
    await connection.execute(
        update(alert)
        .where(same, alert.c.acknowledged_at.is_(None))
        .values(acknowledged_by=by[0], acknowledged_at=by[1])
    )


def _described(lookout: Lookout) -> Select[Any]:
    member = (edition_grid.c.grid_id == alert.c.grid_id) & (edition_grid.c.edition_id == lookout.edition_id)
    return (
        select(
            alert.c.id,
            alert.c.kind,
            alert.c.rule_id,
            alert_rule.c.name.label("rule"),
            func.coalesce(alert_rule.c.severity, SOS_SEVERITY).label("severity"),
            alert.c.at,
            alert.c.received_at,
            func.ST_X(alert.c.geom).label("lon"),
            func.ST_Y(alert.c.geom).label("lat"),
            grid.c.code.label("grid"),
            edition_grid.c.name.label("grid_name"),
            device.c.name.label("device"),
            person.c.id.label("person"),
            person.c.name.label("name"),
            person.c.phone.label("phone"),
            alert.c.acknowledged_by,
            alert.c.acknowledged_at,
            alert.c.withdrawn_at,
        )
        .join(device, device.c.id == alert.c.device_id, isouter=True)
        .join(alert_rule, alert_rule.c.id == alert.c.rule_id, isouter=True)
        .join(person, person.c.id == alert.c.person_id, isouter=True)
        .join(grid, grid.c.id == alert.c.grid_id, isouter=True)
        .join(edition_grid, member, isouter=True)
    )


def _rolled(query: Select[Any]) -> Select[Any]:
    """Leave of each rule and hour the first ones up to the ceiling, and one line for all others."""
    hour = [alert.c.rule_id, HOUR]
    counted = query.add_columns(
        alert_rule.c.ceiling,
        func.row_number().over(partition_by=hour, order_by=[alert.c.at, alert.c.id]).label("place"),
        func.count().over(partition_by=hour).label("together"),
    ).subquery()
    beyond = counted.c.place > counted.c.ceiling
    stands_for = case((beyond, counted.c.together - counted.c.ceiling), else_=1).label("stands_for")
    first = or_(counted.c.rule_id.is_(None), counted.c.place <= counted.c.ceiling + 1)
    return select(*counted.c, stands_for).where(first)


def _shown(lookout: Lookout) -> Any:
    return or_(within(lookout, alert.c.grid_id), person_in_scope(lookout))
