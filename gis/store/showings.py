"""Drafts on show and the public's opinions of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.store.tables import edition, opinion, showing


@dataclass(frozen=True, slots=True)
class Showing:
    """One time that a draft is on show, both days included; closed before them by a step elsewhere."""

    id: int
    draft: int
    step: str
    token: str
    first_day: date
    last_day: date
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None
    opinions: int

    def open_on(self, day: date) -> bool:
        """Tell whether the public sees it on a civil day."""
        return self.closed_at is None and self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody of the public says, where he says it about, and from which address it came."""

    words: str
    grid: str | None
    place: tuple[float, float] | None
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion with its answer; the place is WGS-84 degrees."""

    id: int
    step: str
    at: datetime
    words: str
    grid: str | None
    lon: float | None
    lat: float | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


async def add_showing(connection: AsyncConnection, values: dict[str, Any]) -> int:
    """Put a draft on show and return the key."""
    return int(await connection.scalar(insert(showing).values(**values).returning(showing.c.id)) or 0)


async def close_showings(connection: AsyncConnection, draft: int) -> None:
    """End whatever of a draft is on show."""
    still = (showing.c.edition_id == draft) & showing.c.closed_at.is_(None)
    await connection.execute(update(showing).where(still).values(closed_at=func.now()))


async def showings_of(connection: AsyncConnection, draft: int) -> list[Showing]:
    """Return the times that a draft was on show, the newest first."""
    rows = await connection.execute(
        _showings().where(showing.c.edition_id == draft).order_by(showing.c.id.desc())
    )
    return [Showing(*row) for row in rows]


async def shown_by(connection: AsyncConnection, token: str) -> tuple[Showing, str, dict[str, Any]]:
    """Return what is behind a link, with the draft's title and the map; NotFound behind none."""
    row = (await connection.execute(_showings().where(showing.c.token == token))).first()
    if row is None:
        raise NotFound("There is nothing on show at this address.")
    about = (
        await connection.execute(
            select(edition.c.title, showing.c.map)
            .join(edition, edition.c.id == showing.c.edition_id)
            .where(showing.c.token == token)
        )
    ).one()
    return Showing(*row), about[0], about[1]


async def add_opinion(connection: AsyncConnection, key: int, said: Said) -> int:
    """Keep an opinion about what is on show and return its number."""
    lon, lat = said.place or (None, None)
    values = {
        "showing_id": key,
        "at": said.at,
        "words": said.words,
        "grid": said.grid,
        "lon": lon,
        "lat": lat,
        "address": said.address,
    }
    return int(await connection.scalar(insert(opinion).values(**values).returning(opinion.c.id)) or 0)


async def lock_address(connection: AsyncConnection, address: str) -> None:
    """Let opinions of one address come one after the other until the transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(address, 0x0091))))


async def opinions_since(connection: AsyncConnection, address: str, since: datetime) -> int:
    """Count the opinions that came from an address since a moment."""
    query = select(func.count()).where(opinion.c.address == address, opinion.c.at > since)
    return int(await connection.scalar(query) or 0)


async def opinions_of(connection: AsyncConnection, draft: int) -> list[Opinion]:
    """Return every opinion of a draft, the newest first."""
    columns: tuple[Any, ...] = (
        opinion.c.id,
        showing.c.step,
        opinion.c.at,
        opinion.c.words,
        opinion.c.grid,
        opinion.c.lon,
        opinion.c.lat,
        opinion.c.answer,
        opinion.c.answered_by,
        opinion.c.answered_at,
    )
    rows = await connection.execute(
        select(*columns)
        .join(showing, showing.c.id == opinion.c.showing_id)
        .where(showing.c.edition_id == draft)
        .order_by(opinion.c.id.desc())
    )
    return [Opinion(*row) for row in rows]


async def answer_opinion(
    connection: AsyncConnection, key: tuple[int, int], answer: str, by: tuple[str, datetime]
) -> None:
    """Answer an opinion (`key` is draft, opinion), also anew; NotFound for none such."""
    theirs = select(showing.c.id).where(showing.c.edition_id == key[0])
    done = await connection.execute(
        update(opinion)
        .where(opinion.c.id == key[1], opinion.c.showing_id.in_(theirs))
        .values(answer=answer, answered_by=by[0], answered_at=by[1])
    )
    if done.rowcount == 0:
        raise NotFound("There is no such opinion of this draft.")


def _showings() -> Select[Any]:
    said = (
        select(func.count())
        .select_from(opinion)
        .where(opinion.c.showing_id == showing.c.id)
        .correlate(showing)
        .scalar_subquery()
    )
    return select(
        showing.c.id,
        showing.c.edition_id,
        showing.c.step,
        showing.c.token,
        showing.c.first_day,
        showing.c.last_day,
        showing.c.opened_by,
        showing.c.opened_at,
        showing.c.closed_at,
        said,
    )
