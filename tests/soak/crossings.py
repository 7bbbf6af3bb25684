"""Crossings against the simulator's truth: patrols of the made-up town whose phones are wrong and silent."""

import argparse
import itertools
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import shapely

from fixtures.patrols import Patrols, Walk
from fixtures.town import build_town
from gis.analysis.area import Area
from gis.analysis.crossing import Hysteresis, Span, spans
from gis.analysis.reconcile import Rang, reconcile
from gis.analysis.ringing import Ring
from gis.analysis.track import track
from gis.analysis.track_fixes import Fixes, TrackParameters
from gis.geometry.projection import to_wgs84_shape
from gis.service.founding import TownTables

NOW = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
BEGIN_MS = 1_790_000_000_000
HOURS, EVERY_S, SHIFTS_A_WEEK = 8, 10, 5
DEEP_M = 50.0
"""A crossing counts that leads from so far on one side to so far on the other, each with a fix there."""
NEAR_S = 180.0
"""A ring is false when nobody truly changed to that side within so long of it, or in the gap before it."""
ON_BORDER_M = 1.0
FOUND, FALSE_A_WEEK = 0.99, 1.0
BURSTS = 3


@dataclass
class Counts:
    """What was true, found, missed, false, and unlike after late bursts."""

    shifts: int = 0
    fixes: int = 0
    areas: int = 0
    true: int = 0
    found: int = 0
    rings: int = 0
    false: int = 0
    unlike: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def false_a_week(self) -> float:
        """False rings a person-week, over all the areas that a person comes near at once."""
        return self.false / self.shifts * SHIFTS_A_WEEK

    @property
    def wrong(self) -> int:
        """The number of claims that do not hold."""
        return (self.found < FOUND * self.true) + (self.false_a_week > FALSE_A_WEEK) + (self.unlike > 0)


def run(asked: argparse.Namespace) -> int:
    """Print what was found and return the number of claims that do not hold."""
    town = build_town(NOW)
    counts = measure(town, asked.patrols)
    sys.stdout.write(
        f"{counts.shifts} shifts of {HOURS} h, {counts.fixes:,} fixes, "
        f"{counts.areas:,} pairs of shift and grid\n"
        f"true crossings from {DEEP_M:.0f} m on one side to {DEEP_M:.0f} m on the other: {counts.true:,}, "
        f"found {counts.found:,} ({counts.found / counts.true:.2%})\n"
        f"rings {counts.rings:,}, false {counts.false} ({counts.false_a_week:.2f} a person-week)\n"
        f"unlike after late bursts: {counts.unlike}\n"
    )
    for line in counts.missed[:20]:
        sys.stdout.write(f"  {line}\n")
    return counts.wrong


def measure(town: TownTables, patrols: int) -> Counts:
    """Walk so many shifts and hold the rings of every grid that they come near against the truth."""
    made = patrols_of(town)
    shapes = np.array(list(town.grids.geometry), dtype=object)
    codes = town.grids["code"].tolist()
    areas: dict[int, Area] = {}
    counts = Counts()
    numbers = sorted(made.beats)
    for shift in range(patrols):
        number = numbers[shift * 7919 % len(numbers)]
        walk = made.walk(number, f"crossings {shift}", HOURS, EVERY_S)
        counts.shifts += 1
        counts.fixes += len(walk.lon)
        way = shapely.LineString(walk.moved.path)
        for place in np.flatnonzero(shapely.intersects(shapes, way)).tolist():
            if place not in areas:
                areas[place] = Area(to_wgs84_shape(shapes[place], made.metric_crs), made.metric_crs)
            hold(walk, areas[place], counts, f"{number} shift {shift} grid {codes[place]}")
    return counts


def patrols_of(town: TownTables) -> Patrols:
    """Return the patrols of a town's tables, as the simulator reads them from the database."""
    crs = town.town.metric_crs
    grids = town.grids.set_index("code").geometry
    middles = {code: to_wgs84_shape(shape.representative_point(), crs) for code, shape in grids.items()}
    beats: dict[str, list[tuple[float, float]]] = {}
    for person, grid in zip(town.posts["person"], town.posts["grid"], strict=True):
        beats.setdefault(person, []).append((middles[grid].x, middles[grid].y))
    lines = [shapely.to_wkb(to_wgs84_shape(line, crs)) for line in town.roads.geometry.explode()]
    return Patrols.of(beats, lines, crs)


