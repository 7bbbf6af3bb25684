"""Coverage against the simulator's truth: months of patrols whose phones are wrong, weak and silent.

Each shift is judged as if its person alone had been on duty, in every grid that he is posted to or truly came
through. The truth is the union of buffers (Shapely) round the way that was really walked. What nobody can
know an exact oracle decides too: ground near the true way while usable fixes came, and ground within reach of
it while none did.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import numpy as np
import shapely
from pyroaring import BitMap
from shapely import affinity

from fixtures.frame import dice
from fixtures.patrol_noise import Heard
from fixtures.patrols import Patrols, Walk
from fixtures.town import build_town
from gis.analysis.cells import Lattice
from gis.analysis.coverage import (
    KNOWN,
    CoverageParameters,
    known_way,
    poor_spans,
    silences,
    stretches,
    verdict,
    walked,
)
from gis.analysis.ground import Ground, ground_of
from gis.analysis.track_fixes import Fixes
from gis.analysis.unknown import BRIEF_MS, Unseen, unknown
from gis.geometry.projection import to_degrees
from tests.soak.coverage_faults import DISTURBANCES, Disturb, clean
from tests.soak.crossings import patrols_of

NOW = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
BEGIN_MS = 1_790_000_000_000
HOURS, SHIFTS_A_MONTH = 8.0, 22
END_MS = BEGIN_MS + int(HOURS * 3_600_000)
CREDITED, UNKNOWN = 0.005, 1.5
ENOUGH = (0.2, 0.05)
OFTEN = 0.5
"""How likely each disturbance is on a day on which all of them may be."""
FAR_M = 150.0
"""A fix this far from the truth is no good, whatever the phone says."""
STEP_S = 2.0
TOGETHER = 20
NOISE_M = 3.0 * math.sqrt(2)
"""How far fixes on open ground lie from the truth (root mean square): nobody knows a swath's edge better."""


@dataclass
class Counts:
    """Grid-days judged, and how they were judged against the truth."""

    days: int = 0
    covered: int = 0
    not_covered: int = 0
    unknown: int = 0
    accused: int = 0
    credited: int = 0
    unknowable: int = 0

    @property
    def faults(self) -> int:
        """The number of claims that do not hold."""
        return (
            (self.accused > 0)
            + (self.credited > CREDITED * self.days)
            + (self.unknown > UNKNOWN * max(self.unknowable, 1))
        )


@dataclass(frozen=True, eq=False)
class Stage:
    """The town as it is judged: lattice, grids in metres with their ground, and who is posted where."""

    patrols: Patrols
    lattice: Lattice
    shapes: Sequence[shapely.Geometry]
    ground: Ground
    posts: Mapping[str, Sequence[int]]


