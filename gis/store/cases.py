"""Cases as they are kept: events that go through a flow, and what was done with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.cases.calendar import DayKind
from gis.cases.engine import Action
from gis.errors import BadInput, Conflict, NotFound
from gis.model import Lookout
from gis.store.scoping import within_or_of_department
from gis.store.tables import case_action, category, event, grid, holiday

NUMBER_LOCK = 0x63617365


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case: its event, place (WGS-84), flow, and the limit of its category."""

    id: int
    number: str
    flow: str
    title: str
    category: str
    category_name: str
    address: str
    severity: int
    department: str
    reported_at: datetime
    grid: str | None
    lon: float
    lat: float
    limit_value: float
    limit_unit: str


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case as it comes in; the place is WGS-84, `grid_id` and `edition_id` are those of its moment."""

    flow: str
    title: str
    category: str
    address: str
    source: str
    severity: int
    reported_at: datetime
    lon: float
    lat: float
    grid_id: int | None
    edition_id: int


async def add_case(connection: AsyncConnection, new: NewCase, prefix: str, day: date) -> str:
    """Store a case under the next number of its civil day and return it; BadInput for no category."""
    department = await connection.scalar(
        select(category.c.department_code).where(category.c.code == new.category)
    )
    if department is None:
        raise BadInput("There is no category of this code.")
    await connection.execute(select(func.pg_advisory_xact_lock(NUMBER_LOCK)))
    head = f"{prefix}{day:%y%m%d}"
    last = await connection.scalar(select(func.max(event.c.number)).where(event.c.number.like(f"{head}____")))
    running = int(last[-4:]) + 1 if last else 1
    number = f"{head}{running:04d}"
    values = {
        "number": number,
        "category_code": new.category,
        "title": new.title,
        "address": new.address,
        "source": new.source,
        "severity": new.severity,
        "department_code": department,
        "reported_at": new.reported_at,
        "grid_id": new.grid_id,
        "edition_id": new.edition_id,
        "flow": new.flow,
        "place": func.ST_SetSRID(func.ST_MakePoint(new.lon, new.lat), 4326),
    }
    await connection.execute(insert(event).values(values))
    return number


def _cases(lookout: Lookout) -> Select[Any]:
    return (
        select(
            event.c.id,
            event.c.number,
            event.c.flow,
            event.c.title,
            event.c.category_code,
            category.c.name,
            event.c.address,
            event.c.severity,
            event.c.department_code,
            event.c.reported_at,
            grid.c.code,
            func.ST_X(event.c.place),
            func.ST_Y(event.c.place),
            category.c.limit_value,
            category.c.limit_unit,
        )
        .join(category, category.c.code == event.c.category_code)
        .join(grid, grid.c.id == event.c.grid_id, isouter=True)
        .where(
            event.c.flow.is_not(None),
            within_or_of_department(lookout, event.c.grid_id, event.c.department_code),
        )
    )


async def list_cases(connection: AsyncConnection, lookout: Lookout, limit: int) -> list[CaseRow]:
    """Return the newest cases of a scope."""
    rows = await connection.execute(_cases(lookout).order_by(event.c.id.desc()).limit(limit))
    return [CaseRow(*row) for row in rows]


async def cases_among(connection: AsyncConnection, lookout: Lookout, events: Sequence[int]) -> list[CaseRow]:
    """Return those of some events (keys) that are cases of a scope."""
    rows = await connection.execute(_cases(lookout).where(event.c.id.in_(events)).order_by(event.c.id))
    return [CaseRow(*row) for row in rows]


async def find_case(
    connection: AsyncConnection, lookout: Lookout, number: str, *, lock: bool = False
) -> CaseRow:
    """Return a case of a scope by its number, locked where it is about to change; NotFound for none."""
    if lock:
        await connection.execute(select(event.c.id).where(event.c.number == number).with_for_update())
    row = (await connection.execute(_cases(lookout).where(event.c.number == number))).first()
    if row is None:
        raise NotFound("There is no such case of yours.")
    return CaseRow(*row)


async def histories(connection: AsyncConnection, keys: list[int]) -> dict[int, list[Action]]:
    """Return what was done with cases, in order, by key."""
    rows = await connection.execute(
        select(case_action)
        .where(case_action.c.event_id.in_(keys))
        .order_by(case_action.c.event_id, case_action.c.seq)
    )
    found: dict[int, list[Action]] = {key: [] for key in keys}
    for row in rows:
        found[row.event_id].append(Action(row.action, row.at, row.actor, row.duty, row.given))
    return found


async def append_action(
    connection: AsyncConnection, key: int, version: int, action: Action, state: str
) -> None:
    """Append an action that makes a version; Conflict where somebody else has made it before."""
    values = {
        "event_id": key,
        "seq": version,
        "at": action.at,
        "actor": action.actor,
        "duty": action.duty,
        "action": action.action,
        "state": state,
        "given": dict(action.given),
    }
    try:
        await connection.execute(insert(case_action).values(values))
    except IntegrityError as error:
        raise Conflict("Somebody else has acted on this case meanwhile.") from error


async def days_off(connection: AsyncConnection) -> dict[date, DayKind]:
    """Return the town's days off and the work days swapped for them."""
    rows = await connection.execute(select(holiday.c.day, holiday.c.kind))
    return {row[0]: row[1] for row in rows}
