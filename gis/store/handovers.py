"""Handovers of the console, who on duty is silent, and what the console did in the last hours."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import Conflict, NotFound
from gis.model import Lookout
from gis.store.accounts import scope_to_json
from gis.store.staff import person_in_scope
from gis.store.standing import standing
from gis.store.tables import assignment, audit, device_state, duty, handover, person, squad

MOST_SHOWN = 30
MOST_ACTS = 5000
# what somebody at the console does; whose target is a person
CONSOLE = ("alert.", "alert_rule.", "device.", "duty.", "handover.", "live.", "people.", "request.")
MORE = ("roster.", "shift.", "sign_in", "track.")
OF_PEOPLE = ("people.", "live.person", "roster.", "duty.")


async def silent_people(
    connection: AsyncConnection, lookout: Lookout, at: datetime, since: datetime
) -> list[dict[str, Any]]:
    """Return who of the scope is on duty at a moment, was so at `since`, and was not heard after it.

    `seen_at` is None for whoever was never heard, `devices` how many he carries.
    """
    held = standing(duty.c.valid.contains(at) & duty.c.valid.contains(since))
    on_duty = select(held.c.person_id).where(held.c.valid.contains(at), held.c.valid.contains(since))
    seen = func.max(device_state.c.seen_at)
    carried = (assignment.c.person_id == person.c.id) & assignment.c.valid.contains(at)
    query = (
        select(
            person.c.id.label("person"),
            person.c.number,
            person.c.name,
            squad.c.code.label("squad"),
            seen.label("seen_at"),
            func.count(assignment.c.device_id.distinct()).label("devices"),
        )
        .join(squad, squad.c.id == person.c.squad_id, isouter=True)
        .join(assignment, carried, isouter=True)
        .join(device_state, device_state.c.device_id == assignment.c.device_id, isouter=True)
        .where(person.c.id.in_(on_duty), person_in_scope(lookout))
        .group_by(person.c.id, person.c.number, person.c.name, squad.c.code)
        .having(or_(seen.is_(None), seen < since))
        .order_by(seen.asc().nullsfirst(), person.c.number)
    )
    return [dict(row._mapping) for row in await connection.execute(query)]


async def names_of(
    connection: AsyncConnection, lookout: Lookout, people: Collection[int]
) -> dict[int, tuple[str, str]]:
    """Return number and name of those of these people whom the scope holds."""
    query = select(person.c.id, person.c.number, person.c.name)
    rows = await connection.execute(query.where(person.c.id.in_(people), person_in_scope(lookout)))
    return {row[0]: (row[1], row[2]) for row in rows}


async def list_handovers(connection: AsyncConnection, lookout: Lookout) -> list[dict[str, Any]]:
    """Return the newest handovers of consoles with this very scope, the latest first."""
    query = select(handover).where(_mine(lookout)).order_by(handover.c.id.desc()).limit(MOST_SHOWN)
    return [dict(row._mapping) for row in await connection.execute(query)]


async def give(connection: AsyncConnection, lookout: Lookout, values: dict[str, Any]) -> int:
    """Sign what is handed over and return its number; what the same account gave and nobody took goes.

    Raises Conflict while what somebody else gave waits to be taken.
    """
    waits = _mine(lookout) & handover.c.taken_by.is_(None)
    # two that hand over at once wait for each other
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("handover"))))
    other = await connection.scalar(
        select(handover.c.given_by).where(waits, handover.c.given_by != values["given_by"])
    )
    if other is not None:
        raise Conflict(f"What {other} handed over waits: take it over first.")
    await connection.execute(delete(handover).where(waits))
    row = {**values, "scope": scope_to_json(lookout.scope)}
    return int(await connection.scalar(insert(handover).values(row).returning(handover.c.id)) or 0)


async def take(connection: AsyncConnection, lookout: Lookout, number: int, values: dict[str, Any]) -> None:
    """Sign that a handover was taken; NotFound outside the scope, Conflict for one's own or one taken."""
    query = select(handover.c.given_by, handover.c.taken_by).where(_mine(lookout), handover.c.id == number)
    found = (await connection.execute(query.with_for_update())).first()
    if found is None:
        raise NotFound("There is no such handover at your console.")
    if found.given_by == values["taken_by"]:
        raise Conflict("Another account than the one that hands over has to take it.")
    if found.taken_by is not None:
        raise Conflict(f"{found.taken_by} has taken it already.")
    await connection.execute(update(handover).where(handover.c.id == number).values(values))


async def console_acts(
    connection: AsyncConnection, lookout: Lookout, since: datetime, actor: str | None
) -> list[dict[str, Any]]:
    """Return what consoles did since a moment, all of them or one account, in order.

    `person` is the name of whom it was done to, where the scope holds him.
    """
    whom = (cast(person.c.id, Text) == audit.c.target) & or_(
        *(audit.c.action.startswith(start) for start in OF_PEOPLE)
    )
    query = (
        select(
            audit.c.at,
            audit.c.actor,
            audit.c.action,
            audit.c.result,
            audit.c.target,
            person.c.name.label("person"),
        )
        .select_from(audit)
        .join(person, whom & person_in_scope(lookout), isouter=True)
        .where(
            audit.c.at > since,
            or_(*(audit.c.action.startswith(start) for start in CONSOLE + MORE)),
            ~audit.c.actor.startswith("person:"),
        )
        .order_by(audit.c.id)
        .limit(MOST_ACTS)
    )
    if actor is not None:
        query = query.where(audit.c.actor == actor)
    return [dict(row._mapping) for row in await connection.execute(query)]


def _mine(lookout: Lookout) -> Any:
    return handover.c.scope == scope_to_json(lookout.scope)
