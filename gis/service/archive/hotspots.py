"""Emerging hot spots of an archive's events, town by town, as the service's nightly scan finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from gis.analysis.hotspots import Hotspot, HotspotParameters, hotspots
from gis.geometry.projection import to_degrees, to_metric
from gis.service.archive.engines import Engine, Told
from gis.service.archive.reading import Events, Part, read_events

Dated = tuple[tuple[date, Events], ...]


@dataclass(frozen=True, slots=True)
class Gathering:
    """One hot spot: place (WGS-84), civil days, what was observed and expected, and the chance of it."""

    town: str
    lon: float
    lat: float
    radius_m: float
    first: date
    last: date
    observed: int
    expected: float
    p: float


def gatherings(
    engine: Engine, parts: Sequence[Part], parameters: HotspotParameters, told: Told
) -> list[Gathering]:
    """Return the hot spots as of the day after each town's last one, the strongest of each town first.

    The draws are those of that day, so the same events give the same answer everywhere.
    """
    days = engine.fold(parts, _events, _join, told)
    towns = {part.town.code: part.town for part in parts}
    found = []
    for code in sorted(days):
        today = max(day for day, _ in days[code]) + timedelta(days=1)
        spots = _scanned(days[code], today, towns[code].epsg, parameters)
        found += [_told(code, spot, today, towns[code].epsg) for spot in spots]
    return found


def _events(part: Part) -> dict[str, Dated]:
    return {part.town.code: ((part.day, read_events(part)),)}


def _join(one: dict[str, Dated], other: dict[str, Dated]) -> dict[str, Dated]:
    return {code: one.get(code, ()) + other.get(code, ()) for code in one.keys() | other.keys()}


def _scanned(days: Dated, today: date, epsg: int, parameters: HotspotParameters) -> tuple[Hotspot, ...]:
    number = np.array([each for _, events in days for each in events.number])
    # the service's order, which decides who is dealt which day
    order = np.argsort(number, kind="stable")
    lon, lat = (
        np.concatenate([getattr(events, axis) for _, events in days])[order] for axis in ("lon", "lat")
    )
    ago = np.repeat([(today - day).days for day, _ in days], [len(events) for _, events in days])[order]
    x, y = to_metric(lon, lat, epsg)
    draw = np.random.default_rng(today.toordinal())
    return tuple(hotspots(x, y, ago.astype(np.int64), draw, parameters))


def _told(town: str, spot: Hotspot, today: date, epsg: int) -> Gathering:
    lon, lat = (float(value) for value in to_degrees(spot.x, spot.y, epsg))
    first, last = (today - timedelta(days=ago) for ago in (spot.first, spot.last))
    return Gathering(town, lon, lat, spot.radius_m, first, last, spot.observed, spot.expected, spot.p)
