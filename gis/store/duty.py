"""Times of duty: merged from a file, listed by day, and begun and ended by people themselves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import TSTZRANGE
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.model import Lookout
from gis.store.importing import Outcome
from gis.store.staff import person_in_scope
from gis.store.standing import standing
from gis.store.tables import account, duty, person

MERGE = text("""
INSERT INTO duty (person_id, valid, kind, import_id)
SELECT DISTINCT who, tstzrange(began, ended), 'roster', CAST(:import AS bigint)
FROM unnest(CAST(:people AS bigint[]), CAST(:begin AS timestamptz[]), CAST(:end AS timestamptz[]))
    AS given (who, began, ended)
WHERE NOT EXISTS (SELECT FROM duty d WHERE d.person_id = who AND d.valid = tstzrange(began, ended))
""")


async def merge_duties(
    connection: AsyncConnection, duties: Sequence[tuple[int, datetime, datetime]], import_id: int
) -> Outcome:
    """Add the duties (person, begin, end) of a file that are not entered yet."""
    people, begin, end = (list(column) for column in zip(*duties, strict=True))
    given = {"people": people, "begin": begin, "end": end, "import": import_id}
    added = (await connection.execute(MERGE, given)).rowcount
    return Outcome(added=added, unchanged=len(duties) - added)


async def list_duties(
    connection: AsyncConnection, lookout: Lookout, span: tuple[datetime, datetime], who: int | None
) -> list[dict[str, object]]:
    """Return the duties of the scope's people, or of one of them, that touch a span."""
    held = standing(duty.c.valid.overlaps(func.tstzrange(*span)))
    query = (
        select(
            held.c.id,
            person.c.id.label("person"),
            person.c.number,
            person.c.name,
            func.lower(held.c.valid).label("begin"),
            func.upper(held.c.valid).label("end"),
            held.c.kind,
        )
        .join(person, person.c.id == held.c.person_id)
        .where(held.c.valid.overlaps(func.tstzrange(*span)), person_in_scope(lookout))
        .order_by(func.lower(held.c.valid), person.c.number)
    )
    if who is not None:
        query = query.where(person.c.id == who)
    return [dict(row._mapping) for row in await connection.execute(query)]


async def check_in_scope(connection: AsyncConnection, lookout: Lookout, numbers: Sequence[str]) -> None:
    """Raise NotFound unless the scope holds people of all these staff numbers."""
    found = await connection.scalars(
        select(person.c.number).where(person.c.number.in_(numbers), person_in_scope(lookout))
    )
    if missing := len(set(numbers) - set(found)):
        raise NotFound(f"{missing} of the staff numbers are not in your scope.")


async def person_of_account(connection: AsyncConnection, account_id: int | None) -> int:
    """Return the person whose account this is; NotFound when it is nobody's."""
    found = await connection.scalar(select(account.c.person_id).where(account.c.id == account_id))
    if found is None:
        raise NotFound("This account belongs to no person of the staff.")
    return int(found)


async def lock_person(connection: AsyncConnection, who: int) -> None:
    """Let two requests of one person wait for each other, so that both cannot use what is left of a day."""
    await connection.execute(select(person.c.id).where(person.c.id == who).with_for_update())


async def duty_until(connection: AsyncConnection, who: int, at: datetime) -> datetime | None:
    """Return when the last duty that holds a moment ends, None off duty."""
    held = standing((duty.c.person_id == who) & duty.c.valid.contains(at))
    query = select(func.max(func.upper(held.c.valid))).where(held.c.valid.contains(at))
    until: datetime | None = await connection.scalar(query)
    return until


async def duties_of(
    connection: AsyncConnection, who: int, span: tuple[datetime, datetime]
) -> list[tuple[datetime, datetime, str]]:
    """Return a person's duties that touch a span: begin, end and kind, in order."""
    held = standing((duty.c.person_id == who) & duty.c.valid.overlaps(func.tstzrange(*span)))
    begin, end = func.lower(held.c.valid), func.upper(held.c.valid)
    query = select(begin, end, held.c.kind).where(held.c.valid.overlaps(func.tstzrange(*span)))
    rows = await connection.execute(query.order_by(begin))
    return [(row[0], row[1], row[2]) for row in rows]


async def duty_spans(
    connection: AsyncConnection, people: Sequence[int], span: tuple[datetime, datetime]
) -> list[tuple[int, datetime, datetime]]:
    """Return when people are on duty within a span: person, begin, end, cut to it and in order.

    Duties that overlap or touch are one, so that nobody is on duty twice at a time.
    """
    held = standing(duty.c.person_id.in_(people) & duty.c.valid.overlaps(func.tstzrange(*span)))
    joined = func.range_agg(held.c.valid * func.tstzrange(*span))
    whole = (
        select(held.c.person_id, func.unnest(joined, type_=TSTZRANGE).label("valid"))
        .where(held.c.valid.overlaps(func.tstzrange(*span)))
        .group_by(held.c.person_id)
        .subquery()
    )
    begin, end = func.lower(whole.c.valid), func.upper(whole.c.valid)
    rows = await connection.execute(select(whole.c.person_id, begin, end).order_by(whole.c.person_id, begin))
    return [(row[0], row[1], row[2]) for row in rows]


async def own_duty_since(connection: AsyncConnection, who: int, since: datetime) -> timedelta:
    """Return for how long a person has put himself on duty from a moment on, hours to come included."""
    begin, end = func.lower(duty.c.valid), func.upper(duty.c.valid)
    query = select(func.sum(end - begin)).where(
        duty.c.person_id == who, duty.c.kind == "self", begin >= since
    )
    return await connection.scalar(query) or timedelta(0)


async def end_own_duty(connection: AsyncConnection, who: int, at: datetime) -> None:
    """End what a person began himself; what would last no moment is deleted."""
    given = {"who": who, "at": at}
    own = "person_id = :who AND kind = 'self' AND valid @> CAST(:at AS timestamptz)"
    await connection.execute(text(f"DELETE FROM duty WHERE {own} AND lower(valid) = :at"), given)
    ended = f"UPDATE duty SET valid = tstzrange(lower(valid), :at) WHERE {own}"
    await connection.execute(text(ended), given)
