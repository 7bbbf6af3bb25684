"""A device's datum, seen at a known place: where each would put it, and the one that is kept."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from api.device_routes import check_own
from api.guard import DeviceKeeper, address_of
from api.problems import Problem
from api.services import Served, Services
from gis.service.datum_check import DatumChecks
from gis.store.record import Act

router = APIRouter(tags=["devices"])
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem}}
Name = Annotated[str, Field(min_length=1, max_length=200)]
DatumName = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]


class KnownPlace(BaseModel):
    """A device, and the place (WGS-84) at which it stands now."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    name: Name
    lon: float
    lat: float


class DatumPut(BaseModel):
    """Where a datum puts the device, and how far from the known place."""

    datum: DatumName
    lon: float
    lat: float
    away_m: float


class DatumFound(BaseModel):
    """The datum of now, when the device last said where it is, and the datums, the nearest first.

    `sure`: the first is near, and the others are not.
    """

    name: str
    datum: DatumName
    fixed_at: datetime
    choices: list[DatumPut]
    sure: bool


class DatumKept(BaseModel):
    """The datum by which a device is read from now on."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    datum: DatumName


@router.post("/api/devices/datum-check", responses=MISSING)
async def look(given: KnownPlace, request: Request, services: Served, caller: DeviceKeeper) -> DatumFound:
    """Tell where each datum puts a device of the scope that stands at a known place; on record as a read."""
    await check_own(services, caller, given.name)
    by = Act(caller.name, "", address=address_of(request))
    found = await _checks(services).look(given.name, (given.lon, given.lat), by)
    choices = [
        DatumPut(datum=one.datum, lon=one.lon, lat=one.lat, away_m=round(one.away_m, 1))
        for one in found.candidates
    ]
    return DatumFound(
        name=found.name, datum=found.datum, fixed_at=found.fixed_at, choices=choices, sure=found.sure
    )


@router.put("/api/devices/datum", status_code=204, responses=MISSING)
async def keep(given: DatumKept, request: Request, services: Served, caller: DeviceKeeper) -> None:
    """Read a device's places by a datum from now on; those that are stored stay as they are."""
    await check_own(services, caller, given.name)
    by = Act(caller.name, "", address=address_of(request))
    await _checks(services).keep(given.name, given.datum, by)


def _checks(services: Services) -> DatumChecks:
    return DatumChecks(services.database, services.atlas, services.clock)
