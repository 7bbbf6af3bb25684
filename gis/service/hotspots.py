"""Hot spots of a scope's events: where, since when, how much, in whose grids, and in words."""

import asyncio
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from gis.analysis.hotspots import Hotspot, HotspotParameters, hotspots
from gis.geometry.projection import to_degrees, to_metric
from gis.model import Lookout, Scope
from gis.service.atlas import Atlas, Boundaries
from gis.store.database import Database
from gis.store.happenings import Happenings, happenings, last_days, place_near

HISTORY_DAYS = 365
FEW = 30
"""With fewer events than these a hot spot is told with a caution."""
STRADDLES = 0.2
"""A hot spot straddles a border if a second grid or squad has this share of its events."""
KEPT, KEPT_S = 16, 600.0


@dataclass(frozen=True, slots=True)
class Concerned:
    """A grid of today with how many of a hot spot's events lie in it."""

    code: str
    name: str
    squad: str | None
    squad_name: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Told:
    """One hot spot: a circle (WGS-84), its first day, figures, the nearest place, grids and categories.

    `observed` counts events by the middle of their cell, as the scan does; grids and categories count those
    that lie in the circle themselves.
    """

    lon: float
    lat: float
    radius_m: float
    since: date
    days: int
    observed: int
    expected: float
    p: float
    place: str | None
    grids: tuple[Concerned, ...]
    kinds: tuple[tuple[str, int], ...]
    straddles_grids: bool
    straddles_squads: bool
    few: bool
    zh: str = ""
    en: str = ""


class Hotspots:
    """Looks for hot spots; an answer is kept for some minutes."""

    def __init__(self, database: Database, atlas: Atlas) -> None:
        self._database = database
        self._atlas = atlas
        self._kept: OrderedDict[tuple[Lookout, int], tuple[float, tuple[Told, ...]]] = OrderedDict()

    async def look(self, scope: Scope, days: int) -> tuple[Told, ...]:
        """Return the hot spots of the last 7 to 90 days within a scope, the strongest first."""
        key = self._atlas.lookout(scope), days
        known = self._kept.get(key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        found = await self._found(*key)
        self._kept[key] = time.monotonic() + KEPT_S, found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    async def _found(self, lookout: Lookout, days: int) -> tuple[Told, ...]:
        usual = HotspotParameters()
        parameters = replace(usual, spans=tuple(span for span in usual.spans if span <= days))
        boundaries, epsg = await self._atlas.on(), self._atlas.town.metric_crs
        async with self._database.begin() as connection:
            events = await happenings(connection, lookout, last_days(lookout.today, HISTORY_DAYS))
            x, y = to_metric(events.lon, events.lat, epsg)
            # dealt alike all day long, so that an answer can be asked for again
            draw = np.random.default_rng(lookout.today.toordinal())
            found = await asyncio.to_thread(hotspots, x, y, events.ago, draw, parameters)
            told = []
            for one in found:
                inside = (np.hypot(x - one.x, y - one.y) <= one.radius_m) & (events.ago <= one.days)
                lon, lat = (float(value) for value in to_degrees(one.x, one.y, epsg))
                named = await place_near(connection, lon, lat)
                told.append(_told(one, (lon, lat, named), (events, inside), (boundaries, lookout)))
        return tuple(told)


def _told(
    one: Hotspot,
    where: tuple[float, float, str | None],
    who: tuple[Happenings, np.typing.NDArray[np.bool_]],
    about: tuple[Boundaries, Lookout],
) -> Told:
    (events, inside), (boundaries, lookout) = who, about
    grids = _concerned(events, inside, boundaries, lookout.scope)
    squads: Counter[str | None] = Counter()
    for each in grids:
        squads[each.squad] += each.events
    made = Told(
        *where[:2],
        radius_m=one.radius_m,
        since=lookout.today - timedelta(days=one.days),
        days=one.days,
        observed=one.observed,
        expected=round(one.expected, 1),
        p=one.p,
        place=where[2],
        grids=grids,
        kinds=tuple(Counter(events.kind[inside].tolist()).most_common(3)),
        straddles_grids=_shared([each.events for each in grids]),
        straddles_squads=_shared(list(squads.values())),
        few=one.observed < FEW,
    )
    return replace(made, zh=_chinese(made), en=_english(made))


def _concerned(
    events: Happenings, inside: np.typing.NDArray[np.bool_], boundaries: Boundaries, scope: Scope
) -> tuple[Concerned, ...]:
    index = boundaries.index.find(events.lon[inside], events.lat[inside])
    counted = Counter(int(place) for place in np.asarray(index).tolist() if place >= 0)
    members = [(boundaries.base[place], count) for place, count in counted.most_common()]
    return tuple(
        Concerned(member.code, member.name, member.squad, member.squad_name, count)
        for member, count in members
        if scope.holds_grid(member.code, member.squad)
    )


def _shared(events: list[int]) -> bool:
    """Tell whether a second one has a good share of the events."""
    most = sorted(events, reverse=True)
    return len(most) > 1 and most[1] >= STRADDLES * sum(most)


def _chinese(one: Told) -> str:
    near = f"{one.place}附近" if one.place else "此处"
    said = (
        f"{near} {one.radius_m:g} 米内，{one.since} 起 {one.days} 天有 {one.observed} 起事件，"
        f"按往常约 {one.expected:g} 起；纯属偶然的可能为 {one.p:.1%}。"
    )
    if one.straddles_grids:
        names = "、".join(each.name for each in one.grids[:2])
        said += f"跨{names}，责任要说清。" if not one.straddles_squads else f"跨{names}，分属两个中队。"
    return said + ("事件不足 30 起，请谨慎看待。" if one.few else "")


def _english(one: Told) -> str:
    near = f"Near {one.place}" if one.place else "Here"
    said = (
        f"{near}, within {one.radius_m:g} m, {one.observed} events in {one.days} days since {one.since}, "
        f"where about {one.expected:g} would be usual; by chance alone with a probability of {one.p:.1%}."
    )
    if one.straddles_grids:
        names = " and ".join(each.name for each in one.grids[:2])
        said += f" It straddles the border of {names}"
        said += ", of two squads." if one.straddles_squads else "."
    return said + (" Fewer than 30 events: take it with caution." if one.few else "")
