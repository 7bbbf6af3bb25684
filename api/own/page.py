"""What one's own page tells: am I recorded now, who looked at me, what was refused; and its buttons."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request

from api.guard import Own, address_of
from api.own.forms import (
    Asked,
    Asking,
    Confirmed,
    Cry,
    Known,
    Me,
    OwnFixes,
    Phone,
    Rang,
    Reading,
    Readings,
    Refusal,
    Refusals,
    Requests,
    Switch,
    TownName,
)
from api.own.opening import town_notice
from api.problems import Problem
from api.services import Served, Services
from gis.errors import BadInput, Conflict
from gis.service.duty import OwnDuty
from gis.service.notice import LANGUAGES, VERSION
from gis.service.own_alarm import raise_sos
from gis.service.own_page import OwnState, actor, ask, own_state
from gis.service.reception.own_door import hand_over
from gis.store.own_pages import Holder, readings_of, refused_of, requests_of
from gis.store.record import Act

router = APIRouter(tags=["own page"])
REFUSED_DAYS = 7


@router.get("/api/me")
async def me(services: Served, holder: Own) -> Me:
    """Tell whether the person is recorded now."""
    async with services.database.begin() as connection:
        state = await own_state(connection, holder, services.clock())
    town = services.atlas.town
    return Me(
        town=TownName(name=town.name, name_en=town.name_en, time_zone=town.time_zone, made_up=town.made_up),
        person=holder.name,
        number=holder.number,
        recorded=state.recorded,
        on_duty_until=state.on_duty_until,
        own_duty=state.own,
        own_duty_hours=services.settings.own_duty_hours,
        notice=_known(services, holder, state),
        phone=Phone(
            name=holder.device_name,
            protocol=holder.protocol,
            seen_at=state.phone.seen_at,
            battery_pct=state.phone.battery_pct,
            charging=state.phone.charging,
        ),
        keeps=services.settings.keeps,
        ranked=services.settings.rank_people,
    )


@router.post("/api/me/duty", status_code=204, responses={409: {"model": Problem}})
async def duty(given: Switch, request: Request, services: Served, holder: Own) -> None:
    """Begin or end one's own duty, within the daily maximum; 409 before the notice is confirmed."""
    by = Act(actor(holder), "", address=address_of(request))
    shift = OwnDuty(services.database, services.atlas, services.clock, services.settings.longest_own_duty)
    async with services.database.begin() as connection:
        state = await own_state(connection, holder, services.clock())
        if given.on and holder.notice and not state.confirmed:
            raise Conflict("Read and confirm the notice first.")
        await (shift.start_of if given.on else shift.stop_of)(connection, holder.person, by)


@router.post("/api/me/fixes", status_code=204, responses={503: {"model": Problem}})
async def own_fixes(given: OwnFixes, services: Served, holder: Own) -> None:
    """Take where the page's browser was; the gate judges each as one of the phone's apps."""
    rows = [fix.model_dump(exclude_none=True) for fix in given.fixes]
    await hand_over(services.settings.live_socket, holder.device_name, rows)


@router.post("/api/me/sos")
async def sos(given: Cry, request: Request, services: Served, holder: Own) -> Rang:
    """Call for help, with a place or without; again within half a minute it is the same call."""
    if (given.lon is None) != (given.lat is None):
        raise BadInput("Give longitude and latitude, or neither.")
    place = (given.lon, given.lat) if given.lon is not None and given.lat is not None else None
    async with services.database.begin() as connection:
        heard = (services.clock(), place)
        return Rang(at=await raise_sos(connection, services.atlas, holder, heard, address_of(request)))


@router.get("/api/me/readings")
async def readings(services: Served, holder: Own) -> Readings:
    """List who looked at the person, when and what for, he himself included."""
    async with services.database.begin() as connection:
        found = await readings_of(connection, holder.person)
    return Readings(rows=[_reading(row, holder) for row in found])


@router.get("/api/me/refused")
async def refused(services: Served, holder: Own) -> Refusals:
    """List what was refused within seven days, by hour and reason, without places."""
    since = services.clock() - timedelta(days=REFUSED_DAYS)
    async with services.database.begin() as connection:
        found = await refused_of(connection, holder.person, since)
    return Refusals(rows=[Refusal.model_validate(row) for row in found])


@router.get("/api/me/requests")
async def requests(services: Served, holder: Own) -> Requests:
    """List what the person asked for, with the answers."""
    async with services.database.begin() as connection:
        found = await requests_of(connection, [holder.person])
    return Requests(rows=[Asked.model_validate(row) for row in found])


@router.post("/api/me/requests", status_code=201)
async def request_something(given: Asking, request: Request, services: Served, holder: Own) -> None:
    """Ask for a correction, object, or ask a question; 429 while twenty wait for an answer."""
    by = Act(actor(holder), "", address=address_of(request))
    async with services.database.begin() as connection:
        await ask(connection, holder, (given.kind, given.words), by, services.clock())


def _known(services: Services, holder: Holder, state: OwnState) -> Known:
    texts = {town_notice(services, language).digest for language in LANGUAGES}
    return Known(
        version=VERSION,
        needed=holder.notice,
        current=any(each.digest in texts for each in state.confirmed),
        confirmed=[Confirmed(version=each.version, at=each.at) for each in state.confirmed],
        withdrawn_at=state.withdrawn_at,
    )


def _reading(row: dict[str, Any], holder: Holder) -> Reading:
    detail = row["detail"]
    return Reading(
        at=row["at"],
        who=row["title"],
        own=row["actor"] == actor(holder),
        action=row["action"],
        begin=detail.get("from"),
        end=detail.get("to"),
        purpose=detail.get("purpose"),
        reference=detail.get("reference"),
    )
