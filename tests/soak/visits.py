"""Minutes in grids and stops against the simulator's truth: patrols whose phones are wrong and silent."""

import argparse
import sys
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import shapely
from numpy.typing import NDArray

from fixtures.patrols import Walk
from fixtures.town import build_town
from gis.analysis.area import Area
from gis.analysis.coverage import CoverageParameters
from gis.analysis.track import Track, track
from gis.analysis.track_fixes import TrackParameters
from gis.analysis.track_visits import Visits, visits
from gis.geometry.locate import GridIndex
from gis.geometry.projection import to_wgs84_shape
from gis.service.founding import TownTables
from tests.soak.crossings import BEGIN_MS, EVERY_S, HOURS, NOW, ON_BORDER_M, fixes_of, patrols_of

Mask = NDArray[np.bool_]
Kind = Literal["visits off borders", "visits along borders", "stops"]
KINDS: tuple[Kind, ...] = get_args(Kind)
WITHIN, WITHIN_S, CLOSE = 0.05, 120.0, 0.95
"""Right is what is off by at most this share of the truth, or by so many seconds; so many must be right."""
PAD_S = 120
"""What was found so long before or after a true visit belongs to it, up to half the way to the next one."""
LEAST_S = CoverageParameters().stay_s
LEAST_STOP_S = TrackParameters().stop_s
SECONDS = np.arange(0.0, HOURS * 3600 + 1)


@dataclass
class Counts:
    """What was true, how much of it was right, and what was found where nothing was."""

    shifts: int = 0
    true: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    right: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    invented: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    wrong: list[str] = field(default_factory=list)

    def hold(self, kind: Kind, found_s: float, least_s: float, most_s: float, name: str) -> None:
        """Count one true visit or stop, which lasted between so many seconds."""
        off = max(least_s - found_s, found_s - most_s, 0.0)
        right = off <= max(WITHIN * most_s, WITHIN_S)
        self.true[kind] += 1
        self.right[kind] += right
        if not right:
            self.wrong.append(f"{kind}: {name}: {found_s:.0f} s found, {least_s:.0f} to {most_s:.0f} s true")

    def share(self, kind: Kind) -> float:
        """Return the share that is right of all that is true or was found where nothing was."""
        return self.right[kind] / (self.true[kind] + self.invented[kind])


def run(asked: argparse.Namespace) -> int:
    """Print what was right and return the number of claims that do not hold."""
    counts = measure(build_town(NOW), asked.patrols)
    sys.stdout.write(f"{counts.shifts} shifts of {HOURS} h, a fix every {EVERY_S} s\n")
    for kind in counts.true:
        sys.stdout.write(
            f"{kind}: {counts.true[kind]:,} true, {counts.right[kind]:,} within {WITHIN:.0%} or "
            f"{WITHIN_S / 60:.0f} min, {counts.invented[kind]} where there was none "
            f"({counts.share(kind):.2%} right, at least {CLOSE:.0%})\n"
        )
    for line in counts.wrong[:20]:
        sys.stdout.write(f"  {line}\n")
    return sum(counts.share(kind) < CLOSE for kind in counts.true)


def measure(town: TownTables, shifts: int) -> Counts:
    """Walk so many shifts and hold the minutes in every grid and every stop against the truth."""
    made, grids = patrols_of(town), town.grids.sort_values("code")
    shapes = grids.geometry.to_numpy()
    degrees = [to_wgs84_shape(shape, made.metric_crs) for shape in shapes]
    index = GridIndex.build(degrees)
    areas: dict[int, Area] = {}
    counts, numbers = Counts(), sorted(made.beats)
    for shift in range(shifts):
        walk = made.walk(numbers[shift * 7919 % len(numbers)], f"visits {shift}", HOURS, EVERY_S)
        found = track(fixes_of(walk), made.metric_crs, TrackParameters())
        stays, known = stays_of(found, index), known_seconds(found)
        met = np.flatnonzero(shapely.intersects(shapes, shapely.LineString(walk.moved.path)))
        for grid in sorted({*met.tolist(), *stays.grid[stays.grid >= 0].tolist()}):
            area = areas.setdefault(grid, Area(degrees[grid], made.metric_crs))
            hold_visits(counts, (walk, area, known), stays, grid)
        hold_stops(counts, walk, found, known)
        counts.shifts += 1
    return counts


