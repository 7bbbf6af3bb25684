"""What is known of one hot spot: its figures, place and grids, the kinds of its events, and its advice."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from gis.analysis.advice import Advice, Cause, Clues
from gis.analysis.trend import Trend
from gis.model import Lookout, Scope
from gis.service.atlas import Boundaries
from gis.store.happenings import Happenings
from gis.store.hotspots import Spot

STRADDLES = 0.2
"""A hot spot straddles a border if a second grid or squad has this share of its events."""
BESIDE_M = 80.0
"""Events so near an enterprise are counted with it."""


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
    """One hot spot: a circle (WGS-84), its first and last day, figures, the nearest place, whose it is.

    `observed` counts events by the middle of their cell, as the scan does; grids, kinds and departments count
    those that lie in the circle themselves.
    """

    lon: float
    lat: float
    radius_m: float
    since: date
    until: date
    days: int
    observed: int
    expected: float
    p: float
    place: str | None
    grids: tuple[Concerned, ...]
    kinds: tuple[tuple[str, int], ...]
    departments: tuple[str, ...]
    straddles_grids: bool
    straddles_squads: bool
    few: bool
    trend: Trend | None = None
    advice: tuple[Advice, ...] = ()
    zh: str = ""
    en: str = ""

    def squads(self) -> list[str]:
        """Return the names of the squads concerned, each once."""
        return list(dict.fromkeys(each.squad_name for each in self.grids if each.squad_name))


@dataclass(frozen=True, slots=True)
class Around:
    """What else is known round a hot spot: place, enterprises, who is on duty when, shares of late cases.

    `duties` are (begin, end) in seconds since 1970, None in a town without rosters; `late` is None where none
    of the events is a case.
    """

    place: str | None
    enterprises: tuple[tuple[str, float, float], ...] = ()
    duties: tuple[tuple[float, float], ...] | None = None
    late: float | None = None


def told(spot: Spot, inside: Happenings, around: Around, about: tuple[Boundaries, Lookout], few: int) -> Told:
    """Return the facts of a hot spot; `inside` are the events of its circle and days."""
    boundaries, lookout = about
    grids = concerned(inside, boundaries, lookout.scope)
    squads: Counter[str | None] = Counter()
    for each in grids:
        squads[each.squad] += each.events
    return Told(
        spot.lon,
        spot.lat,
        radius_m=spot.radius_m,
        since=lookout.today - timedelta(days=spot.first),
        until=lookout.today - timedelta(days=spot.last),
        days=spot.first - spot.last + 1,
        observed=spot.observed,
        expected=round(spot.expected, 1),
        p=spot.p,
        place=around.place,
        grids=grids,
        kinds=tuple(Counter(inside.kind.tolist()).most_common(3)),
        departments=tuple(name for name, _ in Counter(inside.department.tolist()).most_common(2)),
        straddles_grids=shared([each.events for each in grids]) >= STRADDLES,
        straddles_squads=shared(list(squads.values())) >= STRADDLES,
        few=spot.observed < few,
    )


def concerned(inside: Happenings, boundaries: Boundaries, scope: Scope) -> tuple[Concerned, ...]:
    """Return the grids of a scope that hold the events, most of them first."""
    index = boundaries.index.find(inside.lon, inside.lat)
    counted = Counter(int(place) for place in np.asarray(index).tolist() if place >= 0)
    members = [(boundaries.base[place], count) for place, count in counted.most_common()]
    return tuple(
        Concerned(member.code, member.name, member.squad, member.squad_name, count)
        for member, count in members
        if scope.holds_grid(member.code, member.squad)
    )


def shared(events: list[int]) -> float:
    """Return the share of the second one of those who have events."""
    most = sorted(events, reverse=True)
    return most[1] / sum(most) if len(most) > 1 else 0.0


def clues(one: Told, inside: Happenings, around: Around) -> Clues:
    """Return what the table of advice is asked with."""
    count = max(len(inside), 1)
    enterprise, beside = _beside(inside, around)
    shares: dict[Cause, float] = {"straddled": shared([each.events for each in one.grids])}
    if around.duties is not None:
        shares["unrostered"] = _unrostered(inside, around.duties)
    if enterprise is not None:
        shares["enterprise"] = beside
    if around.late is not None:
        shares["late"] = around.late
    names: Mapping[str, str] = {
        "grids": "、".join(each.name for each in one.grids[:2]) or (one.place or "—"),
        "departments": "、".join(one.departments) or "—",
        "enterprise": enterprise or "—",
    }
    groups = {group: hits / count for group, hits in Counter(inside.group.tolist()).items()}
    return Clues(groups, inside.hour.tolist(), one.trend, shares, names)


def _unrostered(inside: Happenings, duties: tuple[tuple[float, float], ...]) -> float:
    begin, end = (np.array(column) for column in zip(*duties, strict=True)) if duties else (np.empty(0),) * 2
    held = ((inside.at[:, None] >= begin) & (inside.at[:, None] < end)).any(axis=1)
    return float(1 - held.mean()) if len(inside) else 0.0


def _beside(inside: Happenings, around: Around) -> tuple[str | None, float]:
    """Return the enterprise with most events beside it, and their share."""
    best: tuple[str | None, float] = None, 0.0
    for name, lon, lat in around.enterprises:
        east = (inside.lon - lon) * 111_320 * np.cos(np.radians(lat))
        share = float((np.hypot(east, (inside.lat - lat) * 110_574) <= BESIDE_M).mean()) if len(inside) else 0
        if share > best[1]:
            best = name, share
    return best
