"""The roster: who is on duty when, entered by those who keep it, and people's own start and stop."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.guard import DutyKeeper, SignedIn, TrackReader, address_of
from api.lookup_answers import person_out
from api.problems import Problem
from api.services import Served, Services
from gis.service.devices import DeviceKeeper as Keeper
from gis.service.duty import OwnDuty
from gis.service.rights import Caller
from gis.service.tracks import Asked, check_moments
from gis.store.duty import check_in_scope, duty_spans, list_duties
from gis.store.record import Act
from gis.store.tracks import day_of

router = APIRouter(tags=["duty"])
Number = Annotated[str, Field(min_length=1, max_length=40)]


class Duty(BaseModel):
    """One time of duty: by the roster, or begun by the person himself."""

    id: int
    person: int
    number: str
    name: str
    begin: datetime
    end: datetime
    kind: Literal["roster", "self", "overtime"]


class Duties(BaseModel):
    """Times of duty in order of their begin."""

    rows: list[Duty]


class NewDuty(BaseModel):
    """People by their staff numbers, from when to when, both with their zone."""

    model_config = ConfigDict(extra="forbid")

    people: Annotated[list[Number], Field(min_length=1, max_length=2000)]
    begin: Annotated[AwareDatetime, Field(alias="from")]
    end: Annotated[AwareDatetime, Field(alias="to")]


class Switch(BaseModel):
    """On duty (上岗) or off (下岗)."""

    model_config = ConfigDict(extra="forbid")

    on: bool


class OwnState(BaseModel):
    """Whether the caller is on duty now, and until when."""

    on: bool
    until: datetime | None


@router.get("/api/duty")
async def duty(
    services: Served,
    caller: DutyKeeper,
    day: date,
    person: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> Duties:
    """List the duties that touch a civil day, of everybody in the scope or of one person."""
    check_moments(datetime.combine(day, time(), UTC))
    span = day_of(day, services.atlas.town.time_zone)
    lookout = services.atlas.lookout(caller.scope)
    async with services.database.begin() as connection:
        found = await list_duties(connection, lookout, (span.begin, span.end), person)
    return Duties(rows=[_told(row, caller) for row in found])


class Group(BaseModel):
    """A span of a squad, of some people, or of everybody in the caller's scope."""

    model_config = ConfigDict(extra="forbid")

    begin: Annotated[AwareDatetime, Field(alias="from")]
    end: Annotated[AwareDatetime, Field(alias="to")]
    squad: Annotated[str | None, Field(max_length=40)] = None
    people: Annotated[list[int], Field(max_length=2000)] = []


class DutySpan(BaseModel):
    """When somebody is on duty (ms UTC)."""

    person: int
    begin_ms: int
    end_ms: int


class DutySpans(BaseModel):
    """Times of duty by person and begin."""

    rows: list[DutySpan]


@router.get("/api/duty/spans", responses={404: {"model": Problem}})
async def spans(asked: Annotated[Group, Query()], services: Served, caller: TrackReader) -> DutySpans:
    """Tell when people are on duty within a span, for whoever may play their tracks back."""
    wanted = Asked(asked.begin, asked.end, asked.squad, tuple(asked.people))
    async with services.database.begin() as connection:
        bounded = await services.tracks.bound(connection, caller.scope, wanted)
        found = await duty_spans(connection, bounded.people, (asked.begin, asked.end))
    rows = [
        DutySpan(person=who, begin_ms=round(begin.timestamp() * 1000), end_ms=round(end.timestamp() * 1000))
        for who, begin, end in found
    ]
    return DutySpans(rows=rows)


@router.post("/api/duty", status_code=204, responses={404: {"model": Problem}})
async def enter(given: NewDuty, request: Request, services: Served, caller: DutyKeeper) -> None:
    """Enter that people of the scope are on duty; reception follows within a second."""
    check_moments(given.begin, given.end)
    async with services.database.begin() as connection:
        await check_in_scope(connection, services.atlas.lookout(caller.scope), given.people)
    by = Act(caller.name, "", address=address_of(request))
    people = list(dict.fromkeys(given.people))
    await Keeper(services.database, services.clock).put_on_duty(people, (given.begin, given.end), by)


@router.post("/api/duty/me", responses={404: {"model": Problem}})
async def own(given: Switch, request: Request, services: Served, caller: SignedIn) -> OwnState:
    """Begin or end one's own duty, within the daily maximum."""
    until = await _switched(services, caller, address_of(request), on=given.on)
    return OwnState(on=until is not None, until=until)


async def _switched(services: Services, caller: Caller, address: str, *, on: bool) -> datetime | None:
    duty = OwnDuty(services.database, services.atlas, services.clock, services.settings.longest_own_duty)
    return await (duty.start if on else duty.stop)(caller, address)


def _told(row: dict[str, object], caller: Caller) -> Duty:
    shown = person_out(row["person"], row["name"], None, caller)  # type: ignore[arg-type]
    return Duty.model_validate({**row, "name": shown.name})
