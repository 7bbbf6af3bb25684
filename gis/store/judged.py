"""Alerts that rules raise: what is known of a rule and a time, and the corrections of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.analysis.reconcile import Rang
from gis.analysis.ringing import Ring
from gis.store.alert_rules import AlertRule
from gis.store.tables import alert, device_state, track_day

# each is one statement of its own transaction: what acknowledges meanwhile waits for one row at most
RAISE = text("""
INSERT INTO alert (kind, rule_id, person_id, at, received_at, geom, grid_id)
SELECT :kind, :rule, person, at, :now, ST_SetSRID(ST_MakePoint(lon, lat), 4326), grid
FROM unnest(CAST(:people AS bigint[]), CAST(:at AS timestamptz[]), CAST(:lon AS float8[]),
    CAST(:lat AS float8[]), CAST(:grids AS bigint[])) AS new (person, at, lon, lat, grid)
ON CONFLICT DO NOTHING
""")

MOVE = text("""
UPDATE alert SET at = moved.at, geom = ST_SetSRID(ST_MakePoint(moved.lon, moved.lat), 4326),
    grid_id = moved.grid, withdrawn_at = NULL
FROM unnest(CAST(:ids AS bigint[]), CAST(:at AS timestamptz[]), CAST(:lon AS float8[]),
    CAST(:lat AS float8[]), CAST(:grids AS bigint[])) AS moved (id, at, lon, lat, grid)
WHERE alert.id = moved.id
""")


@dataclass(frozen=True, slots=True)
class Placed:
    """A ring and the grid that it is put down to."""

    ring: Ring
    grid: int | None

    @property
    def at(self) -> datetime:
        """The moment."""
        return datetime.fromtimestamp(self.ring.at_ms / 1000, UTC)


async def rang_in(
    connection: AsyncConnection, rule: int, span: tuple[datetime, datetime]
) -> dict[int | None, list[Rang]]:
    """Return what a rule rang within a span, withdrawn ones too, by person (None for a rule of nobody's)."""
    rows = await connection.execute(
        select(alert.c.person_id, alert.c.id, alert.c.at, alert.c.withdrawn_at)
        .where(alert.c.rule_id == rule, alert.c.at >= span[0], alert.c.at < span[1])
        .order_by(alert.c.at, alert.c.id)
    )
    found: dict[int | None, list[Rang]] = defaultdict(list)
    for person, number, at, withdrawn in rows:
        found[person].append(Rang(number, round(at.timestamp() * 1000), withdrawn is not None))
    return found


async def raise_rings(
    connection: AsyncConnection, rule: AlertRule, rings: Sequence[tuple[int | None, Placed]], now: datetime
) -> None:
    """Store rings, each with its person."""
    columns = {"people": [person for person, _ in rings], **_columns([placed for _, placed in rings])}
    await connection.execute(RAISE, {"kind": rule.kind, "rule": rule.id, "now": now, **columns})


async def move_rings(connection: AsyncConnection, moved: Sequence[tuple[int, Placed]]) -> None:
    """Give stored rings another moment and place; those that were withdrawn stand again."""
    columns = {"ids": [number for number, _ in moved], **_columns([placed for _, placed in moved])}
    await connection.execute(MOVE, columns)


async def withdraw_rings(connection: AsyncConnection, numbers: Sequence[int], now: datetime) -> None:
    """Note that these rings were none."""
    await connection.execute(update(alert).where(alert.c.id.in_(numbers)).values(withdrawn_at=now))


async def last_word(connection: AsyncConnection) -> datetime | None:
    """Return when any device was last heard."""
    heard: datetime | None = await connection.scalar(select(func.max(device_state.c.seen_at)))
    return heard


async def sealed_since(
    connection: AsyncConnection, moment: datetime, first: date
) -> list[tuple[date, int, datetime]]:
    """Return day, person and moment of what was sealed after a moment, of days from a first one on."""
    rows = await connection.execute(
        select(track_day.c.day, track_day.c.person_id, track_day.c.sealed_at)
        .where(track_day.c.sealed_at > moment, track_day.c.day >= first)
        .order_by(track_day.c.day, track_day.c.person_id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _columns(rings: Sequence[Placed]) -> dict[str, list[Any]]:
    return {
        "at": [placed.at for placed in rings],
        "lon": [placed.ring.lon for placed in rings],
        "lat": [placed.ring.lat for placed in rings],
        "grids": [placed.grid for placed in rings],
    }
