"""Phones and vehicles: those registered with what was last heard, those that wait, new ones, and the end."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from api.guard import DeviceKeeper, address_of
from api.lookup_answers import person_out
from api.page_link import page_link, qr_svg
from api.problems import Problem
from api.services import Served, Services
from gis.errors import NotFound
from gis.service.app_setup import app_setup
from gis.service.devices import APPS, Setting
from gis.service.devices import DeviceKeeper as Keeper
from gis.service.rights import Caller
from gis.store.devices import list_claims, list_devices
from gis.store.duty import check_in_scope
from gis.store.record import Act

router = APIRouter(tags=["devices"])
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem}, 409: {"model": Problem}}


class Device(BaseModel):
    """A registered device, who carries it, and what was last heard of it.

    `waits`: nothing is kept of it, since its carrier has not confirmed the notice.
    """

    name: str
    protocol: str
    datum: str
    speed_unit: str | None
    person: int | None
    number: str | None
    person_name: str | None
    seen_at: datetime | None
    newest_at: datetime | None
    battery_pct: int | None
    charging: bool | None
    health: dict[str, Any] | None
    waits: bool


class Devices(BaseModel):
    """The live devices by name."""

    rows: list[Device]


class Claim(BaseModel):
    """A device that knocks and belongs to nobody yet."""

    id: int
    name: str
    protocol: str
    address: str
    messages: int
    seen_at: datetime


class Claims(BaseModel):
    """Those that wait, the one heard last first."""

    rows: list[Claim]


class Given(BaseModel):
    """To whom a device is given (the staff number), and how its numbers are to be read."""

    model_config = ConfigDict(extra="forbid")

    person: Annotated[str, Field(min_length=1, max_length=40)]
    datum: Literal["wgs84", "cgcs2000", "gcj02", "bd09"] = "wgs84"
    speed_unit: Literal["mps", "kmh", "knots", "mph"] | None = None

    @property
    def setting(self) -> Setting:
        """How its numbers are to be read."""
        return Setting(self.datum, self.speed_unit)


class Wanted(Given):
    """A device to register; `url` is the device port as phones see it (the setting where none is given).

    `terminal` is a terminal's number.
    """

    app: Literal["owntracks", "traccar", "osmand", "fixes", "gateway", "jt808"]
    url: Annotated[str | None, Field(max_length=200, pattern=r"^https?://[^\s]+$")] = None
    terminal: Annotated[str | None, Field(max_length=20)] = None


class Paged(BaseModel):
    """A device and the link of its carrier's own page, told this once; `qr` is a picture (data URI) of it."""

    name: str
    page: str
    qr: str


class Registered(Paged):
    """A new device; its token is told this once. `link` and `otrc` set OwnTracks up."""

    app: str
    token: str
    link: str | None
    otrc: dict[str, Any] | None


class Named(BaseModel):
    """A device by its name."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]


@router.get("/api/devices")
async def devices(services: Served, caller: DeviceKeeper) -> Devices:
    """List the live devices of the scope's people, and for a scope of everything those of nobody too."""
    lookout = services.atlas.lookout(caller.scope)
    async with services.database.begin() as connection:
        found = await list_devices(connection, services.clock(), lookout)
    return Devices(rows=[_told(row, caller) for row in found])


@router.get("/api/devices/claims")
async def claims(services: Served, caller: DeviceKeeper) -> Claims:
    """List the devices that wait to be given to somebody."""
    async with services.database.begin() as connection:
        return Claims(rows=[Claim.model_validate(row) for row in await list_claims(connection)])


@router.post("/api/devices/claims/{claim}", responses=MISSING)
async def claim(
    given: Given,
    request: Request,
    services: Served,
    caller: DeviceKeeper,
    claim: Annotated[int, Path(ge=1, le=2**62)],
) -> Paged:
    """Give a device that waits to a person of the scope; it keeps its own secret."""
    await _check(services, caller, given)
    name, page = await _keeper(services).claim(claim, given.person, _by(caller, request), given.setting)
    return Paged(name=name, **_page(services, request, page))


@router.post("/api/devices", status_code=201, responses=MISSING)
async def register(given: Wanted, request: Request, services: Served, caller: DeviceKeeper) -> Registered:
    """Register a device for a person of the scope; its token is shown this once."""
    await _check(services, caller, given)
    by = _by(caller, request)
    made = await _keeper(services).add(given.person, given.app, by, given.setting, name=given.terminal)
    setup = app_setup(APPS[made.app], made.name, made.token, given.url or services.settings.device_url)
    return Registered(
        name=made.name,
        app=made.app,
        token=made.token,
        link=setup.link,
        otrc=setup.otrc,
        **_page(services, request, made.page, made.token),
    )


@router.post("/api/devices/pages", responses=MISSING)
async def new_page(given: Named, request: Request, services: Served, caller: DeviceKeeper) -> Paged:
    """Give the carrier of a device of the scope a new link to his page; the old one opens nothing more."""
    await check_own(services, caller, given.name)
    page = await _keeper(services).new_page(given.name, _by(caller, request))
    return Paged(name=given.name, **_page(services, request, page))


@router.delete("/api/devices/{name:path}", status_code=204, responses=MISSING)
async def revoke(
    name: Annotated[str, Path(max_length=200)], request: Request, services: Served, caller: DeviceKeeper
) -> None:
    """Let a device in no longer."""
    await check_own(services, caller, name)
    await _keeper(services).revoke(name, _by(caller, request))


def _keeper(services: Services) -> Keeper:
    return Keeper(services.database, services.clock)


def _by(caller: Caller, request: Request) -> Act:
    return Act(caller.name, "", address=address_of(request))


async def _check(services: Services, caller: Caller, given: Given) -> None:
    async with services.database.begin() as connection:
        await check_in_scope(connection, services.atlas.lookout(caller.scope), [given.person])


async def check_own(services: Services, caller: Caller, name: str) -> None:
    """Raise NotFound unless a live device of the caller's scope has this name."""
    lookout = services.atlas.lookout(caller.scope)
    async with services.database.begin() as connection:
        own = await list_devices(connection, services.clock(), lookout)
    if name not in {row["name"] for row in own}:
        raise NotFound("No live device of your scope has this name.")


def _page(services: Services, request: Request, page: str, token: str | None = None) -> dict[str, str]:
    link = page_link(services.settings.public_url or str(request.base_url), page, token)
    return {"page": link, "qr": qr_svg(link)}


def _told(row: dict[str, Any], caller: Caller) -> Device:
    known = row["person"] is not None
    name = person_out(row["person"], row["person_name"], None, caller).name if known else None
    return Device.model_validate({**row, "person_name": name})
