"""The first run: found the town of an empty home from a browser, behind the code that the console printed."""

from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

import shapely
from fastapi import APIRouter, Depends, Header, Query, Request, Response

from api.guard import address_of, check_same_origin, open_to_all
from api.services import Served, Services
from api.session import Credentials, SessionOut, sign_in
from api.setup_forms import Beginning, CrsOut, FirstAccount, FoundingIn, LevelIn, OutlineIn, OutlineOut
from gis.errors import BadInput, Conflict
from gis.exchange.placing import Declared
from gis.geometry.measure import area_m2
from gis.geometry.projection import metric_crs, propose_metric_crs
from gis.model import TOWN_LEVELS
from gis.service.outline import Outline
from gis.service.setup import Founding

router = APIRouter(tags=["setup"], dependencies=[open_to_all])
PICTURE_DOTS = 400


async def founder(
    request: Request, services: Served, setup_code: Annotated[str, Header(max_length=100)] = ""
) -> None:
    """Let pass whoever shows the set-up code in the header Setup-Code, while the home is empty."""
    check_same_origin(request)
    await services.setup.check(setup_code, address_of(request))


behind_the_code = Depends(founder)


@router.get("/api/setup")
async def begin(services: Served) -> Beginning:
    """Return what the form begins with; 409 when the home is not empty."""
    if not await services.setup.is_open():
        raise Conflict("This home has a town already.")
    levels = [LevelIn(key=lv.key, zh=lv.zh, en=lv.en, digits=lv.digits) for lv in TOWN_LEVELS]
    return Beginning(levels=levels, time_zones=_zones())


@router.get("/api/setup/crs", dependencies=[behind_the_code])
async def crs(
    epsg: Annotated[int | None, Query(ge=1, le=999_999)] = None,
    lon: Annotated[float | None, Query(ge=-180, le=180)] = None,
    lat: Annotated[float | None, Query(ge=-90, le=90)] = None,
) -> CrsOut:
    """Return the metric CRS of an EPSG code, or the one proposed for a place (WGS-84 degrees)."""
    if epsg is not None:
        return _crs(epsg)
    if lon is None or lat is None:
        raise BadInput("Give epsg, or lon and lat.")
    return _crs(propose_metric_crs(lon, lat))


@router.post("/api/setup/outline", dependencies=[behind_the_code])
async def outline(given: OutlineIn, services: Served) -> OutlineOut:
    """Read a file with the line round the town and say what was understood; nothing is written."""
    read = await _read(given, services)
    proposed = propose_metric_crs(*read.middle)
    return OutlineOut(
        areas=read.areas,
        bounds=read.bounds,
        middle=read.middle,
        area_m2=area_m2(read.shape, proposed),
        reference=read.reference,
        remarks=list(read.remarks),
        proposed=_crs(proposed),
        picture=shapely.geometry.mapping(read.picture(PICTURE_DOTS))["coordinates"],
    )


@router.post("/api/setup", status_code=201, dependencies=[behind_the_code])
async def found(given: FoundingIn, request: Request, response: Response, services: Served) -> SessionOut:
    """Found the town with its squads, outline and first account, all or nothing, and sign that account in."""
    squads = {squad.code: squad.name for squad in given.squads}
    if len(squads) < len(given.squads):
        raise BadInput("Two squads have the same code.")
    founding = Founding(
        town=given.town.to_town(),
        squads=squads,
        outline=await _read(given.outline, services) if given.outline else None,
        name=given.account.name,
        title=given.account.title,
        password=given.account.password,
    )
    await services.setup.found(founding, address_of(request))
    return await _signed_in(given.account, request, response, services)


async def _signed_in(
    account: FirstAccount, request: Request, response: Response, services: Services
) -> SessionOut:
    await services.atlas.refresh()
    return await sign_in(
        Credentials(name=account.name, password=account.password), request, response, services
    )


async def _read(given: OutlineIn, services: Services) -> Outline:
    declared = Declared(given.crs, given.datum, given.axes)
    return await services.setup.read(given.name, given.content, declared)


def _crs(epsg: int) -> CrsOut:
    return CrsOut(epsg=epsg, name=metric_crs(epsg).name)


@lru_cache(maxsize=1)
def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
