"""Handing the console over: what is open, who is silent, notes, and the signatures of two accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gis.model import Lookout
from gis.store import handovers as stored
from gis.store.alerts import list_alerts
from gis.store.database import Connection
from gis.store.record import Act, record

SILENT = timedelta(minutes=10)
MOST_ALERTS = 200
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Console:
    """Who sits at a console, what he sees, when, and from which address."""

    lookout: Lookout
    name: str
    now: datetime
    address: str


@dataclass(frozen=True, slots=True)
class Given:
    """What is handed over: open alerts, and who is on duty and silent."""

    alerts: tuple[Row, ...]
    silent: tuple[Row, ...]


async def what_stands(connection: Connection, console: Console) -> Given:
    """Return what is open and who is silent for 10 minutes or more, as the console sees it now."""
    rows = await list_alerts(connection, console.lookout, only_open=True, limit=MOST_ALERTS)
    alerts = tuple(
        {key: row[key] for key in ("id", "kind", "rule", "at", "grid", "person", "name")} for row in rows
    )
    silent = await stored.silent_people(connection, console.lookout, console.now, console.now - SILENT)
    return Given(alerts, tuple(silent))


async def look(connection: Connection, console: Console) -> tuple[Given, list[tuple[Row, Given]]]:
    """Return what would be handed over now, and the newest handovers with what was."""
    rows = await stored.list_handovers(connection, console.lookout)
    keys = {one["person"] for row in rows for part in ("alerts", "silent") for one in row[part]}
    names = await stored.names_of(connection, console.lookout, keys - {None})
    before = [(row, Given(_named(row["alerts"], names), _named(row["silent"], names))) for row in rows]
    return await what_stands(connection, console), before


async def hand_over(connection: Connection, console: Console, notes: str) -> int:
    """Sign what stands now with notes, and return its number; Conflict while another account's waits."""
    given = await what_stands(connection, console)
    values = {
        "given_by": console.name,
        "given_at": console.now,
        "notes": notes,
        "alerts": [_bare(row) for row in given.alerts],
        "silent": [_bare(row) for row in given.silent],
    }
    number = await stored.give(connection, console.lookout, values)
    await record(connection, Act(console.name, "handover.give", target=str(number), address=console.address))
    return number


async def take_over(connection: Connection, console: Console, number: int, answer: str) -> None:
    """Sign as the account that takes over; Conflict for the one that gave."""
    values = {"taken_by": console.name, "taken_at": console.now, "answer": answer}
    await stored.take(connection, console.lookout, number, values)
    await record(connection, Act(console.name, "handover.take", target=str(number), address=console.address))


async def read_log(connection: Connection, console: Console, span: timedelta) -> list[Row]:
    """Return what consoles did in the last hours; of others only for whoever sees the whole town."""
    whose = None if console.lookout.scope.everything else console.name
    return await stored.console_acts(connection, console.lookout, console.now - span, whose)


def _bare(row: Row) -> Row:
    """Return a row as it is kept: moments as texts, nobody's name."""
    kept = {key: value for key, value in row.items() if key not in ("name", "number", "squad")}
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in kept.items()}


def _named(rows: Sequence[Row], names: dict[int, tuple[str, str]]) -> tuple[Row, ...]:
    known = ((row, names.get(row["person"], ("", None))) for row in rows)
    return tuple({**row, "number": number, "name": name} for row, (number, name) in known)
