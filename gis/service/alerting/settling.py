"""Make what is stored of a rule and a day equal to what was judged, without ringing anything twice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from gis.analysis.reconcile import reconcile
from gis.analysis.ringing import Ring
from gis.service.alerting.cases import Case
from gis.store import judged as stored
from gis.store.database import Database
from gis.store.tracks import Day

NOBODY = None
"""Whose rings they are that nobody set off: those of a place that nobody visited."""


async def settle(
    database: Database, case: Case, day: Day, found: Mapping[int | None, Sequence[Ring]], now: datetime
) -> None:
    """Store what a rule rings on a day for each person that `found` names; those of others stay.

    Each step is a transaction of its own, so it may be cut short and done again.
    """
    rule = case.rule
    begin = max(day.begin, rule.since)
    end = min(day.end, rule.until) if rule.until else day.end
    async with database.begin() as connection:
        known = await stored.rang_in(connection, rule.id, (begin, end))
    first, last = (round(moment.timestamp() * 1000) for moment in (begin, end))
    raised: list[tuple[int | None, Ring]] = []
    moved: list[tuple[int, Ring]] = []
    gone: list[int] = []
    for person, rings in found.items():
        inside = [ring for ring in rings if first <= ring.at_ms < last]
        changes = reconcile(known.get(person, []), inside)
        raised += [(person, ring) for ring in changes.raised]
        moved += changes.corrected
        gone += changes.withdrawn
    await _write(database, case, (raised, moved, gone), now)


async def _write(
    database: Database,
    case: Case,
    changes: tuple[list[tuple[int | None, Ring]], list[tuple[int, Ring]], list[int]],
    now: datetime,
) -> None:
    raised, moved, gone = changes
    if gone:
        async with database.begin() as connection:
            await stored.withdraw_rings(connection, gone, now)
    if moved:
        pairs = list(zip((number for number, _ in moved), _placed(case, moved), strict=True))
        async with database.begin() as connection:
            await stored.move_rings(connection, pairs)
    if raised:
        rings = list(zip((person for person, _ in raised), _placed(case, raised), strict=True))
        async with database.begin() as connection:
            await stored.raise_rings(connection, case.rule, rings, now)


def _placed(case: Case, keyed: Iterable[tuple[object, Ring]]) -> list[stored.Placed]:
    return case.placed([ring for _, ring in keyed])