def hold(walk: Walk, area: Area, counts: Counts, name: str) -> None:
    """Hold what is judged of one shift and one area against the truth."""
    fixes = fixes_of(walk)
    found = judged(fixes, area)
    rings = [span for span in found if span.crossed]
    counts.areas += 1
    counts.rings += len(rings)
    for inside, first_ms, last_ms in true_crossings(walk, area):
        counts.true += 1
        if any(
            ring.inside == inside and first_ms - NEAR_S * 1000 <= ring.begin_ms <= last_ms for ring in rings
        ):
            counts.found += 1
        else:
            counts.missed.append(f"missed: {name} {'in' if inside else 'out'} at {first_ms - BEGIN_MS} ms")
    changes = true_changes(walk, area)
    counts.false += sum(
        is_false(ring, old, changes) for old, ring in itertools.pairwise(found) if ring.crossed
    )
    counts.unlike += after_bursts(fixes, area, name) != sorted(ring.begin_ms for ring in rings)


def fixes_of(walk: Walk) -> Fixes:
    """Return what the phone said."""
    said = walk.said
    at_ms = BEGIN_MS + (said.at_s * 1000).astype(np.int64)
    accuracy, speed = (values.astype(np.float32) for values in (said.accuracy_m, said.speed_mps))
    return Fixes(at_ms, walk.lon, walk.lat, accuracy, speed, np.zeros(len(at_ms), np.int32))


def judged(fixes: Fixes, area: Area) -> list[Span]:
    """Return the sides on which the fixes prove somebody."""
    return spans(track(fixes, area.epsg, TrackParameters()), area, Hysteresis())


def true_crossings(walk: Walk, area: Area) -> Iterator[tuple[bool, int, int]]:
    """Yield side and span of every true change from deep on one side to deep on the other, as fixes saw it.

    The span begins with the last fix that was deep on the former side and ends with the last fix before the
    person is truly back there.
    """
    true = walk.moved.place_at(walk.said.at_s)
    depth = area.depths(true[:, 0], true[:, 1])
    deep = np.flatnonzero(np.abs(depth) >= DEEP_M)
    sides = depth[deep] > 0
    at_ms = BEGIN_MS + (walk.said.at_s * 1000).astype(np.int64)
    changes = np.flatnonzero(np.diff(sides)).tolist()
    for change, following in itertools.pairwise([*changes, len(deep) - 1]):
        yield bool(sides[change + 1]), int(at_ms[deep[change]]), int(at_ms[deep[following]])


def true_changes(walk: Walk, area: Area) -> list[tuple[bool, float, float]]:
    """Return each true change of sides: the side, the last second on the former one and the first on it.

    Who walks on the border itself, as on a street that is one, is on neither side.
    """
    seconds = np.arange(0, walk.moved.at_s[-1])
    true = walk.moved.place_at(seconds)
    depth = area.depths(true[:, 0], true[:, 1])
    off = np.flatnonzero(np.abs(depth) > ON_BORDER_M)
    inside = depth[off] > 0
    changes = np.flatnonzero(np.diff(inside)).tolist()
    return [(bool(inside[at + 1]), float(seconds[off[at]]), float(seconds[off[at + 1]])) for at in changes]


def is_false(ring: Span, before: Span, changes: list[tuple[bool, float, float]]) -> bool:
    """Tell whether nobody truly changed to a ring's side near its moment, or within the gap before it."""
    since = ring.begin_ms if ring.seen else before.end_ms
    first, last = ((ms - BEGIN_MS) / 1000 for ms in (since, ring.begin_ms))
    return not any(
        inside == ring.inside and begin - NEAR_S <= last and first <= end + NEAR_S
        for inside, begin, end in changes
    )


def after_bursts(fixes: Fixes, area: Area, name: str) -> list[int]:
    """Return the moments that stand when parts of a shift come late and each part is judged as it comes."""
    rng = np.random.default_rng(list(name.encode()))
    burst = rng.integers(0, BURSTS, len(fixes) // 60 + 1)[np.arange(len(fixes)) // 60]
    known: list[Rang] = []
    for last in range(BURSTS):
        came = fixes.take(burst <= last)
        rings = [Ring(span.begin_ms) for span in judged(came, area) if span.crossed]
        changes = reconcile(known, rings)
        moved = {number: ring.at_ms for number, ring in changes.corrected}
        known = [
            Rang(
                old.id,
                moved.get(old.id, old.at_ms),
                old.id in changes.withdrawn or (old.withdrawn and old.id not in moved),
            )
            for old in known
        ]
        known += [Rang(len(known) + place, ring.at_ms) for place, ring in enumerate(changes.raised)]
    return sorted(old.at_ms for old in known if not old.withdrawn)
