"""Posts whose grid an edition ends: which there are, where they go, carried out and put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.store.posts import Days
from gis.store.tables import edition_grid, grid, person, post, post_move


@dataclass(frozen=True, slots=True)
class Leaving:
    """A post in a grid that ends: whose it is, what, in which grid (key and code), and for which days."""

    post: int
    person: int
    number: str
    name: str
    kind: str
    grid: int
    code: str
    valid: Days


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a post goes (None: it ends), and who chose it; None where it was left as proposed."""

    to: str | None
    by: str | None


async def posts_from(connection: AsyncConnection, codes: Sequence[str], since: date) -> list[Leaving]:
    """Return the posts in these grids that hold on a civil day or later, by grid, person and first day."""
    rows = await connection.execute(
        select(
            post.c.id,
            person.c.id,
            person.c.number,
            person.c.name,
            post.c.kind,
            grid.c.id,
            grid.c.code,
            post.c.valid,
        )
        .join(person, person.c.id == post.c.person_id)
        .join(grid, grid.c.id == post.c.grid_id)
        .where(grid.c.code.in_(codes), post.c.valid.overlaps(Range(since, None)))
        .order_by(grid.c.code.collate("C"), person.c.number, post.c.kind, post.c.id)
    )
    return [Leaving(*row) for row in rows]


async def ended_codes(connection: AsyncConnection, sides: tuple[int, int], level: int) -> list[str]:
    """Return the codes of a level that one edition (the first) has and another has not."""
    stays = exists().where(edition_grid.c.edition_id == sides[1], edition_grid.c.grid_id == grid.c.id)
    member = exists().where(edition_grid.c.edition_id == sides[0], edition_grid.c.grid_id == grid.c.id)
    query = select(grid.c.code).where(grid.c.level == level, member, ~stays)
    return list(await connection.scalars(query.order_by(grid.c.code.collate("C"))))


async def choices_of(connection: AsyncConnection, key: int) -> dict[int, Choice]:
    """Return what is settled about a draft's posts, by the post's key."""
    columns = post_move.c.post_id, post_move.c.to_code, post_move.c.chosen_by
    rows = await connection.execute(select(*columns).where(post_move.c.edition_id == key))
    return {row[0]: Choice(row[1], row[2]) for row in rows}


async def choose(connection: AsyncConnection, key: int, leaving: int, choice: Choice) -> None:
    """Settle where a post goes; another choice takes its place."""
    values = {"to_code": choice.to, "chosen_by": choice.by, "at": func.now()}
    statement = upsert(post_move).values(edition_id=key, post_id=leaving, **values)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["edition_id", "post_id"], set_=values)
    )


async def forget_proposed(connection: AsyncConnection, key: int) -> None:
    """Forget what nobody chose, so that it is proposed anew."""
    of_it = (post_move.c.edition_id == key) & post_move.c.chosen_by.is_(None)
    await connection.execute(delete(post_move).where(of_it))


async def carry_out(
    connection: AsyncConnection, key: int, leaving: Leaving, choice: Choice, span: Days
) -> bool:
    """Let a post go on in another grid, or end, for the days of an edition; tell whether it held on any.

    Before and after those days it stays where it was. Whoever holds such a post there already gets none.
    """
    before, moved, after = parted(leaving.valid, span)
    if moved.is_empty:
        return False
    added: list[int] = []
    to = await connection.scalar(select(grid.c.id).where(grid.c.code == choice.to)) if choice.to else None
    if to is not None and not await _holds(connection, leaving, to, moved):
        added.append(await _add(connection, leaving, to, moved))
    if not after.is_empty:
        added.append(await _add(connection, leaving, leaving.grid, after))
    mine = post.c.id == leaving.post
    await connection.execute(
        delete(post).where(mine) if before.is_empty else update(post).where(mine).values(valid=before)
    )
    await choose(connection, key, leaving.post, choice)
    held = {"person_id": leaving.person, "grid_id": leaving.grid, "kind": leaving.kind, "was": leaving.valid}
    await connection.execute(_of(key, leaving.post).values(**held, added=added))
    return True


async def count_moves(connection: AsyncConnection, key: int) -> tuple[int, int]:
    """Return how many posts went on in another grid with an edition, and how many ended."""
    goes_on = func.count(post_move.c.to_code)
    carried = select(goes_on, func.count() - goes_on).where(
        post_move.c.edition_id == key, post_move.c.was.is_not(None)
    )
    moved, ended = (await connection.execute(carried)).one()
    return int(moved), int(ended)


async def put_back(connection: AsyncConnection, key: int) -> None:
    """Take back what an edition did to posts; one that ended since, or is gone, stays so."""
    carried = select(post_move).where(post_move.c.edition_id == key, post_move.c.was.is_not(None))
    for row in (await connection.execute(carried)).all():
        live = list(await connection.scalars(select(post.c.valid).where(post.c.id.in_(row.added))))
        await connection.execute(delete(post).where(post.c.id.in_(row.added)))
        if live or not row.added:
            await _restore(connection, row, live)
        nothing = dict.fromkeys(("person_id", "grid_id", "kind", "was"))
        await connection.execute(_of(key, row.post_id).values(**nothing, added=[]))


async def _restore(connection: AsyncConnection, row: Any, live: Sequence[Days]) -> None:
    ends = [days.upper for days in live if days.upper is not None]
    end = (max(ends) if len(ends) == len(live) else None) if live else row.was.upper
    valid = Range(row.was.lower, end)
    changed = await connection.execute(update(post).where(post.c.id == row.post_id).values(valid=valid))
    if not changed.rowcount:
        values = {"person_id": row.person_id, "grid_id": row.grid_id, "kind": row.kind, "valid": valid}
        await connection.execute(upsert(post).values(**values).on_conflict_do_nothing())


def parted(held: Days, span: Days) -> tuple[Days, Days, Days]:
    """Return the days of a post before, within and after the days of an edition."""
    nothing: Days = Range(empty=True)
    before = held.intersection(Range(None, span.lower)) if span.lower is not None else nothing
    after = held.intersection(Range(span.upper, None)) if span.upper is not None else nothing
    return before, held.intersection(span), after


def _of(key: int, leaving: int) -> Any:
    return update(post_move).where(post_move.c.edition_id == key, post_move.c.post_id == leaving)


async def _holds(connection: AsyncConnection, leaving: Leaving, to: int, days: Days) -> bool:
    same: Select[Any] = select(post.c.id).where(
        post.c.person_id == leaving.person,
        post.c.grid_id == to,
        post.c.kind == leaving.kind,
        post.c.valid.contains(days),
    )
    return await connection.scalar(same.limit(1)) is not None


async def _add(connection: AsyncConnection, leaving: Leaving, to: int, days: Days) -> int:
    values = {"person_id": leaving.person, "grid_id": to, "kind": leaving.kind, "valid": days}
    return int(await connection.scalar(insert(post).values(**values).returning(post.c.id)) or 0)
