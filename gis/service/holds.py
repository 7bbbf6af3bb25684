"""Hold evidence: somebody's tracks of some days stay beyond their time, until a day and for a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gis.errors import BadInput
from gis.service.atlas import Atlas
from gis.store import holds as stored
from gis.store.database import Database
from gis.store.devices import person_of_number
from gis.store.holds import Hold, HoldRow
from gis.store.record import Act, record

LONGEST = timedelta(days=3660)
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be held: the staff number, first and last civil day, the day on which it ends, and why."""

    number: str
    first: date
    last: date
    until: date
    reason: str


class HoldKeeper:
    """The verbs on holds; each is on record."""

    def __init__(self, database: Database, atlas: Atlas, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._atlas = atlas
        self._clock = clock

    async def hold(self, wanted: Wanted, by: Act) -> int:
        """Hold evidence and return the hold's number.

        Raises BadInput for days in disorder, an end that is past or too far, or no reason, and NotFound for
        an unknown staff number.
        """
        check(wanted, self._atlas.today())
        async with self._database.begin() as connection:
            person, _ = await person_of_number(connection, wanted.number)
            held = Hold(person, wanted.first, wanted.last, wanted.until, wanted.reason.strip())
            number = await stored.add_hold(connection, held, by.actor, self._clock())
            detail = {
                "people": [person],
                "from": wanted.first.isoformat(),
                "to": wanted.last.isoformat(),
                "until": wanted.until.isoformat(),
                "reason": held.reason,
            }
            await record(connection, Act(by.actor, "hold.add", "done", str(number), by.address, detail))
        return number

    async def all(self) -> list[HoldRow]:
        """Return the holds in force today."""
        async with self._database.begin() as connection:
            return await stored.list_holds(connection, self._atlas.today())

    async def release(self, number: int, by: Act) -> None:
        """End a hold before its time; NotFound when none of this number is in force."""
        async with self._database.begin() as connection:
            await stored.release_hold(connection, number, self._atlas.today(), self._clock())
            await record(connection, Act(by.actor, "hold.release", "done", str(number), by.address))


def check(wanted: Wanted, today: date) -> None:
    """Raise BadInput for what cannot be held."""
    if not wanted.first <= wanted.last <= today:
        raise BadInput("The days held begin before they end, and are not to come.")
    if not today <= wanted.until <= today + LONGEST:
        raise BadInput("A hold ends on a day from today on, at most ten years ahead.")
    if not 1 <= len(wanted.reason.strip()) <= LONGEST_REASON:
        raise BadInput(f"A reason has 1 to {LONGEST_REASON} characters.")
