"""Rules by which alerts ring: made, listed, changed and deleted, and whom they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.analysis.ringing import Calendar, Kind
from gis.errors import NotFound
from gis.model import Lookout
from gis.store.staff import person_in_scope
from gis.store.tables import alert_rule, person, post, squad


@dataclass(frozen=True, slots=True)
class Who:
    """People by squads, by posts and by key; each kind that is named narrows, and nothing named means all."""

    squads: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One rule; its area is grids of any level by code, or a polygon (WKB, WGS-84).

    It rings in [since, until). `ceiling` is how many of an hour ring each by itself.
    """

    name: str
    kind: Kind
    grids: tuple[str, ...]
    shape: bytes | None
    who: Who
    minutes: int | None
    calendar: Calendar
    severity: str
    ceiling: int
    since: datetime
    until: datetime | None = None
    made_by: str = ""
    answer_minutes: int | None = None
    id: int = 0


async def add_rule(connection: AsyncConnection, rule: AlertRule) -> int:
    """Store a rule and return its number."""
    shape = func.ST_Multi(func.ST_GeomFromWKB(rule.shape, 4326)) if rule.shape else None
    values = {
        "name": rule.name,
        "kind": rule.kind,
        "grids": list(rule.grids),
        "geom": shape,
        "squads": list(rule.who.squads),
        "posts": list(rule.who.posts),
        "people": list(rule.who.people),
        "minutes": rule.minutes,
        "answer_minutes": rule.answer_minutes,
        "weekdays": list(rule.calendar.weekdays),
        "begin_minute": rule.calendar.begin,
        "end_minute": rule.calendar.end,
        "severity": rule.severity,
        "ceiling": rule.ceiling,
        "since": rule.since,
        "made_by": rule.made_by,
        "made_at": rule.since,
    }
    return int(await connection.scalar(insert(alert_rule).values(values).returning(alert_rule.c.id)) or 0)


async def list_rules(connection: AsyncConnection) -> list[AlertRule]:
    """Return the rules that are not deleted, the newest first."""
    query = _rules().where(alert_rule.c.deleted_at.is_(None)).order_by(alert_rule.c.id.desc())
    return [_rule(row) for row in await connection.execute(query)]


async def rules_since(connection: AsyncConnection, moment: datetime) -> list[AlertRule]:
    """Return the rules that rang at some time from a moment on, deleted ones too."""
    over = or_(alert_rule.c.until.is_(None), alert_rule.c.until > moment)
    return [_rule(row) for row in await connection.execute(_rules().where(over).order_by(alert_rule.c.id))]


async def read_rule(connection: AsyncConnection, number: int) -> AlertRule:
    """Return a rule, kept from others until the transaction ends; NotFound for one that is deleted."""
    query = _rules().where(alert_rule.c.id == number, alert_rule.c.deleted_at.is_(None)).with_for_update()
    row = (await connection.execute(query)).first()
    if row is None:
        raise NotFound("There is no such rule.")
    return _rule(row)


async def change_rule(connection: AsyncConnection, rule: AlertRule, *, deleted_at: datetime | None) -> None:
    """Store what may change of a rule: name, severity, ceiling, from when to when it rings, its end."""
    await connection.execute(
        update(alert_rule)
        .where(alert_rule.c.id == rule.id)
        .values(
            name=rule.name,
            severity=rule.severity,
            ceiling=rule.ceiling,
            since=rule.since,
            until=rule.until,
            deleted_at=deleted_at,
        )
    )


async def people_meant(connection: AsyncConnection, who: Who, lookout: Lookout) -> set[int]:
    """Return the keys of the people of the scope whom a rule means on the lookout's day."""
    conditions: list[ColumnElement[bool]] = [person_in_scope(lookout)]
    if who.people:
        conditions.append(person.c.id.in_(who.people))
    if who.squads:
        conditions.append(person.c.squad_id.in_(select(squad.c.id).where(squad.c.code.in_(who.squads))))
    if who.posts:
        held = select(post.c.person_id).where(
            post.c.kind.in_(who.posts), post.c.valid.contains(lookout.today)
        )
        conditions.append(person.c.id.in_(held))
    return set(await connection.scalars(select(person.c.id).where(*conditions)))


async def names_of(connection: AsyncConnection, people: Sequence[int]) -> dict[int, str]:
    """Return the names of people by key."""
    rows = await connection.execute(select(person.c.id, person.c.name).where(person.c.id.in_(people)))
    return {row[0]: row[1] for row in rows}


def _rules() -> Select[Any]:
    return select(*alert_rule.c, func.ST_AsBinary(alert_rule.c.geom).label("shape"))


def _rule(row: Row[Any]) -> AlertRule:
    return AlertRule(
        name=row.name,
        kind=row.kind,
        grids=tuple(row.grids),
        shape=bytes(row.shape) if row.shape else None,
        who=Who(tuple(row.squads), tuple(row.posts), tuple(row.people)),
        minutes=row.minutes,
        calendar=Calendar(tuple(row.weekdays), row.begin_minute, row.end_minute),
        severity=row.severity,
        ceiling=row.ceiling,
        since=row.since,
        until=row.until,
        made_by=row.made_by,
        answer_minutes=row.answer_minutes,
        id=row.id,
    )
