"""Write the posts of a file of people: whoever holds which post in which grid, from which day to which."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import BadInput
from gis.store.importing import Outcome
from gis.store.tables import edition, edition_grid, grid, post

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


async def _void_from(connection: AsyncConnection, grids: Sequence[int]) -> dict[int, tuple[str, date]]:
    """Return by key the code of each grid that ends, and the first day on which no edition has it."""
    query = (
        select(grid.c.id, grid.c.code, func.max(func.upper(edition.c.valid)))
        .join(edition_grid, edition_grid.c.grid_id == grid.c.id)
        .join(edition, edition.c.id == edition_grid.c.edition_id)
        .where(edition.c.status == "published", grid.c.id.in_(grids))
        .group_by(grid.c.id)
        .having(~func.bool_or(func.upper_inf(edition.c.valid)))
    )
    return {row[0]: (row[1], row[2]) for row in await connection.execute(query)}


async def merge_posts(connection: AsyncConnection, posts: Sequence[Held], import_id: int) -> Outcome:
    """Add posts that are new and move the end of those that began on the same day before.

    None holds longer than some edition has its grid, so that an old file opens none again that ended with
    its grid. BadInput for one that would begin after that.
    """
    ends = await _void_from(connection, [held.grid for held in posts])
    posts = [_within(held, ends.get(held.grid)) for held in posts]
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


def _within(held: Held, ends: tuple[str, date] | None) -> Held:
    if ends is None:
        return held
    code, day = ends
    if held.valid.lower is not None and held.valid.lower >= day:
        raise BadInput(f"Nothing was written: a post would begin in the grid {code}, which ends on {day}.")
    return replace(held, valid=held.valid.intersection(Range(None, day)))


def _values(held: Held) -> dict[str, object]:
    return {"person_id": held.person, "grid_id": held.grid, "kind": held.kind, "valid": held.valid}