def run(asked: argparse.Namespace) -> int:
    """Judge the months with each disturbance alone and with all, and return how many claims do not hold."""
    stage = stage_of()
    faults = 0
    for name, kinds in {
        "none": [],
        **{kind: [kind] for kind in DISTURBANCES},
        "all": [*DISTURBANCES],
    }.items():
        months = asked.months if name == "all" else max(asked.months // 10, 1)
        counts = measure(stage, [DISTURBANCES[kind] for kind in kinds], name, months)
        for enough, one in counts.items():
            faults += one.faults
            sys.stdout.write(_line(name, enough, months, one))
            sys.stdout.flush()
    return faults


def _line(name: str, enough: float, months: int, one: Counts) -> str:
    times = one.unknown / max(one.unknowable, 1)
    return (
        f"{name}, enough {enough:g}: {months} person-months, {one.days:,} grid-days: "
        f"covered {one.covered:,}, not covered {one.not_covered:,}, "
        f"unknown {one.unknown:,} ({one.unknowable:,} unknowable, {times:.2f} times); "
        f"wrongly accused {one.accused}, wrongly credited {one.credited} ({one.credited / one.days:.2%})"
        f"{' FAULT' if one.faults else ''}\n"
    )


def stage_of() -> Stage:
    """Build the made-up town and lay its grids on a lattice."""
    town = build_town(NOW)
    grids = town.grids
    west, south, _, _ = grids.total_bounds
    lattice = Lattice(float(west) - 163_840, float(south) - 163_840)
    rows = {code: n for n, code in enumerate(grids["code"])}
    posts: dict[str, list[int]] = {}
    for person, grid in zip(town.posts["person"], town.posts["grid"], strict=True):
        posts.setdefault(person, []).append(rows[grid])
    shapes = list(grids.geometry)
    return Stage(patrols_of(town), lattice, shapes, ground_of(lattice, shapes, BitMap()), posts)


def measure(
    stage: Stage, disturb: Sequence[Disturb], name: str, months: int, days: int = SHIFTS_A_MONTH
) -> dict[float, Counts]:
    """Walk so many person-months and judge each grid and day by itself, for two shares that are enough."""
    counts = {enough: Counts() for enough in ENOUGH}
    numbers = sorted(stage.patrols.beats)
    for month in range(months):
        number = numbers[month * 7919 % len(numbers)]
        for shift in range(days):
            stamp = f"coverage {name} {shift}"
            walk = stage.patrols.walk(number, stamp, HOURS, 10.0)
            rng = dice(9, f"{stamp} {number}")
            said = clean(walk, rng)
            for one in disturb:
                said = one(said, rng) if len(disturb) == 1 or rng.random() < OFTEN else said
            for measured, exact in _shares(stage, number, walk, said):
                for enough, count in counts.items():
                    _judge(count, measured, exact, enough)
    return counts


def _judge(
    count: Counts, measured: tuple[float, float, float], exact: tuple[float, float, float], enough: float
) -> None:
    covered, unknown, off = measured
    true, known, possible = exact
    state = verdict(covered, unknown, off, enough)
    count.days += 1
    count.covered += state == "covered"
    count.not_covered += state == "not_covered"
    count.unknown += state == "unknown"
    count.accused += state == "not_covered" and true >= enough
    count.credited += state == "covered" and true < enough
    count.unknowable += known < enough <= possible


def _shares(
    stage: Stage, number: str, walk: Walk, said: Heard
) -> Iterator[tuple[tuple[float, float, float], tuple[float, float, float]]]:
    """Yield each grid that matters: what is measured (covered, unknown, off) and what is true of it."""
    parameters = CoverageParameters()
    posts = stage.posts.get(number, ())
    made = known_way(fixes_of(said, stage.patrols.metric_crs), stage.patrols.metric_crs)
    silent = [(one, one.why(poor_spans(made), ())) for one in silences([(BEGIN_MS, END_MS)], stretches(made))]
    unseen = Unseen(silent, stage.ground.cells(posts))
    way = walked(made, stage.lattice, parameters.swath_m)
    true, known, possible = _truth(stage, posts, walk, said)
    touched = np.flatnonzero(shapely.intersects(np.array(stage.shapes, dtype=object), true)).tolist()
    for grid in sorted({*posts, *touched}):
        own = _alone(stage, grid)
        cells = stage.ground.cells([grid])
        covered = own.spread([way & cells]) > 0
        silent_cells = unknown(own, (own.label >= 0) & ~covered, [unseen], parameters) > 0
        off = own.bounds(covered)[grid]
        shape = stage.shapes[grid]
        exact = tuple(shapely.intersection(shape, each).area / shape.area for each in (true, known, possible))
        measured = (own.sums(covered)[grid] / len(cells), own.sums(silent_cells)[grid] / len(cells), off)
        yield measured, exact  # type: ignore[misc]


def _truth(
    stage: Stage, posts: Sequence[int], walk: Walk, said: Heard
) -> tuple[shapely.Geometry, shapely.Geometry, shapely.Geometry]:
    """Return the ground truly seen, what of it is known, and what somebody could have seen besides."""
    parameters = CoverageParameters()
    end = HOURS * 3600
    off = np.hypot(*(said.place_m - walk.moved.place_at(said.at_s)).T)
    usable = np.unique(said.at_s[(said.accuracy_m <= KNOWN.accuracy_m) & (off < FAR_M)])
    edges = np.concatenate([[0.0], usable, [end]])
    steps = np.hypot(*np.diff(walk.moved.place_at(edges), axis=0).T)
    whole = _swath([_way(walk, 0.0, end)], parameters.swath_m)
    known: list[shapely.LineString] = []
    possible: list[shapely.Geometry] = []
    begin = float(usable[0]) if len(usable) else 0.0
    for k, (a, b) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        ends = (None if k == 0 else a, None if k == len(edges) - 2 else b)
        if None not in ends and b - a <= KNOWN.gap_s and steps[k] <= KNOWN.gap_m:
            continue
        if k > 0:
            known.append(_way(walk, begin, a))
        begin = b
        possible.append(_possible(stage, posts, walk, (a, b, ends)))
    surely, perhaps = (_swath(known, parameters.swath_m + noise) for noise in (-NOISE_M, NOISE_M))
    return whole, surely, shapely.union_all([perhaps, *possible])


def _possible(
    stage: Stage,
    posts: Sequence[int],
    walk: Walk,
    gap: tuple[float, float, tuple[float | None, float | None]],
) -> shapely.Geometry:
    """Return the ground within reach of a gap (seconds from, to, and those of its known ends)."""
    parameters = CoverageParameters()
    a, b, ends = gap
    places = [tuple(walk.moved.place_at(np.array([at]))[0]) for at in ends if at is not None]
    if len(places) == 2:
        return _ellipse(places[0], places[1], parameters.speed_mps * (b - a) + 2 * parameters.swath_m)
    if places and b - a <= BRIEF_MS / 1000:
        return shapely.Point(places[0]).buffer(parameters.speed_mps * (b - a) + parameters.swath_m)
    posted = [stage.shapes[grid] for grid in posts]
    hull = shapely.convex_hull(shapely.GeometryCollection([*posted, *map(shapely.Point, places)]))
    return hull.buffer(parameters.roam_m)


def _ellipse(one: tuple[float, ...], other: tuple[float, ...], way_m: float) -> shapely.Geometry:
    """Return the places on some way of at most so many metres between two places; empty for too few."""
    between = math.dist(one, other)
    if way_m <= between:
        return shapely.Polygon()
    long, short = way_m / 2, math.sqrt(way_m**2 - between**2) / 2
    middle = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    angle = math.atan2(other[1] - one[1], other[0] - one[0])
    round_ = shapely.Point(middle).buffer(1.0, quad_segs=32)
    return affinity.rotate(affinity.scale(round_, long, short), angle, use_radians=True)


def _swath(ways: Sequence[shapely.LineString], metres: float) -> shapely.Geometry:
    """Return the union of buffers; many short ones are joined much faster than a long one is made."""
    parts = [
        shapely.LineString(way.coords[begin : begin + TOGETHER + 1])
        for way in ways
        for begin in range(0, len(way.coords) - 1, TOGETHER)
    ]
    return shapely.union_all(shapely.buffer(np.array(parts, dtype=object), metres))


def _way(walk: Walk, begin: float, end: float) -> shapely.LineString:
    """Return the true way between two seconds of the shift."""
    at = np.append(np.arange(begin, end, STEP_S), end)
    return shapely.LineString(walk.moved.place_at(at if len(at) > 1 else np.repeat(at, 2))).simplify(0.5)


def fixes_of(said: Heard, epsg: int) -> Fixes:
    """Return what a phone said as fixes of one shift."""
    lon, lat = to_degrees(said.place_m[:, 0], said.place_m[:, 1], epsg)
    at_ms = BEGIN_MS + (said.at_s * 1000).astype(np.int64)
    accuracy, speed = (values.astype(np.float32) for values in (said.accuracy_m, said.speed_mps))
    return Fixes(at_ms, lon, lat, accuracy, speed, np.zeros(len(at_ms), np.int32))


@cache
def _alone(stage: Stage, grid: int) -> Ground:
    """Return the ground of one grid, cut out once."""
    return stage.ground.part([grid])
