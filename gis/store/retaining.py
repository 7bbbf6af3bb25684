"""Take out of the tables what is past its keep: in small transactions, each of which may be the last one."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import Conflict
from gis.store.database import Database
from gis.store.retention_rules import RULES, Class, Rule
from gis.store.tables import setting
from gis.store.town import load_setting, save_setting
from gis.store.tracks import Day

LOCK_KEY = 0x77616E72
"""The advisory lock of whoever retains: 'wanr'."""
TALLY, LAST = "retaining", "retained"


@dataclass(frozen=True, slots=True)
class Gone:
    """How many rows went, and how many bytes of pieces and messages with them."""

    rows: int = 0
    bytes: int = 0

    def __add__(self, other: "Gone") -> "Gone":
        return Gone(self.rows + other.rows, self.bytes + other.bytes)


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far back is looked on a civil day of the town: the first day that is kept of each class."""

    today: date
    zone: str
    first: Mapping[Class, Day]

    def given(self, rule: Rule) -> dict[str, Any]:
        """Return what a rule's condition may name."""
        first = self.first[rule.kept]
        return {"day": first.day, "cut": first.begin, "today": self.today, "zone": self.zone}


@asynccontextmanager
async def alone(database: Database) -> AsyncIterator[None]:
    """Hold the lock of whoever retains for a while; Conflict when another process holds it."""
    async with database.begin() as connection:
        locked = await connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        if not locked:
            raise Conflict("Another process is taking out what is past its keep.")
        yield


async def past(connection: AsyncConnection, rule: Rule, horizon: Horizon) -> Gone:
    """Count what a rule would take out."""
    query = f"SELECT count(*), coalesce(sum({rule.weight}), 0) FROM {rule.table} t WHERE {rule.past}"
    row = (await connection.execute(text(query), horizon.given(rule))).one()
    return Gone(int(row[0]), int(row[1]))


async def take_out(connection: AsyncConnection, rule: Rule, horizon: Horizon, most: int) -> Gone:
    """Take out at most so many rows by a rule, and add them to the tally in the same transaction."""
    act = f"UPDATE {rule.table} SET {rule.blank}" if rule.blank else f"DELETE FROM {rule.table}"
    statement = f"""
    WITH chosen AS MATERIALIZED (
        SELECT t.ctid AS place, {rule.weight} AS bytes FROM {rule.table} t
        WHERE {rule.past} LIMIT :most FOR UPDATE OF t SKIP LOCKED
    ), gone AS ({act} WHERE ctid = ANY(ARRAY(SELECT place FROM chosen)))
    SELECT count(*), coalesce(sum(bytes), 0) FROM chosen
    """
    row = (await connection.execute(text(statement), {**horizon.given(rule), "most": most})).one()
    gone = Gone(int(row[0]), int(row[1]))
    if gone.rows:
        known = await tally(connection)
        known[rule.what] += gone
        value = {what: [each.rows, each.bytes] for what, each in known.items()}
        await save_setting(connection, TALLY, value)
    return gone


async def tally(connection: AsyncConnection) -> dict[str, Gone]:
    """Return what has gone since retaining was last finished, by each rule, also what was cut short."""
    stored = await load_setting(connection, TALLY) or {}
    return {rule.what: Gone(*stored.get(rule.what, (0, 0))) for rule in RULES}


async def last_retained(connection: AsyncConnection) -> date | None:
    """Return the civil day on which retaining was last finished."""
    stored = await load_setting(connection, LAST)
    return date.fromisoformat(stored["day"]) if stored else None


async def figures_since(connection: AsyncConnection) -> date | None:
    """Return the first civil day whose figures and visits are kept, None before anything has gone."""
    stored = await load_setting(connection, LAST)
    return date.fromisoformat(stored["figures"]) if stored and "figures" in stored else None


async def note_finished(connection: AsyncConnection, today: date, figures: date) -> None:
    """Note that the day's retaining is finished, which figures are kept, and begin a new tally."""
    kept = {"day": today.isoformat(), "figures": figures.isoformat()}
    await save_setting(connection, LAST, kept)
    await connection.execute(delete(setting).where(setting.c.key == TALLY))


async def clean(database: Database, tables: Iterable[str], *, rewrite: bool = False) -> None:
    """Give the room of deleted rows back, so that the next ones are written over them.

    With `rewrite` each table is written anew without it, and nobody reads or writes the table meanwhile.
    """
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for table in sorted(set(tables)):
            await connection.execute(text(f"VACUUM ({'FULL' if rewrite else 'SKIP_LOCKED'}) {table}"))
