"""Write the posts of a file of people: whoever holds which post in which grid, from which day to which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.importing import Outcome
from gis.store.tables import post

Days = Range[date]


@dataclass(frozen=True, slots=True)
class Held:
    """One post of one person in one grid (their keys) and the civil days for which it is held."""

    person: int
    grid: int
    kind: str
    valid: Days


def civil_days(first: date | None, last: date | None) -> Days:
    """Return the range of days from the first to the last, both included; None leaves that end open."""
    return Range(first, last + timedelta(days=1) if last else None)


async def merge_posts(connection: AsyncConnection, posts: Sequence[Held], import_id: int) -> Outcome:
    """Add posts that are new and move the end of those that began on the same day before."""
    people = {held.person for held in posts}
    rows = await connection.execute(
        select(post.c.id, post.c.person_id, post.c.grid_id, post.c.kind, post.c.valid).where(
            post.c.person_id.in_(people)
        )
    )
    stored = {(row[1], row[2], row[3], row[4].lower): (row[0], row[4].upper) for row in rows}
    added = changed = 0
    for held in posts:
        known = stored.get((held.person, held.grid, held.kind, held.valid.lower))
        if known is None:
            await connection.execute(insert(post).values(**_values(held), import_id=import_id))
            added += 1
        elif known[1] != held.valid.upper:
            statement = update(post).where(post.c.id == known[0])
            await connection.execute(statement.values(valid=held.valid, import_id=import_id))
            changed += 1
    return Outcome(added, changed, len(posts) - added - changed)


def _values(held: Held) -> dict[str, object]:
    return {"person_id": held.person, "grid_id": held.grid, "kind": held.kind, "valid": held.valid}
