"""Coverage of an archive: what the service tells of one town's ground, told of any number of towns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import shapely

from gis.analysis.coverage import CoverageParameters, State, known_way, poor_spans, stretches, walked
from gis.analysis.day_ways import doubtful
from gis.analysis.ground import Ground, ground_of, nobodys
from gis.analysis.tally import Tally
from gis.errors import NotFound
from gis.geometry.projection import to_metric_shape
from gis.service.archive.engines import Engine, Told
from gis.service.archive.layout import TownFolder
from gis.service.archive.reading import (
    Grid,
    Part,
    read_duty,
    read_fixes,
    read_grids,
    read_posts,
    read_unpatrolled,
)
from gis.service.coverage.parts import Cause, Read, part_of
from gis.service.coverage.rostered import to_ms
from gis.service.coverage.totals import ground_sums, masks_of, unseen
from gis.store.coverage import Ways
from gis.store.tracks import day_of


@dataclass(frozen=True, slots=True)
class GridShare:
    """What was patrolled of one grid's ground: three shares that add up to 1, and the first one's bound."""

    town: str
    code: str
    name: str
    area_m2: float
    covered: float
    unknown: float
    not_covered: float
    off: float
    effort: float
    state: State
    cause: Cause | None


@dataclass(frozen=True)
class Walked:
    """Some days of one town added up; `free` is what nobody patrolled on any of them."""

    last: Part
    tally: Tally
    ways: tuple[Ways, ...]
    duties: frozenset[tuple[int, int, int]]
    posts: frozenset[tuple[int, str]]
    free: Mapping[tuple[str, int], bytes]
    expired: bool

    def and_of(self, other: "Walked") -> "Walked":
        """Add the days of the same town."""
        earlier, later = sorted((self, other), key=lambda one: one.last.day)
        # water is what the last day had, a site must have been closed on all days
        free = {key: shape for key, shape in later.free.items() if key[0] == "water" or key in earlier.free}
        return Walked(
            later.last,
            earlier.tally.plus(later.tally),
            earlier.ways + later.ways,
            self.duties | other.duties,
            self.posts | other.posts,
            free,
            self.expired or other.expired,
        )


def coverage(
    engine: Engine, parts: Sequence[Part], parameters: CoverageParameters, told: Told
) -> list[GridShare]:
    """Return the grids of every town by code, under the edition of its last archived day."""
    sums = engine.fold(parts, partial(_walked, parameters=parameters), _join, told)
    found = []
    for code in sorted(sums):
        days = [part.day for part in parts if part.town.code == code]
        found += _shares(sums[code], (min(days), max(days)), parameters)
    return found


def _walked(part: Part, parameters: CoverageParameters) -> dict[str, Walked]:
    town = part.town
    try:
        fixes = read_fixes(part)
        duties, posts = frozenset(read_duty(part)), frozenset(read_posts(part))
        expired = False
    except NotFound:
        fixes, duties, posts, expired = {}, frozenset(), frozenset(), True
    doubts = doubtful(fixes, town.epsg)
    sets, ways = [], []
    for person, own in sorted(fixes.items()):
        doubted = doubts.get(person, [])
        way = known_way(own, town.epsg, [(begin, end) for begin, end in doubted])
        sets.append(walked(way, town.lattice, parameters.swath_m))
        known = [[one.begin_ms, one.end_ms, *one.begin, *one.end] for one in stretches(way)]
        ways.append(Ways(person, part.day, known, poor_spans(way), [(a, b) for a, b in doubted]))
    free = read_unpatrolled(part)
    return {town.code: Walked(part, Tally.of(sets), tuple(ways), duties, posts, free, expired)}


def _join(one: dict[str, Walked], other: dict[str, Walked]) -> dict[str, Walked]:
    both = {code: one[code].and_of(other[code]) for code in one.keys() & other.keys()}
    return {**one, **other, **both}


def _shares(town: Walked, days: tuple[date, date], parameters: CoverageParameters) -> list[GridShare]:
    folder, grids = town.last.town, read_grids(town.last)
    ground = _ground(folder, grids, town.free)
    read = _read(town, days, int(parameters.swath_m))
    people = list(unseen(ground, grids, read))
    totals = ground_sums(ground, *masks_of(ground, town.tally, people, parameters))
    found = []
    for n, grid in enumerate(grids):
        own = {name: float(values[n]) for name, values in totals.items()}
        share = part_of(own, [grid.code], read, parameters.enough)
        effort = own["effort"] / share.total if share.total else 0.0
        figures = share.covered, share.unknown, share.not_covered, share.off, effort
        area_m2 = share.total * folder.lattice.cell_m**2
        found.append(
            GridShare(folder.code, grid.code, grid.name, area_m2, *figures, share.state, share.cause)
        )
    return sorted(found, key=lambda one: one.code)


def _ground(folder: TownFolder, grids: Sequence[Grid], free: Mapping[tuple[str, int], bytes]) -> Ground:
    shapes = shapely.from_wkb([grid.shape for grid in grids]).tolist()
    others = shapely.from_wkb([shape for _, shape in sorted(free.items())]).tolist()
    metric, without = ([to_metric_shape(one, folder.epsg) for one in each] for each in (shapes, others))
    return ground_of(folder.lattice, metric, nobodys(folder.lattice, without))


def _read(town: Walked, days: tuple[date, date], swath: int) -> Read:
    zone = town.last.town.time_zone
    first, last = to_ms(day_of(days[0], zone).begin), to_ms(day_of(days[1], zone).end)
    duties: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, begin, end in sorted(town.duties):
        duties[person].append((max(begin, first), min(end, last)))
    posts: dict[int, set[str]] = defaultdict(set)
    for person, code in town.posts:
        posts[person].add(code)
    ways = sorted(town.ways, key=lambda one: (one.day, one.person))
    return Read({swath: town.tally}, ways, (), posts, duties, town.expired, {})
