"""How many of some events that are cases were handled after they were due."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from gis.cases.calendar import Calendar
from gis.cases.clock import CaseClock, Limit
from gis.cases.engine import Action, intervals, standing
from gis.cases.flow import shipped
from gis.model import Lookout
from gis.store.cases import CaseRow, cases_among, days_off, histories
from gis.store.database import Connection

FEWEST = 5
"""Of fewer cases no share is told."""


async def late_share(
    connection: Connection, lookout: Lookout, events: Sequence[int], now: datetime
) -> float | None:
    """Return which share of the cases among events was or is late; None of fewer than five."""
    cases = await cases_among(connection, lookout, events)
    if len(cases) < FEWEST:
        return None
    past, days = await histories(connection, [case.id for case in cases]), await days_off(connection)
    zone = ZoneInfo(lookout.time_zone)
    clock = CaseClock(Calendar(days=days, known=frozenset(day.year for day in days)), zone)
    return sum(late(case, past[case.id], clock, now) for case in cases) / len(cases)


def late(case: CaseRow, history: Sequence[Action], clock: CaseClock, now: datetime) -> bool:
    """Tell whether a case ended, or stands today, after its limit from when it was first to be handled."""
    flow = shipped(case.flow)
    stands = standing(flow, case.reported_at, history)
    begun = [stay.begin for stay in stands.stays if flow.states[stay.state].timer == "handle"]
    paused = intervals(stands.stays, (name for name, info in flow.states.items() if info.paused))
    limit = Limit(case.limit_value, case.limit_unit)  # type: ignore[arg-type]
    due = clock.due(begun[0] if begun else case.reported_at, limit, paused).at
    ended = stands.since if flow.states[stands.state].final else now
    return due is not None and ended > due
