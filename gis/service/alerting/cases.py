"""A rule as it applies on some civil days: its area, its hours, and what a track says to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.analysis.area import Area
from gis.analysis.crossing import Hysteresis, Span, spans
from gis.analysis.ringing import Ring, Window, crossings, stays, unvisited, windows
from gis.analysis.stillness import Still, StillParameters, asks, stretches
from gis.analysis.track import Track, track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.model import Town
from gis.service.atlas import Boundaries
from gis.service.sealing import RECEIVED
from gis.store.alert_rules import AlertRule
from gis.store.judged import Placed

HYSTERESIS = Hysteresis()
STILL = StillParameters()
EVER_MS = 1 << 62


@dataclass(frozen=True, slots=True)
class Judged:
    """What one person's track says to a rule: when it rings, and the visits that may keep it from ringing."""

    rings: tuple[Ring, ...] = ()
    visits: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A rule with its area and its hours on some days."""

    rule: AlertRule
    area: Area
    hours: tuple[Window, ...]
    boundaries: Boundaries

    def concerns(self, fixes: Fixes) -> bool:
        """Tell, roughly, whether fixes may make the rule ring, or keep it from ringing."""
        return self.rule.kind == "outside_longer" or bool(self.area.near(fixes.lon, fixes.lat).any())

    def judge(self, made: Track) -> Judged:
        """Return what a track says."""
        if self.rule.kind == "no_movement":
            return Judged(tuple(asks(self.still(made), self.hours, self.rule.minutes or 0)))
        found = spans(made, self.area, HYSTERESIS)
        match self.rule.kind:
            case "not_visited":
                return Judged(visits=tuple(span for span in found if span.inside))
            case "enter" | "leave":
                return Judged(tuple(crossings(found, self.hours, inside=self.rule.kind == "enter")))
            case kind:
                rings = stays(found, self.hours, self.rule.minutes or 0, inside=kind == "inside_longer")
                return Judged(tuple(_where(made, ring) for ring in rings))

    def still(self, made: Track) -> list[Still]:
        """Return when somebody did not move within the area."""
        return [one for one in stretches(made, self.area.epsg, STILL) if self.holds(one)]

    def holds(self, still: Still) -> bool:
        """Tell whether somebody who does not move is within the area."""
        return bool(self.area.depths(np.array([still.x]), np.array([still.y]))[0] > 0)

    def missed(self, everybody: Iterable[Judged], until_ms: int) -> tuple[Ring, ...]:
        """Return when nobody had come for too long, as far as that is known."""
        visits = [span for judged in everybody for span in judged.visits]
        return tuple(unvisited(visits, self.hours, self.rule.minutes or 0, until_ms))

    def placed(self, rings: Sequence[Ring]) -> list[Placed]:
        """Put rings down to grids: that of the rule, if it has one only, or the one where they rang."""
        own = self.boundaries.members.get(self.rule.grids[0]) if len(self.rule.grids) == 1 else None
        base = self.boundaries.base
        if own is not None and any(own.id == member.id for member in base):
            return [Placed(ring, own.id) for ring in rings]
        lon, lat = (np.array([getattr(ring, name) for ring in rings], np.float64) for name in ("lon", "lat"))
        found = self.boundaries.index.find(lon, lat).tolist() if rings else []
        keys = [base[place].id if place >= 0 else None for place in found]
        return [Placed(ring, key) for ring, key in zip(rings, keys, strict=True)]


def cases(
    rules: Iterable[AlertRule], days: tuple[date, date], boundaries: Boundaries, town: Town
) -> list[Case]:
    """Return the rules that have hours on days from a first to a last, and an area in these boundaries.

    The hours are those that begin the day before or later.
    """
    found = []
    first = days[0] - timedelta(days=1)
    for rule in rules:
        bounds = _ms(rule.since), _ms(rule.until) if rule.until else EVER_MS
        hours = tuple(windows(rule.calendar, (first, days[1]), town.time_zone, bounds))
        shape = _shape(rule, boundaries)
        if hours and shape is not None:
            found.append(Case(rule, Area(shape, town.metric_crs), hours, boundaries))
    return found


def judge_all(fixes: Fixes, asked: Sequence[Case], epsg: int) -> list[Judged]:
    """Return what one person's fixes say to each rule."""
    concerned = [case.concerns(fixes) for case in asked]
    # a sealed piece says more of its fixes than reception did, but only of one day
    plain = replace(fixes, flags=fixes.flags & RECEIVED)
    made = track(plain, epsg, TrackParameters()) if any(concerned) else None
    return [
        case.judge(made) if made is not None and near else Judged()
        for case, near in zip(asked, concerned, strict=True)
    ]


def _shape(rule: AlertRule, boundaries: Boundaries) -> BaseGeometry | None:
    if rule.shape is not None:
        return shapely.from_wkb(rule.shape)
    members = [boundaries.members[code] for code in rule.grids if code in boundaries.members]
    return shapely.union_all([shapely.from_wkb(member.shape) for member in members]) if members else None


def _where(made: Track, ring: Ring) -> Ring:
    """Return a ring with the place of the last sound fix before it."""
    sound = np.flatnonzero(made.segment >= 0)
    last = sound[max(int(np.searchsorted(made.fixes.at_ms[sound], ring.at_ms, side="right")) - 1, 0)]
    return Ring(ring.at_ms, float(made.fixes.lon[last]), float(made.fixes.lat[last]))


def _ms(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
