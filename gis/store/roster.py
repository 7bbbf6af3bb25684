"""The roster of a month: shifts, who has which on which day, absences, and the town's days off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, case, cast, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.model import Lookout
from gis.store.staff import person_in_scope
from gis.store.tables import absence, duty, holiday, person, shift, squad

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's shift of one civil day, None being a day off, and the spans that it becomes."""

    person: int
    day: date
    shift: int | None
    spans: tuple[Span, ...] = ()


async def list_shifts(connection: AsyncConnection) -> list[dict[str, Any]]:
    """Return every shift, those that are not used any more too, in the order they were made."""
    rows = await connection.execute(select(shift).order_by(shift.c.id))
    return [dict(row._mapping) for row in rows]


async def put_shift(connection: AsyncConnection, code: str, values: dict[str, Any]) -> None:
    """Make a shift, or change what is said of it from now on; duties entered before stay as they are."""
    statement = postgresql.insert(shift).values(code=code, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["code"], set_=values))


async def list_members(
    connection: AsyncConnection, lookout: Lookout, of_squad: str | None
) -> list[dict[str, Any]]:
    """Return the people of the scope, or of one squad, by number."""
    query = (
        select(person.c.id, person.c.number, person.c.name, squad.c.code.label("squad"))
        .join(squad, squad.c.id == person.c.squad_id, isouter=True)
        .where(person_in_scope(lookout))
        .order_by(person.c.number)
    )
    if of_squad is not None:
        query = query.where(squad.c.code == of_squad)
    return [dict(row._mapping) for row in await connection.execute(query)]


async def check_people(connection: AsyncConnection, lookout: Lookout, people: Collection[int]) -> None:
    """Raise NotFound unless the scope holds all of these people."""
    found = await connection.scalars(
        select(person.c.id).where(person.c.id.in_(sorted(people)), person_in_scope(lookout))
    )
    if missing := len(set(people) - set(found)):
        raise NotFound(f"{missing} of the people are not in your scope.")


def _day_of(zone: str) -> Any:
    """Return the civil day to which a duty belongs: the one it was entered for, else that of its begin."""
    return func.coalesce(duty.c.day, cast(func.timezone(zone, func.lower(duty.c.valid)), Date))


async def list_entries(
    connection: AsyncConnection, people: Sequence[int], days: tuple[date, date], zone: str
) -> list[dict[str, Any]]:
    """Return what is entered for people on days (first, day after the last): one row a person, day, kind
    and shift, from its first begin to its last end, with the minutes on duty, each counted once."""
    day, before = _day_of(zone), person.alias("before")
    begin, end = func.lower(duty.c.valid), func.upper(duty.c.valid)
    found = (
        select(
            duty.c.person_id.label("person"),
            day.label("day"),
            duty.c.kind,
            shift.c.code.label("shift"),
            before.c.number.label("instead_of"),
            func.min(duty.c.id).label("id"),
            func.min(begin).label("begin"),
            func.max(end).label("end"),
            func.range_agg(duty.c.valid).label("spans"),
        )
        .join(shift, shift.c.id == duty.c.shift_id, isouter=True)
        .join(before, before.c.id == duty.c.instead_of, isouter=True)
        .where(duty.c.person_id.in_(people), day >= days[0], day < days[1])
        .group_by(duty.c.person_id, day, duty.c.kind, shift.c.code, before.c.number)
        .subquery()
    )
    span = func.unnest(found.c.spans).column_valued("span")
    lasting = select(func.sum(func.upper(span) - func.lower(span))).scalar_subquery()
    minutes = cast(func.extract("epoch", lasting) / 60, postgresql.INTEGER).label("minutes")
    columns = [column for column in found.c if column.name != "spans"]
    query = select(*columns, minutes).order_by(found.c.day, found.c.begin)
    return [dict(row._mapping) for row in await connection.execute(query)]


async def list_absences(
    connection: AsyncConnection, people: Sequence[int], span: Span
) -> list[dict[str, Any]]:
    """Return the absences of people that touch a span."""
    begin = func.lower(absence.c.valid)
    query = select(
        absence.c.id,
        absence.c.person_id.label("person"),
        begin.label("begin"),
        func.upper(absence.c.valid).label("end"),
        absence.c.kind,
    ).where(absence.c.person_id.in_(people), absence.c.valid.overlaps(Range(*span)))
    return [dict(row._mapping) for row in await connection.execute(query.order_by(begin))]


async def calendar(connection: AsyncConnection, days: tuple[date, date]) -> dict[date, tuple[str, str]]:
    """Return the town's days off and working days swapped for them: kind and name by day."""
    query = select(holiday.c.day, holiday.c.kind, holiday.c.name)
    rows = await connection.execute(query.where(holiday.c.day >= days[0], holiday.c.day < days[1]))
    return {row[0]: (row[1], row[2]) for row in rows}


async def cells_before(
    connection: AsyncConnection, cells: Sequence[Cell], zone: str
) -> dict[tuple[int, date], set[tuple[int | None, datetime, datetime]]]:
    """Return what the roster says of these people and days so far: shift, begin and end."""
    day, valid = _day_of(zone), duty.c.valid
    people, days = {cell.person for cell in cells}, {cell.day for cell in cells}
    query = select(duty.c.person_id, day, duty.c.shift_id, func.lower(valid), func.upper(valid))
    found: dict[tuple[int, date], set[tuple[int | None, datetime, datetime]]] = {}
    for who, on, *rest in await connection.execute(
        query.where(duty.c.kind == "roster", duty.c.person_id.in_(people), day.in_(days))
    ):
        found.setdefault((who, on), set()).add((rest[0], rest[1], rest[2]))
    return found


