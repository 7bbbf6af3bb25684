"""Alerts: what rang in the caller's scope, and the acknowledgement that stops the ringing."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from api.guard import LiveReader, address_of
from api.lookup_answers import person_out
from api.problems import Problem
from api.services import Served
from gis.service.rights import Caller
from gis.store.alerts import acknowledge, list_alerts
from gis.store.record import Act, record

router = APIRouter(tags=["alerts"])
Number = Annotated[int, Path(ge=1, le=2**62)]


class AlertPerson(BaseModel):
    """Who carried the device, masked by the caller's rights."""

    id: int
    name: str
    phone: str | None


class AlertOut(BaseModel):
    """One alert: an SOS of a device, or what a rule rang; lon and lat (WGS-84) are null without a place.

    `stands_for` is more than 1 for the line that a rule's ceiling rolls the rest of an hour into.
    `withdrawn_at` is when late fixes showed that it was none.
    """

    id: int
    kind: str
    rule: str | None
    severity: Literal["notice", "warning", "urgent"]
    stands_for: int
    at: datetime
    received_at: datetime
    lon: float | None
    lat: float | None
    grid: str | None
    grid_name: str | None
    device: str | None
    person: AlertPerson | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    withdrawn_at: datetime | None


class Alerts(BaseModel):
    """The newest alerts, the latest first."""

    alerts: list[AlertOut]


@router.get("/api/alerts")
async def alerts(
    services: Served,
    caller: LiveReader,
    only_open: Annotated[bool, Query(alias="open")] = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Alerts:
    """List the alerts in the caller's scope; with `open` those that nobody has acknowledged."""
    lookout = services.atlas.lookout(caller.scope)
    async with services.database.begin() as connection:
        rows = await list_alerts(connection, lookout, only_open=only_open, limit=limit)
    return Alerts(alerts=[_out(row, caller) for row in rows])


@router.post("/api/alerts/{number}/acknowledge", status_code=204, responses={404: {"model": Problem}})
async def acknowledge_alert(
    number: Number, request: Request, services: Served, caller: LiveReader, rest: bool = False
) -> None:
    """Say that somebody has seen an alert; it stops ringing everywhere, and is on record.

    With `rest` also those that the same rule rang after it within the hour: the line that stands for many.
    """
    lookout = services.atlas.lookout(caller.scope)
    async with services.database.begin() as connection:
        await acknowledge(connection, lookout, number, (caller.name, services.clock()), rest=rest)
        act = Act(caller.name, "alert.acknowledge", "done", str(number), address_of(request))
        await record(connection, act)


def _out(row: dict[str, Any], caller: Caller) -> AlertOut:
    person = None
    if row["person"] is not None:
        shown = person_out(row["person"], row["name"], row["phone"], caller)
        person = AlertPerson(id=row["person"], name=shown.name, phone=shown.phone)
    return AlertOut.model_validate({**row, "person": person})
