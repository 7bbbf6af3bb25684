"""Whether those who do not move are well: asked, answered, rung for; kept without places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gis.errors import NotFound
from gis.store.tables import alert_rule, still_check

Closing = Literal["fine", "help", "moved", "off_duty", "ended"]


@dataclass(frozen=True, slots=True)
class Check:
    """A question that stands: to whom, since when and until when it waits, and whether it has rung."""

    id: int
    person: int
    asked_at: datetime
    answer_by: datetime
    rang_at: datetime | None
    minutes: int


ASK = text("""
INSERT INTO still_check (rule_id, person_id, asked_at, answer_by)
SELECT :rule, person, :at, :until FROM unnest(CAST(:people AS bigint[])) AS new (person)
ON CONFLICT DO NOTHING
""")


async def ask(
    connection: AsyncConnection, rule: int, people: Sequence[int], at: datetime, answer: timedelta
) -> None:
    """Ask people whether they are well; who is being asked already stays so."""
    given = {"rule": rule, "people": list(people), "at": at, "until": at + answer}
    await connection.execute(ASK, given)


async def open_checks(connection: AsyncConnection, rule: int) -> dict[int, Check]:
    """Return the questions of a rule that stand, by person."""
    rows = await connection.execute(_standing().where(still_check.c.rule_id == rule))
    return {row[1]: Check(*row) for row in rows}


async def checks_of(connection: AsyncConnection, who: int) -> list[Check]:
    """Return the questions that stand with a person, the oldest first."""
    rows = await connection.execute(_standing().where(still_check.c.person_id == who))
    return [Check(*row) for row in rows]


async def last_closed(connection: AsyncConnection, rule: int, since: datetime) -> dict[int, datetime]:
    """Return when a rule's last question to each person was closed, of those since a moment."""
    rows = await connection.execute(
        select(still_check.c.person_id, func.max(still_check.c.closed_at))
        .where(still_check.c.rule_id == rule, still_check.c.closed_at > since)
        .group_by(still_check.c.person_id)
    )
    return {row[0]: row[1] for row in rows}


async def close(connection: AsyncConnection, numbers: Sequence[int], how: Closing, at: datetime) -> None:
    """Close questions that stand."""
    one = still_check.c.id.in_(numbers) & still_check.c.closed_at.is_(None)
    await connection.execute(update(still_check).where(one).values(closed_at=at, closed_as=how))


async def close_ended(connection: AsyncConnection, rules: Sequence[int], at: datetime) -> None:
    """Close the questions of all rules but these."""
    other = still_check.c.rule_id.not_in(rules) & still_check.c.closed_at.is_(None)
    await connection.execute(update(still_check).where(other).values(closed_at=at, closed_as="ended"))


async def answer(
    connection: AsyncConnection, key: int, who: int, how: Literal["fine", "help"], at: datetime
) -> None:
    """Close a person's question by his word; NotFound where none of his stands."""
    one = (still_check.c.id == key) & (still_check.c.person_id == who) & still_check.c.closed_at.is_(None)
    done = await connection.execute(update(still_check).where(one).values(closed_at=at, closed_as=how))
    if done.rowcount == 0:
        raise NotFound("Nobody asks you this any more.")


async def note_rung(connection: AsyncConnection, numbers: Sequence[int], at: datetime) -> list[int]:
    """Note that questions were not answered in time, and return who did not; each rings once."""
    due = still_check.c.id.in_(numbers) & still_check.c.closed_at.is_(None) & still_check.c.rang_at.is_(None)
    late = update(still_check).where(due).values(rang_at=at).returning(still_check.c.person_id)
    return list(await connection.scalars(late))


def _standing() -> Select[Any]:
    columns = [still_check.c[name] for name in ("id", "person_id", "asked_at", "answer_by", "rang_at")]
    return (
        select(*columns, alert_rule.c.minutes)
        .join(alert_rule, alert_rule.c.id == still_check.c.rule_id)
        .where(still_check.c.closed_at.is_(None))
        .order_by(still_check.c.id)
    )
