"""Findings on coverage (认定书): made of a grid and day by one, confirmed by another, frozen, and held."""

import asyncio
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gis.analysis.coverage import CoverageParameters
from gis.errors import BadInput, Conflict, NotAllowed, NotFound
from gis.model import Scope
from gis.service.atlas import Atlas
from gis.service.coverage.finding_evidence import Gatherer, Stated
from gis.service.coverage.finding_recount import canonical, digests_of, sm3
from gis.service.holds import LONGEST
from gis.store import findings as stored
from gis.store.coverage import past_keep
from gis.store.database import Connection, Database
from gis.store.findings import Finding
from gis.store.holds import Hold, add_hold
from gis.store.record import Act, record
from gis.store.staff import people_in_scope

USUAL_HOLD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Later:
    """What came since: so many more places that count, so many that count no more; would it be stated now?"""

    more: int
    lost: int
    changes: bool


class Findings:
    """The verbs on findings; whoever calls has checked the right."""

    def __init__(
        self, database: Database, atlas: Atlas, gatherer: Gatherer, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._atlas = atlas
        self._gatherer = gatherer
        self._clock = clock

    async def make(
        self,
        scope: Scope,
        what: tuple[str, date, date | None],
        parameters: CoverageParameters,
        by: Act,
    ) -> Finding:
        """Make the finding of a grid and day that is over, held until a day, a year ahead without one.

        Raises NotFound for a grid outside the scope, NotAllowed if it rests on people outside, BadInput for
        days that cannot be, and Conflict once ways of the day are past their keep.
        """
        grid, day, until = what
        today = self._atlas.today()
        until = until or today + USUAL_HOLD
        if not today <= until <= today + LONGEST:
            raise BadInput("A hold ends on a day from today on, at most ten years ahead.")
        await self._gatherer.count(scope, grid, day, parameters)
        async with self._database.begin() as connection:
            if await past_keep(connection, (day, day)):
                raise Conflict("Ways of that day are past their keep: nothing can be found any more.")
            gathered = await self._gatherer.gather(connection, scope, (grid, day), parameters)
            await self._check_people(connection, scope, gathered.people)
            key = await stored.next_finding(connection)
            number = f"RD{today.year}-{key:05d}"
            now = self._clock()
            statement = await asyncio.to_thread(_statement, gathered, number, by.actor, now)
            values = {
                "number": number,
                "grid_id": gathered.grid_id,
                "day": day,
                "statement": canonical(statement),
                "sm3": sm3(canonical(statement)),
                "evidence": zlib.compress(canonical([asdict(one) for one in gathered.evidence]).encode()),
                "made_by": by.actor,
                "made_at": now,
                "hold_until": until,
            }
            await stored.add_finding(connection, key, values)
            for person in gathered.people:
                held = Hold(person, day, day, until, f"finding {number}")
                await add_hold(connection, held, by.actor, now)
            detail = {
                "people": gathered.people,
                "grid_id": gathered.grid_id,
                "from": day.isoformat(),
                "to": day.isoformat(),
                "until": until.isoformat(),
                "purpose": "finding",
                "reference": f"{grid}/{day}",
            }
            await record(connection, Act(by.actor, "finding.make", "done", number, by.address, detail))
        return await self.one(scope, number)

    async def confirm(self, scope: Scope, number: str, by: Act) -> None:
        """Put the second name to a finding.

        Raises NotFound outside the scope, Conflict for whoever made it, or once it is confirmed.
        """
        found = await self.one(scope, number)
        if found.made_by == by.actor:
            raise Conflict("Somebody else confirms a finding than made it.")
        async with self._database.begin() as connection:
            if not await stored.confirm_finding(connection, number, by.actor, self._clock()):
                raise Conflict("The finding is confirmed already.")
            await record(connection, Act(by.actor, "finding.confirm", "done", number, by.address))

    async def all(self, scope: Scope) -> list[Finding]:
        """Return the newest findings on grids of a scope."""
        async with self._database.begin() as connection:
            return await stored.findings_in_scope(connection, self._atlas.lookout(scope))

    async def one(self, scope: Scope, number: str) -> Finding:
        """Return a finding; NotFound where there is none of this number in the scope."""
        async with self._database.begin() as connection:
            found = await stored.findings_in_scope(connection, self._atlas.lookout(scope), number)
        if not found:
            raise NotFound("There is no such finding.")
        return found[0]

    async def file(self, scope: Scope, number: str, by: Act) -> dict[str, Any]:
        """Return a finding with its evidence, as `wangge finding verify` takes it; the read is on record."""
        found = await self.one(scope, number)
        numbers = [one["number"] for one in json.loads(found.statement)["people"]]
        async with self._database.begin() as connection:
            people = await self._gatherer.keys(connection, numbers)
            await self._check_people(connection, scope, people)
            detail = {"people": people, "purpose": "finding", "reference": f"{found.grid}/{found.day}"}
            detail |= {"from": found.day.isoformat(), "to": found.day.isoformat()}
            await record(connection, Act(by.actor, "finding.read", "done", number, by.address, detail))
        return {
            "statement": json.loads(found.statement),
            "sm3": found.sm3,
            "confirmed_by": found.confirmed_by,
            "confirmed_at": found.confirmed_at.isoformat() if found.confirmed_at else None,
            "evidence": json.loads(zlib.decompress(found.evidence)),
        }

    async def _check_people(self, connection: Connection, scope: Scope, people: Sequence[int]) -> None:
        seen = set(await people_in_scope(connection, self._atlas.lookout(scope), None, ()))
        if set(people) - seen:
            raise NotAllowed("Some of those whom the finding rests on are not in your scope.")

    async def later(self, scope: Scope, number: str) -> Later:
        """Tell what has come since a finding was made; it stays as it is."""
        found = await self.one(scope, number)
        statement = json.loads(found.statement)
        parameters = CoverageParameters(**statement["parameters"])
        await self._gatherer.count(scope, found.grid, found.day, parameters)
        async with self._database.begin() as connection:
            if await past_keep(connection, (found.day, found.day)):
                return Later(0, 0, changes=False)
            now = await self._gatherer.gather(connection, scope, (found.grid, found.day), parameters)
        before = {place for one in statement["evidence"] for place in one["places"]}
        after = {place for one in now.evidence for place in digests_of(one)["places"]}
        told = asdict(await asyncio.to_thread(now.result))
        changes = canonical(told) != canonical(statement["result"])
        return Later(len(after - before), len(before - after), changes=changes)


def _statement(gathered: Stated, number: str, by: str, at: datetime) -> dict[str, Any]:
    return {
        **gathered.content,
        "number": number,
        "made_by": by,
        "made_at": at.isoformat(),
        "evidence": [digests_of(one) for one in gathered.evidence],
        "result": asdict(gathered.result()),
    }
