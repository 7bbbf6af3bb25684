"""Findings on coverage as they are kept: added, confirmed by a second name, listed and read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.model import Lookout
from gis.store.scoping import within
from gis.store.tables import finding, grid

MOST = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `statement` is its canonical JSON and `sm3` the digest of that."""

    number: str
    grid: str
    day: date
    statement: str
    sm3: str
    evidence: bytes
    made_by: str
    made_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    hold_until: date


async def next_finding(connection: AsyncConnection) -> int:
    """Return the running number of the next finding; no other has it."""
    query = "SELECT nextval(pg_get_serial_sequence('finding', 'id'))"
    return int(await connection.scalar(text(query)) or 0)


async def add_finding(connection: AsyncConnection, key: int, values: dict[str, Any]) -> None:
    """Keep a finding under its running number."""
    await connection.execute(insert(finding).values(id=key, **values))


async def confirm_finding(connection: AsyncConnection, number: str, by: str, at: datetime) -> bool:
    """Put the second name to a finding that has one; False where there is none such."""
    done = await connection.execute(
        update(finding)
        .where(finding.c.number == number, finding.c.confirmed_by.is_(None))
        .values(confirmed_by=by, confirmed_at=at)
    )
    return bool(done.rowcount)


async def findings_in_scope(
    connection: AsyncConnection, lookout: Lookout, number: str | None = None
) -> list[Finding]:
    """Return the findings on grids of a scope, or the one of a number, the newest first."""
    columns = (finding.c.statement, finding.c.sm3, finding.c.evidence, finding.c.made_by, finding.c.made_at)
    query = (
        select(
            finding.c.number,
            grid.c.code,
            finding.c.day,
            *columns,
            finding.c.confirmed_by,
            finding.c.confirmed_at,
            finding.c.hold_until,
        )
        .join(grid, grid.c.id == finding.c.grid_id)
        .where(within(lookout, finding.c.grid_id))
        .order_by(finding.c.id.desc())
        .limit(MOST)
    )
    if number is not None:
        query = query.where(finding.c.number == number)
    return [Finding(*row) for row in await connection.execute(query)]