CLEAR = text("""
DELETE FROM duty d USING unnest(CAST(:people AS bigint[]), CAST(:days AS date[])) AS given (who, day)
WHERE d.person_id = who AND d.kind = 'roster'
  AND coalesce(d.day, (lower(d.valid) AT TIME ZONE :zone)::date) = given.day
""")


async def set_cells(
    connection: AsyncConnection, cells: Sequence[Cell], zone: str, import_id: int | None = None
) -> None:
    """Put each person's shift of a day in place of what the roster said of it; overtime and own duty stay."""
    given = {"people": [cell.person for cell in cells], "days": [cell.day for cell in cells], "zone": zone}
    await connection.execute(CLEAR, given)
    rows = [
        {
            "person_id": cell.person,
            "valid": Range(*span),
            "kind": "roster",
            "day": cell.day,
            "shift_id": cell.shift,
            "import_id": import_id,
        }
        for cell in cells
        for span in cell.spans
    ]
    if rows:
        await connection.execute(insert(duty), rows)


async def swap(
    connection: AsyncConnection, one: tuple[int, date], other: tuple[int, date], zone: str
) -> tuple[int, int]:
    """Let two people take each other's roster of a day each; return how many duties each gave away."""
    day = _day_of(zone)
    taken = []
    for who, on in (one, other):
        query = select(duty.c.id).where(duty.c.person_id == who, duty.c.kind == "roster", day == on)
        taken.append(list(await connection.scalars(query)))
    for keys, giver, taker in ((taken[0], one, other), (taken[1], other, one)):
        # whose shift it was at first: handed on twice and back again it is nobody else's
        first = func.coalesce(duty.c.instead_of, giver[0])
        back = case((first == taker[0], None), else_=first)
        change = update(duty).where(duty.c.id.in_(keys))
        await connection.execute(change.values(person_id=taker[0], instead_of=back, day=giver[1]))
    return len(taken[0]), len(taken[1])


async def overlapping(connection: AsyncConnection, people: Sequence[int], span: Span) -> int:
    """Return how many pairs of duties of the same person overlap within a span."""
    one, other = duty.alias(), duty.alias()
    query = (
        select(func.count())
        .select_from(one)
        .join(other, (other.c.person_id == one.c.person_id) & (other.c.id > one.c.id))
        .where(
            one.c.person_id.in_(people),
            one.c.kind != "self",
            other.c.kind != "self",
            one.c.valid.overlaps(other.c.valid),
            one.c.valid.overlaps(Range(*span)),
        )
    )
    return int(await connection.scalar(query) or 0)


async def add_overtime(connection: AsyncConnection, who: int, span: Span, day: date) -> int:
    """Enter hours on top of the roster and return their key."""
    row = {"person_id": who, "valid": Range(*span), "kind": "overtime", "day": day}
    return int(await connection.scalar(insert(duty).values(row).returning(duty.c.id)) or 0)


async def add_absence(connection: AsyncConnection, values: dict[str, Any], span: Span) -> int:
    """Enter when somebody is away and return its key."""
    statement = (
        insert(absence).values(valid=Range(*span), made_at=func.now(), **values).returning(absence.c.id)
    )
    return int(await connection.scalar(statement) or 0)


async def away(connection: AsyncConnection, people: Sequence[int], span: Span) -> bool:
    """Tell whether any of these people is away at some time of a span."""
    query = select(absence.c.id).where(
        absence.c.person_id.in_(people), absence.c.valid.overlaps(Range(*span))
    )
    return await connection.scalar(query.limit(1)) is not None


async def end_absence(
    connection: AsyncConnection, lookout: Lookout, key: int, at: datetime
) -> dict[str, Any]:
    """Take an absence back from a moment on, what has passed of it stays; NotFound outside the scope."""
    mine = select(person.c.id).where(person_in_scope(lookout))
    query = select(absence.c.person_id, func.lower(absence.c.valid)).where(
        absence.c.id == key, absence.c.person_id.in_(mine), func.upper(absence.c.valid) > at
    )
    found = (await connection.execute(query.with_for_update())).first()
    if found is None:
        raise NotFound("Nobody of your scope has such an absence before him.")
    if found[1] >= at:
        await connection.execute(delete(absence).where(absence.c.id == key))
    else:
        ended = update(absence).where(absence.c.id == key)
        await connection.execute(ended.values(valid=Range(found[1], at)))
    return {"person": found[0]}


async def drop_overtime(connection: AsyncConnection, lookout: Lookout, key: int, at: datetime) -> int:
    """Take overtime back that has not begun, and return whose it was; NotFound for any other."""
    mine = select(person.c.id).where(person_in_scope(lookout))
    statement = delete(duty).where(
        duty.c.id == key,
        duty.c.kind == "overtime",
        func.lower(duty.c.valid) > at,
        duty.c.person_id.in_(mine),
    )
    who = await connection.scalar(statement.returning(duty.c.person_id))
    if who is None:
        raise NotFound("Nobody of your scope has such overtime before him.")
    return int(who)
