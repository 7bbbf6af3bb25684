"""How often grids must be visited: entered from a day on in place of what stood there, and read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, extract, func, insert, select, true
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.posts import Days, civil_days
from gis.store.tables import frequency, grid, grid_risk, visit


@dataclass(frozen=True, slots=True)
class Demand:
    """So many of `days` days need a visit, in a grid (its key) or in all of a risk; 0 visits is no demand."""

    grid: int | None
    risk: int | None
    visits: int
    days: int
    valid: Days


@dataclass(frozen=True, slots=True)
class Standing:
    """A demand as it is kept, with the code of its grid."""

    grid: str | None
    risk: int | None
    visits: int
    days: int
    valid: Days
    by: str
    at: datetime

    @property
    def first(self) -> date:
        """The first day on which it holds."""
        return _first(self.valid)

    @property
    def last(self) -> date | None:
        """The last day on which it holds, None for no end."""
        return self.valid.upper - timedelta(days=1) if self.valid.upper else None


@dataclass(frozen=True, slots=True)
class Risk:
    """The level of risk (1 low to 3 high) of a grid by its code, and the days for which it holds."""

    grid: str
    risk: int
    valid: Days


async def set_demand(
    connection: AsyncConnection, demand: Demand, by: str, import_id: int | None = None
) -> bool:
    """Put a demand in place of all that was said of its days; tell whether anything changed."""
    subject = frequency.c.grid_id == demand.grid if demand.grid else frequency.c.risk == demand.risk
    values = {"grid_id": demand.grid, "risk": demand.risk, "visits": demand.visits, "days": demand.days}
    new = {**values, "valid": demand.valid, "made_by": by, "import_id": import_id}
    return await _put(connection, frequency, subject, new if demand.visits else None, demand.valid)


async def set_risk(
    connection: AsyncConnection, held: tuple[int, int, Days], by: str, import_id: int | None = None
) -> bool:
    """Give a grid (its key) a level of risk for some days; tell whether anything changed."""
    key, risk, valid = held
    new = {"grid_id": key, "risk": risk, "valid": valid, "made_by": by, "import_id": import_id}
    return await _put(connection, grid_risk, grid_risk.c.grid_id == key, new, valid)


async def _put(
    connection: AsyncConnection,
    table: Table,
    subject: ColumnElement[bool],
    new: dict[str, Any] | None,
    valid: Days,
) -> bool:
    """Write a row over what stands on its days; what stands before and after them stays."""
    met = subject & table.c.valid.overlaps(valid)
    stood = [dict(row._mapping) for row in await connection.execute(select(table).where(met))]
    said = [name for name in ("visits", "days", "risk", "valid") if name in table.c]
    if new is None and not stood:
        return False
    if new is not None and [[row[name] for name in said] for row in stood] == [[new[name] for name in said]]:
        return False
    await connection.execute(delete(table).where(met))
    for row in stood:
        for part in _without(row.pop("valid"), valid):
            kept = {name: value for name, value in row.items() if name != "id"}
            await connection.execute(insert(table).values(**kept, valid=part))
    if new is not None:
        await connection.execute(insert(table).values(**new))
    return True


def _first(valid: Days) -> date:
    if valid.lower is None:
        raise ValueError("what is required has a first day")
    return valid.lower


def _without(stood: Days, new: Days) -> list[Days]:
    """Return what of some days lies before and after others, which have a first one."""
    parts = []
    if stood.lower is not None and new.lower is not None and stood.lower < new.lower:
        parts.append(Range(stood.lower, new.lower))
    if new.upper is not None and (stood.upper is None or stood.upper > new.upper):
        parts.append(Range(new.upper, stood.upper))
    return parts


async def demands_on(connection: AsyncConnection, days: tuple[date, date | None]) -> list[Standing]:
    """Return the demands that hold on some of the days, by risk, grid and first day."""
    columns = (frequency.c.risk, frequency.c.visits, frequency.c.days, frequency.c.valid)
    rows = await connection.execute(
        select(grid.c.code, *columns, frequency.c.made_by, frequency.c.made_at)
        .join(grid, grid.c.id == frequency.c.grid_id, isouter=True)
        .where(frequency.c.valid.overlaps(civil_days(*days)))
        .order_by(frequency.c.risk.desc().nulls_last(), grid.c.code, frequency.c.valid)
    )
    return [Standing(*row) for row in rows]


async def risks_on(connection: AsyncConnection, days: tuple[date, date | None]) -> list[Risk]:
    """Return the levels of risk that grids have on some of the days, by grid and first day."""
    rows = await connection.execute(
        select(grid.c.code, grid_risk.c.risk, grid_risk.c.valid)
        .join(grid, grid.c.id == grid_risk.c.grid_id)
        .where(grid_risk.c.valid.overlaps(civil_days(*days)))
        .order_by(grid.c.code, grid_risk.c.valid)
    )
    return [Risk(*row) for row in rows]


async def grid_keys(connection: AsyncConnection, codes: Sequence[str]) -> dict[str, int]:
    """Return the keys of grids by code."""
    rows = await connection.execute(select(grid.c.code, grid.c.id).where(grid.c.code.in_(codes)))
    return {row[0]: row[1] for row in rows}


async def days_visited(
    connection: AsyncConnection, days: tuple[date, date], least_s: float
) -> list[tuple[str, date, bool]]:
    """Return grid and day of every visit that lasted long enough, or may have.

    The mark tells that one did. The others were shorter as far as they were seen, but not their whole
    begin and end.
    """
    long = extract("epoch", visit.c.leave - visit.c.enter) >= least_s
    cut = ~visit.c.entered | ~visit.c.left_it
    rows = await connection.execute(
        select(grid.c.code, visit.c.day, func.bool_or(long))
        .join(grid, grid.c.id == visit.c.grid_id)
        .where(visit.c.day.between(*days), long | cut)
        .group_by(grid.c.code, visit.c.day)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def last_visits(
    connection: AsyncConnection, before: datetime, least_s: float, people: Sequence[int] | None = None
) -> dict[str, datetime]:
    """Return the end of each grid's last visit that began before a moment and lasted long enough.

    Visits of everybody, or of some people.
    """
    whose = true() if people is None else visit.c.person_id.in_(people)
    long = extract("epoch", visit.c.leave - visit.c.enter) >= least_s
    newest = (
        select(visit.c.leave)
        .where(visit.c.grid_id == grid.c.id, visit.c.enter < before, long, whose)
        .order_by(visit.c.enter.desc())
        .limit(1)
        .lateral()
    )
    rows = await connection.execute(select(grid.c.code, newest.c.leave).join_from(grid, newest, true()))
    return {row[0]: row[1] for row in rows}
