"""People start and stop duty themselves, which opens and shuts the gate at once, within a daily maximum."""

from collections.abc import Callable
from datetime import datetime, timedelta

from gis.errors import BadInput
from gis.service.atlas import Atlas
from gis.service.rights import Caller
from gis.store import duty as stored
from gis.store.database import Connection, Database
from gis.store.devices import put_on_duty
from gis.store.record import Act, record
from gis.store.town import ROLL_VERSION, raise_version
from gis.store.tracks import day_of


class OwnDuty:
    """上岗 and 下岗 of whoever is signed in, or on his own page; the roster is not touched by it."""

    def __init__(
        self, database: Database, atlas: Atlas, clock: Callable[[], datetime], longest: timedelta
    ) -> None:
        self._database = database
        self._atlas = atlas
        self._clock = clock
        self._longest = longest

    async def start(self, caller: Caller, address: str) -> datetime:
        """Put the caller on duty until what is left of the daily maximum is used up, and return the end.

        Whoever is on duty already stays so. Raises NotFound for an account of nobody and BadInput when
        nothing of the day is left.
        """
        async with self._database.begin() as connection:
            who = await stored.person_of_account(connection, caller.account_id)
            return await self.start_of(connection, who, Act(caller.name, "", address=address))

    async def start_of(self, connection: Connection, who: int, by: Act) -> datetime:
        """Put a person on duty as `start` does, within a transaction that the caller has begun."""
        now = self._clock()
        await stored.lock_person(connection, who)
        known = await stored.duty_until(connection, who, now)
        if known is not None:
            return known
        today = day_of(self._atlas.today(), self._atlas.town.time_zone)
        left = self._longest - await stored.own_duty_since(connection, who, today.begin)
        if left <= timedelta(0):
            hours = self._longest // timedelta(hours=1)
            raise BadInput(f"The {hours} hours that one may put himself on duty in a day are used up.")
        await put_on_duty(connection, "self", [(who, now, now + left)])
        await self._note(connection, Act(by.actor, "duty.start", target=str(who), address=by.address))
        return now + left

    async def stop(self, caller: Caller, address: str) -> datetime | None:
        """End what the caller began himself, and return until when the roster holds him still, if it does."""
        async with self._database.begin() as connection:
            who = await stored.person_of_account(connection, caller.account_id)
            return await self.stop_of(connection, who, Act(caller.name, "", address=address))

    async def stop_of(self, connection: Connection, who: int, by: Act) -> datetime | None:
        """End a person's own duty as `stop` does, within a transaction that the caller has begun."""
        now = self._clock()
        await stored.lock_person(connection, who)
        await stored.end_own_duty(connection, who, now)
        await self._note(connection, Act(by.actor, "duty.stop", target=str(who), address=by.address))
        return await stored.duty_until(connection, who, now)

    async def _note(self, connection: Connection, act: Act) -> None:
        await record(connection, act)
        await raise_version(connection, ROLL_VERSION)
