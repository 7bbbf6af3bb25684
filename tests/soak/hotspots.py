"""Hot spots: those of the made-up town's key over seeds, towns without any, and Boston's requests by type."""

import argparse
import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import shapely

from fixtures.addresses import Addresses
from fixtures.events import build_events
from fixtures.frame import dice
from fixtures.hot_spots import HOT_SPOTS, HotSpot
from fixtures.land import Land, build_land
from gis.analysis.hotspots import Hotspot, HotspotParameters, hotspots
from gis.geometry.projection import to_metric

TODAY, ZONE = date(2026, 11, 24), ZoneInfo("Asia/Shanghai")
LAND_SEED = 20261104
PLANTED_SEEDS, EMPTY_SEEDS = 3, 20
MOST_FALSE, MOST_TOWNS = 1, 1
BOSTON_CRS, BOSTON_ZONE, TYPES = 26986, "America/New_York", 10


def run(asked: argparse.Namespace) -> int:
    """Print what was found and return the number of things that are not as they should be."""
    land = build_land(LAND_SEED)
    world = land, Addresses.of(land)
    wrong = planted(world, range(1, PLANTED_SEEDS + 1)) + empty(world, range(101, 101 + EMPTY_SEEDS))
    return wrong + (boston(asked.data) if asked.data else 0)


def planted(world: tuple[Land, Addresses], seeds: Sequence[int]) -> int:
    """Look for the answer key in towns of several seeds."""
    wrong = 0
    for seed in seeds:
        found = scan(world, seed, HOT_SPOTS)
        named = [[near(world[0], spot, one) for one in found] for spot in HOT_SPOTS]
        hit = sum(any(row) for row in named)
        false = len(found) - sum(any(column) for column in zip(*named, strict=True))
        print(f"seed {seed}: {hit} of {len(HOT_SPOTS)} planted found, {false} false")  # noqa: T201
        for spot, row in zip(HOT_SPOTS, named, strict=True):
            for one in (one for one, is_near in zip(found, row, strict=True) if is_near):
                print(f"    {spot.name} (days {spot.days_ago[0]} to {spot.days_ago[1]} ago): {figures(one)}")  # noqa: T201
        wrong += len(HOT_SPOTS) - hit + max(false - MOST_FALSE, 0)
    return wrong


def empty(world: tuple[Land, Addresses], seeds: Sequence[int]) -> int:
    """Look for hot spots in towns that have none."""
    told = {seed: len(found) for seed in seeds if (found := scan(world, seed, ()))}
    print(f"without planted ones: none in {len(seeds) - len(told)} of {len(seeds)} towns {told or ''}")  # noqa: T201
    return max(len(told) - MOST_TOWNS, 0)


def scan(world: tuple[Land, Addresses], seed: int, spots: Sequence[HotSpot]) -> list[Hotspot]:
    """Return what the nightly scan finds in a town of a seed."""
    land, addresses = world
    events = build_events(land, addresses, TODAY, ZONE, dice(seed, "events"), spots)
    places = shapely.get_coordinates(events.geometry.to_numpy())
    days = events["reported_at"].dt.tz_convert(ZONE).dt.date
    ago = np.array([(TODAY - day).days for day in days], np.int64)
    return hotspots(places[:, 0], places[:, 1], ago, np.random.default_rng(seed), HotspotParameters())


def near(land: Land, spot: HotSpot, one: Hotspot) -> bool:
    """Tell whether a hot spot's middle lies in a planted one, and their days meet."""
    place = land.places.geometry[land.places["name"] == spot.place].iloc[0]
    meets = one.first >= spot.days_ago[1] and one.last <= spot.days_ago[0]
    return meets and math.dist((place.x, place.y), (one.x, one.y)) < spot.radius_m


def figures(one: Hotspot) -> str:
    """Say the figures of a hot spot."""
    return (
        f"{one.radius_m:g} m, days {one.first} to {one.last} ago, {one.observed} observed,"
        f" {one.expected:.1f} expected, p = {one.p:g}"
    )


def boston(data: Path) -> int:
    """Scan a year's requests in all and by their most frequent types; nobody knows the right answer."""
    table = pd.read_csv(data / "boston-311" / "requests_2019.csv", low_memory=False)
    table = table[table["latitude"].notna() & table["longitude"].notna()]
    x, y = to_metric(table["longitude"].to_numpy(), table["latitude"].to_numpy(), BOSTON_CRS)
    # the city writes its own civil time
    days = pd.to_datetime(table["open_dt"]).dt.normalize()
    ago = ((days.max() - days).dt.days + 1).to_numpy().astype(np.int64)
    kinds = table["type"].to_numpy()
    frequent = table["type"].value_counts().head(TYPES)
    print(f"Boston: {len(table):,} requests up to {days.max():%Y-%m-%d}")  # noqa: T201
    print("| Type | Requests | In the last 90 days | Hot spots |\n|---|---|---|---|")  # noqa: T201
    for name in ("all", *frequent.index):
        own = np.ones(len(table), bool) if name == "all" else kinds == name
        found = hotspots(x[own], y[own], ago[own], np.random.default_rng(1), HotspotParameters())
        said = "; ".join(map(figures, found)) or "none"
        print(f"| {name} | {own.sum():,} | {int((ago[own] <= 90).sum()):,} | {said} |")  # noqa: T201
    return 0
