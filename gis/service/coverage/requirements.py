"""How often grids must be visited: entered for a grid or a level of risk, each change on record."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from gis.analysis.frequency import MOST_DAYS, Requirement, in_force
from gis.errors import BadInput, NotAllowed, NotFound
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.store import frequencies as stored
from gis.store.database import Connection, Database
from gis.store.frequencies import Demand, Standing
from gis.store.posts import Days, civil_days
from gis.store.record import Act, record

FIRST_YEAR, LAST_YEAR = 1980, 2100
RISKS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How often a grid, or every grid of a risk, must be visited, from a day on or up to another, included.

    No visits at all ends what was required.
    """

    grid: str | None
    risk: int | None
    visits: int
    days: int
    first: date
    last: date | None


class Requirements:
    """The verbs on what is required; whoever calls has checked the right."""

    def __init__(self, database: Database, atlas: Atlas) -> None:
        self._database = database
        self._atlas = atlas

    async def all(self, scope: Scope) -> list[Standing]:
        """Return what is required from today on: of risks, and of the scope's grids."""
        holds = await self._holder(scope)
        async with self._database.begin() as connection:
            found = await stored.demands_on(connection, (self._atlas.today(), None))
        return [one for one in found if one.grid is None or holds(one.grid)]

    async def set(self, scope: Scope, wanted: Wanted, by: Act) -> None:
        """Enter a requirement in place of what was required on its days.

        Raises BadInput for one that cannot be, NotFound for a grid outside the scope, and NotAllowed for a
        risk by whoever does not see the whole town.
        """
        valid = checked_days(wanted.first, wanted.last)
        check_numbers(wanted.visits, wanted.days)
        if (wanted.grid is None) == (wanted.risk is None):
            raise BadInput("A requirement is of one grid or of one level of risk.")
        if wanted.risk is not None:
            check_risk(wanted.risk)
            if not scope.everything:
                raise NotAllowed(
                    "What is required of a level of risk belongs to whoever sees the whole town."
                )
        async with self._database.begin() as connection:
            key = await self._key(connection, scope, wanted.grid) if wanted.grid is not None else None
            demand = Demand(key, wanted.risk, wanted.visits, wanted.days, valid)
            await stored.set_demand(connection, demand, by.actor)
            detail = {
                "risk": wanted.risk,
                "visits": wanted.visits,
                "days": wanted.days,
                **_told(wanted.first, wanted.last),
            }
            act = Act(by.actor, "frequency.set", "done", wanted.grid or "", by.address, detail)
            await record(connection, act)

    async def set_risk(
        self, scope: Scope, grid: str, risk: int, days: tuple[date, date | None], by: Act
    ) -> None:
        """Give a grid of the scope a level of risk; NotFound and BadInput as for requirements."""
        valid = checked_days(*days)
        check_risk(risk)
        async with self._database.begin() as connection:
            key = await self._key(connection, scope, grid)
            await stored.set_risk(connection, (key, risk, valid), by.actor)
            detail = {"risk": risk, **_told(*days)}
            await record(connection, Act(by.actor, "grid_risk.set", "done", grid, by.address, detail))

    async def _key(self, connection: Connection, scope: Scope, code: str) -> int:
        keys = await stored.grid_keys(connection, [code])
        if code not in keys or not (await self._holder(scope))(code):
            raise NotFound("There is no such grid.")
        return keys[code]

    async def _holder(self, scope: Scope) -> Callable[[str], bool]:
        base = {member.code: member.squad for member in (await self._atlas.on()).base}
        return lambda code: code in base and scope.holds_grid(code, base[code])


def checked_days(first: date, last: date | None) -> Days:
    """Return the days from the first to the last; BadInput for days in disorder or out of bounds."""
    for each in (first, last):
        if each is not None and not FIRST_YEAR <= each.year <= LAST_YEAR:
            raise BadInput(f"A day lies in the years {FIRST_YEAR} to {LAST_YEAR}.")
    if last is not None and last < first:
        raise BadInput("The last day is not before the first.")
    return civil_days(first, last)


def check_numbers(visits: int, days: int) -> None:
    """Raise BadInput for a number of visits that days cannot hold."""
    if not 1 <= days <= MOST_DAYS or not 0 <= visits <= days:
        raise BadInput(f"Ask for at most one visit a day, in 1 to {MOST_DAYS} days.")


def check_risk(risk: int) -> None:
    """Raise BadInput for a level of risk that there is none of."""
    if risk not in RISKS:
        raise BadInput("A level of risk is 1 (low), 2 or 3 (high).")


async def required(connection: Connection, days: tuple[date, date]) -> dict[str, list[Requirement]]:
    """Return what is required on some of the days by grid, in order of days."""
    own: dict[str, list[Requirement]] = defaultdict(list)
    of_risk: dict[int, list[Standing]] = defaultdict(list)
    for one in await stored.demands_on(connection, days):
        if one.grid is not None:
            own[one.grid].append(_requirement(one, one.valid))
        elif one.risk is not None:
            of_risk[one.risk].append(one)
    by_risk: dict[str, list[Requirement]] = defaultdict(list)
    for held in await stored.risks_on(connection, days):
        for one in of_risk[held.risk]:
            if one.valid.overlaps(held.valid):
                by_risk[held.grid].append(_requirement(one, one.valid.intersection(held.valid)))
    return {code: in_force(own[code], by_risk[code]) for code in sorted(own.keys() | by_risk.keys())}


def _requirement(one: Standing, valid: Days) -> Requirement:
    part = replace(one, valid=valid)
    return Requirement(
        visits=one.visits,
        days=one.days,
        origin=one.first,
        first=part.first,
        last=part.last,
        by="grid" if one.grid is not None else "risk",
        risk=one.risk,
    )


def _told(first: date, last: date | None) -> dict[str, str | None]:
    return {"from": first.isoformat(), "to": last.isoformat() if last else None}
