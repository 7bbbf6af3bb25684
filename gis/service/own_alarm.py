"""The SOS button of the page: it rings as a phone's own alarm does, with a place or without."""

from dataclasses import replace
from datetime import datetime, timedelta

from gis.errors import NotFound
from gis.service.atlas import Atlas
from gis.service.own_page import actor
from gis.service.places import check_place
from gis.service.reception.alarms import SOS
from gis.store.alerts import Raised
from gis.store.database import Connection
from gis.store.own_alerts import raise_alert, rang_since
from gis.store.own_pages import Holder
from gis.store.record import Act, record

AGAIN = timedelta(seconds=30)
"""Pressed again within this time the button rings no second time."""


async def raise_sos(
    connection: Connection,
    atlas: Atlas,
    holder: Holder,
    heard: tuple[datetime, tuple[float, float] | None],
    address: str,
) -> datetime:
    """Ring for a person and return when it rang; `heard` is the moment and the place (WGS-84), if known.

    Raises BadInput for a place that is none.
    """
    now, place = heard
    if place is not None:
        check_place(*place)
    before = await rang_since(connection, holder.device, SOS, now - AGAIN)
    if before is not None:
        return before
    lon, lat = place or (None, None)
    raised = Raised(SOS, holder.device, holder.person, now, now, lon, lat)
    await raise_alert(connection, replace(raised, grid=await _grid(atlas, place)))
    await record(connection, Act(actor(holder), "me.sos", target=holder.device_name, address=address))
    return now


async def _grid(atlas: Atlas, place: tuple[float, float] | None) -> int | None:
    if place is None:
        return None
    try:
        boundaries = await atlas.on()
    except NotFound:
        return None
    found = boundaries.index.find_one(*place)
    return boundaries.base[found].id if found >= 0 else None