def stays_of(found: Track, index: GridIndex) -> Visits:
    """Return when the track was in which grid."""
    return visits(found.path, lambda lon, lat: index.find(lon, lat).astype(np.int64))


def known_seconds(found: Track) -> Mask:
    """Tell of which seconds of the shift the track says anything; the rest counts on neither side."""
    path = found.path
    first = np.flatnonzero(np.diff(path.segment, prepend=-1) != 0)
    last = np.append(first[1:] - 1, len(path) - 1)
    return spanned(path.at_ms[first], path.at_ms[last])


def spanned(begin_ms: NDArray[np.int64], end_ms: NDArray[np.int64]) -> Mask:
    """Tell which seconds of the shift lie in spans."""
    inside = np.zeros(len(SECONDS), bool)
    for begin, end in ((np.column_stack([begin_ms, end_ms]) - BEGIN_MS) / 1000).tolist():
        inside |= (begin <= SECONDS) & (end > SECONDS)
    return inside


def hold_visits(counts: Counts, truth: tuple[Walk, Area, Mask], stays: Visits, grid: int) -> None:
    """Hold the visits to one grid; who walks on its border, as on a street that is one, may be in it."""
    walk, area, known = truth
    place = walk.moved.place_at(SECONDS)
    depth = area.depths(place[:, 0], place[:, 1])
    surely, perhaps = (known & (depth > ON_BORDER_M)), depth >= -ON_BORDER_M
    here = stays.grid == grid
    found = spanned(stays.enter_ms[here], stays.leave_ms[here])
    for (begin, end), (first, last) in padded(runs(perhaps)):
        if surely[begin:end].sum() >= LEAST_S:
            window = slice(first, last)
            most = float((perhaps & known)[window].sum())
            name = f"shift {counts.shifts} grid {grid} from {begin} s"
            least = float(surely[window].sum())
            counts.hold(kind_of(least, most), float(found[window].sum()), least, most, name)
    for begin, end in runs(found):
        counts.invented["visits off borders"] += end - begin >= LEAST_S and not perhaps[begin:end].any()


def kind_of(least_s: float, most_s: float) -> Kind:
    """Tell visits whose true minutes are known from those that went along the border for long."""
    return "visits off borders" if most_s - least_s <= WITHIN_S else "visits along borders"


def hold_stops(counts: Counts, walk: Walk, found: Track, known: Mask) -> None:
    """Hold the stops of which all is known; shorter halts than a stop may be told or not."""
    at_s, walked = walk.moved.at_s, walk.moved.walked_m
    halts = np.flatnonzero(np.diff(walked) == 0)
    still = spanned(*(BEGIN_MS + (at_s[halts + k] * 1000).astype(np.int64) for k in (0, 1)))
    told = spanned(found.stops.begin_ms, found.stops.end_ms)
    for (begin, end), (first, last) in padded(runs(still)):
        if end - begin >= LEAST_STOP_S and known[begin:end].all():
            name = f"shift {counts.shifts} from {begin} s"
            counts.hold("stops", float(told[first:last].sum()), end - begin, end - begin, name)
    counts.invented["stops"] += sum(not still[begin:end].any() for begin, end in runs(told))


def runs(mask: Mask) -> list[tuple[int, int]]:
    """Return the first second of each run and the one after its last."""
    edges = np.flatnonzero(np.diff(mask, prepend=False, append=False))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]


def padded(spans: list[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return each span and what lies round it, up to half the way to its neighbours."""
    begins = [-2 * PAD_S, *(end for _, end in spans)]
    ends = [*(begin for begin, _ in spans[1:]), len(SECONDS) + 2 * PAD_S]
    return [
        (
            span,
            (
                max(span[0] - min(PAD_S, (span[0] - before) // 2), 0),
                span[1] + min(PAD_S, (after - span[1]) // 2),
            ),
        )
        for span, before, after in zip(spans, begins, ends, strict=False)
    ]
