"""Gaps that a town allows between its grids, lakes and enclaves: listed, allowed, and forbidden again."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import shapely

from gis.errors import Conflict, NotFound
from gis.geometry.projection import to_degrees, to_metric_shape
from gis.model import Town
from gis.redraw.faces import gap_at
from gis.redraw.rings import Point
from gis.service.redrawing.boards import Board
from gis.service.rights import Caller
from gis.store.database import Connection
from gis.store.record import Act, record
from gis.store.town import hold_setting, load_setting, save_setting

KEY = "allowed_gaps"
MOST = 500


@dataclass(frozen=True, slots=True)
class Gap:
    """An allowed gap: its number, what it is, who allowed it, and its ring (longitude, latitude)."""

    number: int
    what: str
    by: str
    ring: tuple[tuple[float, float], ...]

    def shape(self, epsg: int) -> shapely.Polygon:
        """Return it in metres."""
        made: shapely.Polygon = to_metric_shape(shapely.Polygon(self.ring), epsg)
        return made


async def allowed_gaps(connection: Connection) -> tuple[Gap, ...]:
    """Return the gaps that the town allows, by number."""
    return _read(await load_setting(connection, KEY))


async def gap_shapes(connection: Connection, town: Town) -> list[shapely.Polygon]:
    """Return the gaps that the town allows, in metres."""
    return [gap.shape(town.metric_crs) for gap in await allowed_gaps(connection)]


async def allow_gap(
    connection: Connection, board: Board, about: tuple[tuple[float, float], str], by: Caller, address: str
) -> tuple[Gap, float]:
    """Allow the gap of a draft at a place (degrees), such as a lake; return it with its area in m².

    `about` is the place and what lies there. Raises Refused where there is no gap, Conflict for too many and
    for one that is allowed already.
    """
    (place, what), epsg = about, board.now.epsg
    ring, shape = await asyncio.to_thread(_found, board, board.now.drawn([place])[0])
    await hold_setting(connection, KEY)
    setting = await load_setting(connection, KEY)
    known = _read(setting)
    if len(known) >= MOST:
        raise Conflict(f"A town allows at most {MOST} gaps; forbid one that is filled.")
    if any(gap.shape(epsg).buffer(0.01).covers(shape) for gap in known):
        raise Conflict("This gap is allowed already.")
    last = max((gap.number for gap in known), default=0)
    gap = Gap(max(last, int((setting or {}).get("last", 0))) + 1, what, by.name, ring)
    await _write(connection, (*known, gap), gap.number)
    await _record(connection, "allow", gap, by, address)
    return gap, float(shape.area)


async def forbid_gap(connection: Connection, number: int, by: Caller, address: str) -> None:
    """Take an allowed gap off the list: it is a finding again; NotFound for none such."""
    await hold_setting(connection, KEY)
    setting = await load_setting(connection, KEY)
    known = _read(setting)
    gone = next((gap for gap in known if gap.number == number), None)
    if gone is None:
        raise NotFound("There is no such allowed gap.")
    last = max(gap.number for gap in known)
    await _write(connection, [gap for gap in known if gap is not gone], max(last, setting.get("last", 0)))
    await _record(connection, "forbid", gone, by, address)


def _found(board: Board, at: Point) -> tuple[tuple[tuple[float, float], ...], shapely.Polygon]:
    face = gap_at(board.now, at)
    exterior, *holes = [np.array(ring, dtype=np.float64) / 1000 for ring in face.rings]
    lon, lat = to_degrees(exterior[:, 0], exterior[:, 1], board.now.epsg)
    ring = tuple(zip(lon.tolist(), lat.tolist(), strict=True))
    return ring, shapely.Polygon(exterior, holes)


def _read(setting: Any) -> tuple[Gap, ...]:
    rows = setting["gaps"] if setting else []
    gaps = [Gap(**row) for row in rows]
    return tuple(replace(gap, ring=tuple((x, y) for x, y in gap.ring)) for gap in gaps)


async def _write(connection: Connection, gaps: Sequence[Gap], last: int) -> None:
    await save_setting(connection, KEY, {"gaps": [asdict(gap) for gap in gaps], "last": last})


async def _record(connection: Connection, what: str, gap: Gap, by: Caller, address: str) -> None:
    act = Act(
        by.name, f"draft.{what}_gap", target=str(gap.number), address=address, detail={"what": gap.what}
    )
    await record(connection, act)
