"""Suspicions against the simulator's truth: dishonest shifts are planted among honest ones, and counted."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

import numpy as np
import shapely

from fixtures.frame import METRIC_CRS, dice
from fixtures.land import build_land
from fixtures.patrol_faults import FAULTS, Beside, carried
from fixtures.patrol_noise import Heard, heard
from fixtures.patrols import Patrols
from fixtures.people import build_people
from gis.analysis.suspicion import Kind, suspicions
from gis.analysis.suspicion_parameters import SuspicionParameters
from gis.analysis.track_fixes import Fixes
from gis.geometry.projection import to_degrees
from gis.model import FixFlag

SEED = 20261104
HOURS, EVERY_S = 8.0, 10.0
BEGIN_MS = 1_763_950_000_000
SHARE = 0.03
FOUND, NAMED = 0.95, 0.01


@dataclass
class Day:
    """Everybody's fixes of one day, and what was planted: person → kind, where pairs have both."""

    fixes: dict[int, Fixes] = field(default_factory=dict)
    planted: dict[int, Kind] = field(default_factory=dict)
    mates: set[int] = field(default_factory=set)


def run(asked: argparse.Namespace) -> int:
    """Print what was found of each kind and how many honest days were named; return how many goals failed."""
    patrols = made_up_patrols()
    found: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    honest = named = mates = named_mates = 0
    began = time.process_time()
    spent = 0.0
    for number in range(asked.days):
        day = plant(patrols, sorted(patrols.beats), number)
        start = time.process_time()
        seen = suspicions(day.fixes, METRIC_CRS, SuspicionParameters())
        spent += time.process_time() - start
        planted.update(day.planted.values())
        hits = {(each.person, each.kind) for each in seen} | {
            (each.other, each.kind) for each in seen if each.kind == "together" and each.other is not None
        }
        found.update(kind for person, kind in day.planted.items() if (person, kind) in hits)
        wrong = {person for person, _ in hits if person not in day.planted}
        honest += len(day.fixes) - len(day.planted)
        named += len(wrong)
        mates += len(day.mates)
        named_mates += len(wrong & day.mates)
    _print(planted, found)
    sys.stdout.write(
        f"honest: {named} of {honest} person-days named ({named / honest:.2%}, at most {NAMED:.0%}), "
        f"of them {named_mates} of {mates} that walked beside a mate\n"
        f"{spent / asked.days:.2f} s of processor time a day of {len(patrols.beats)} people, "
        f"{time.process_time() - began:.0f} s with the making of the days\n"
    )
    return sum(found[kind] < FOUND * count for kind, count in planted.items()) + int(named > NAMED * honest)


def _print(planted: Mapping[str, int], found: Mapping[str, int]) -> None:
    for kind in get_args(Kind):
        share = found[kind] / max(planted[kind], 1)
        sys.stdout.write(
            f"{kind}: {found[kind]} of {planted[kind]} found ({share:.1%}, at least {FOUND:.0%})\n"
        )


def made_up_patrols() -> Patrols:
    """Return the patrols of the made-up town, made without a database."""
    land = build_land(SEED)
    _, posts = build_people(land.grids, dice(SEED, "people"))
    middles = land.grids.set_index("code").geometry.representative_point()
    x, y = shapely.get_coordinates(middles.to_numpy()).T
    lon, lat = to_degrees(x, y, METRIC_CRS)
    place = dict(zip(middles.index, zip(lon.tolist(), lat.tolist(), strict=True), strict=True))
    beats: dict[str, list[tuple[float, float]]] = {}
    for person, grid in zip(posts["person"], posts["grid"], strict=True):
        beats.setdefault(person, []).append(place[grid])
    roads = land.roads.to_crs(4326).geometry.explode(index_parts=False)
    return Patrols.of(beats, [bytes(line) for line in shapely.to_wkb(roads.to_numpy())], METRIC_CRS)


def plant(patrols: Patrols, numbers: list[str], day: int) -> Day:
    """Walk everybody's day, some of them dishonestly."""
    rng = dice(SEED, f"faults {day}")
    made = Day()
    order = rng.permutation(len(numbers)).tolist()
    count = max(round(len(numbers) * SHARE), 1)
    walks = {person: patrols.walk(numbers[person], f"day {day}", HOURS, EVERY_S) for person in order}
    for person, walk in walks.items():
        made.fixes[person] = as_fixes(walk.said)
    free = iter(order)
    for kind, spoil in FAULTS.items():
        for person in _some(free, count):
            made.fixes[person] = as_fixes(spoil(walks[person].moved, walks[person].said, rng))
            made.planted[person] = kind
    for person, original in zip(_some(free, count), _some(free, count), strict=True):
        made.fixes[person] = _later(made.fixes[original], int(rng.integers(600, 7200)))
        made.planted[person] = "copied"
    for person, carrier in zip(_some(free, count), _some(free, count), strict=True):
        made.fixes[person] = as_fixes(carried(walks[carrier].moved, EVERY_S, rng))
        made.planted[person] = made.planted[carrier] = "together"
    for person, mate in zip(_some(free, count), _some(free, count), strict=True):
        made.fixes[person] = as_fixes(heard(Beside.of(walks[mate].moved, rng), EVERY_S, rng))
        made.mates |= {person, mate}
    return made


def as_fixes(said: Heard) -> Fixes:
    """Return what a phone said as fixes, rounded as pieces keep them."""
    lon, lat = to_degrees(said.place_m[:, 0], said.place_m[:, 1], METRIC_CRS)
    return Fixes(
        BEGIN_MS + (said.at_s * 1000).astype(np.int64),
        np.round(lon, 6),
        np.round(lat, 6),
        said.accuracy_m.astype(np.float32),
        said.speed_mps.astype(np.float32),
        said.mock * np.int32(FixFlag.MOCK),
    )


def _later(fixes: Fixes, seconds: int) -> Fixes:
    return Fixes(
        fixes.at_ms + seconds * 1000, fixes.lon, fixes.lat, fixes.accuracy_m, fixes.speed_mps, fixes.flags
    )


def _some(people: Iterable[int], count: int) -> list[int]:
    return [person for person, _ in zip(people, range(count), strict=False)]
