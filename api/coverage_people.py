"""Coverage by person: a read of everybody whom it names, for a purpose and on record."""

from dataclasses import asdict
from datetime import datetime
from typing import Literal

from fastapi import Request
from pydantic import BaseModel

from api.guard import address_of
from api.purposes import Reason, hold_reason
from api.services import Services
from gis.analysis.coverage import CoverageParameters
from gis.service.coverage.asking import Asked
from gis.service.coverage.people import PersonCause, PersonRow
from gis.service.masking import mask
from gis.service.rights import Caller
from gis.store.record import Act, record


class PersonOut(BaseModel):
    """One person: shares of the ground that he is posted to, which add up to 1.

    `walked_m2` is the ground he covered wherever it lies. `state` is null for whoever is posted to no ground.
    """

    person: int
    number: str
    name: str
    squad: str | None
    duty_minutes: float
    silent_minutes: float
    walked_m2: float
    posted_m2: float
    covered: float
    unknown: float
    not_covered: float
    off: float
    visits: int
    minutes: float
    metres: float
    last_visit: datetime | None
    state: Literal["covered", "not_covered", "unknown"] | None
    cause: PersonCause | None


async def people_rows(
    services: Services,
    request: Request,
    caller: Caller,
    asked: tuple[Asked, CoverageParameters, Reason],
) -> list[PersonOut]:
    """Return the people of the caller's scope by name, once the read is on record with all of them.

    Raises NotAllowed without the permission to read tracks, BadInput for a reason bound to nothing.
    """
    caller.require("track.read")
    wanted, parameters, reason = asked
    period = await services.people_coverage.prepare(wanted, parameters)
    async with services.database.begin() as connection:
        people = await services.people_coverage.people(connection, caller.scope, period)
        await hold_reason(connection, caller, request, (reason, tuple(people)))
        detail = {
            "people": people,
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "purpose": reason.purpose,
            "reference": reason.reference,
        }
        act = Act(caller.name, "track.coverage", address=address_of(request), detail=detail)
        await record(connection, act)
        rows = await services.people_coverage.rows(connection, caller.scope, (people, period), parameters)
    return [_out(row, caller) for row in rows]


def _out(row: PersonRow, caller: Caller) -> PersonOut:
    name = row.name if caller.may("people.name") else mask(row.name, "name")
    return PersonOut(**{**asdict(row), "name": name})
