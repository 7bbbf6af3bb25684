"""Where each datum would put a vehicle that stands at a known place: its setting is seen, not guessed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from gis.errors import BadInput, NotFound
from gis.geometry.datum import from_wgs84, to_wgs84
from gis.geometry.projection import to_metric
from gis.model import DATUMS, Datum
from gis.service.atlas import Atlas
from gis.service.places import check_place
from gis.store import device_datum as stored
from gis.store.database import Connection, Database
from gis.store.record import Act, record
from gis.store.town import ROLL_VERSION, raise_version

# CGCS2000 puts it where WGS-84 does
CANDIDATES: Final[tuple[Datum, ...]] = ("wgs84", "gcj02", "bd09")
FRESH = timedelta(minutes=10)
REACH_M = 3000.0
"""Who names a place farther off than any datum shifts learns nothing of where the vehicle is."""
SURE_M, SURE_TIMES = 60.0, 3.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where a datum puts the vehicle (WGS-84 degrees), and how far from the known place."""

    datum: Datum
    lon: float
    lat: float
    away_m: float


@dataclass(frozen=True, slots=True)
class DatumCheck:
    """What was found: the setting of now, when the vehicle said where it is, and the datums, nearest first.

    `sure`: the nearest is within 60 m, and the others three times as far.
    """

    name: str
    datum: Datum
    fixed_at: datetime
    candidates: tuple[Candidate, ...]
    sure: bool


class DatumChecks:
    """Holds a device's last place against a known one, and keeps the datum that was picked."""

    def __init__(self, database: Database, atlas: Atlas, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._atlas = atlas
        self._clock = clock

    async def look(self, name: str, place: tuple[float, float], by: Act) -> DatumCheck:
        """Tell where each datum puts a device that stands at a place (WGS-84) now; on record as a read.

        Raises NotFound without such a device or a place of it within ten minutes, BadInput when it is not
        near the place by any datum.
        """
        check_place(*place)
        async with self._database.begin() as connection:
            last = await stored.last_place(connection, name, self._clock() - FRESH)
            if last is None:
                raise NotFound("It has told no place within ten minutes; it must be on duty.")
            found = self._candidates(last, place)
            await _note(connection, by, "datum_check", name, {"people": [last.person]})
        if found[0].away_m > REACH_M:
            raise BadInput("By no datum does it stand near this place.")
        nearest, second = found[0].away_m, found[1].away_m
        sure = nearest <= SURE_M and second >= SURE_TIMES * max(nearest, 1.0)
        return DatumCheck(name, last.datum, last.fixed_at, found, sure)

    async def keep(self, name: str, datum: Datum, by: Act) -> None:
        """Read a device's places by a datum from now on; what is stored stays. NotFound for no device."""
        if datum not in DATUMS:
            raise BadInput(f"Unknown datum; the choices are {', '.join(DATUMS)}.")
        async with self._database.begin() as connection:
            former = await stored.set_datum(connection, name, datum)
            await _note(connection, by, "datum", name, {"from": former, "to": datum})
            await raise_version(connection, ROLL_VERSION)

    def _candidates(self, last: stored.LastPlace, place: tuple[float, float]) -> tuple[Candidate, ...]:
        raw = from_wgs84(last.lon, last.lat, last.datum)
        x, y = to_metric(np.array([place[0]]), np.array([place[1]]), self._atlas.town.metric_crs)
        found = []
        for datum in CANDIDATES:
            lon, lat = (float(value) for value in to_wgs84(*raw, datum))
            own_x, own_y = to_metric(np.array([lon]), np.array([lat]), self._atlas.town.metric_crs)
            found.append(Candidate(datum, lon, lat, float(np.hypot(own_x - x, own_y - y)[0])))
        return tuple(sorted(found, key=lambda each: each.away_m))


async def _note(connection: Connection, by: Act, verb: str, name: str, detail: dict[str, object]) -> None:
    await record(connection, replace(by, action=f"device.{verb}", target=name, detail=detail))
