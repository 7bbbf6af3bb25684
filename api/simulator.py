"""Moves made-up patrols along the streets and reports them through the real device doors."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import numpy as np
import shapely

from api.services import now_utc
from api.simulated_line import post_forms
from fixtures.frame import Floats, dice
from fixtures.patrol_motion import Movement, movement, pace
from fixtures.patrol_noise import Heard, heard
from fixtures.patrol_streets import Streets
from gis.errors import BadInput
from gis.geometry.projection import to_degrees, to_metric
from gis.model import Town
from gis.service.atlas import Atlas
from gis.service.devices import DeviceKeeper
from gis.service.reception.roll import digest_of
from gis.store.beats import beats, set_secret, street_lines
from gis.store.database import Database
from gis.store.record import Act
from gis.store.town import ROLL_VERSION, raise_version

KNOTS = 3600 / 1852
LINES = 8
BY = Act("simulator", "")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people walk, for how long, how often their phones report, and the seed of it all."""

    people: int
    hours: float
    every_s: float = 10
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Walker:
    """One person of the shift: number, the phone's secret, the true movement and what the phone says."""

    number: str
    token: str
    moved: Movement
    said: Heard
    lon: Floats
    lat: Floats

    def form(self, place: int, begin: datetime) -> bytes:
        """Return one fix as Traccar Client 10 sends it."""
        at = begin + timedelta(seconds=float(self.said.at_s[place]))
        return urlencode(
            {
                "id": self.token,
                "timestamp": int(at.timestamp()),
                "lat": round(float(self.lon_lat(place)[1]), 7),
                "lon": round(float(self.lon_lat(place)[0]), 7),
                "accuracy": float(self.said.accuracy_m[place]),
                "speed": round(float(self.said.speed_mps[place]) * KNOTS, 2),
                "bearing": float(self.said.heading_deg[place]),
                "batt": max(5, 100 - int(self.said.at_s[place] / 400)),
            }
        ).encode()

    def lon_lat(self, place: int) -> tuple[float, float]:
        """Return the place the phone says."""
        return float(self.lon[place]), float(self.lat[place])


async def prepare_shift(database: Database, begin: datetime, plan: Plan) -> list[Walker]:
    """Register the phones, put their people on duty, and walk the whole shift in advance.

    Raises BadInput for a town that was not made up, or has no streets or no posts.
    """
    atlas = Atlas(database, now_utc)
    await atlas.refresh()
    if not atlas.town.made_up:
        raise BadInput("Patrols are simulated in made-up towns only.")
    async with database.begin() as connection:
        found = await beats(connection, atlas.edition_on().id)
        lines = [shapely.from_wkb(line) for line in await street_lines(connection)]
    if not found or not lines:
        raise BadInput("The town has no streets or nobody with a post to walk for.")
    chosen = dict(sorted(found.items())[-plan.people :])
    tokens = await _register(database, list(chosen), begin, plan)
    return await asyncio.to_thread(_walkers, chosen, tokens, lines, (atlas.town, plan))


async def run_shift(walkers: list[Walker], begin: datetime, address: str, speed: float) -> int:
    """Send every fix at its time, `speed` times as fast as the clock, and return how many were taken."""
    order = np.concatenate([walker.said.at_s for walker in walkers])
    owner = np.concatenate([np.full(len(walker.said.at_s), number) for number, walker in enumerate(walkers)])
    place = np.concatenate([np.arange(len(walker.said.at_s)) for walker in walkers])
    queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=1000)
    lines = [asyncio.create_task(post_forms(address, queue)) for _ in range(LINES)]
    started = asyncio.get_running_loop().time()
    for at in np.argsort(order, kind="stable"):
        ahead = order[at] / speed - (asyncio.get_running_loop().time() - started)
        if ahead > 0:
            await asyncio.sleep(ahead)
        await queue.put(walkers[owner[at]].form(int(place[at]), begin))
    await queue.join()
    for line in lines:
        line.cancel()
    return len(order)


async def _register(database: Database, numbers: list[str], begin: datetime, plan: Plan) -> dict[str, str]:
    keeper = DeviceKeeper(database, now_utc)
    tokens = {}
    for number in numbers:
        token = secrets.token_urlsafe(18)
        async with database.begin() as connection:
            known = await set_secret(connection, f"{number}-simulated", digest_of(token))
        if known is None:
            token = (await keeper.add(number, "traccar", BY, name=f"{number}-simulated", since=begin)).token
        tokens[number] = token
    await keeper.put_on_duty(numbers, (begin, begin + timedelta(hours=plan.hours)), BY)
    async with database.begin() as connection:
        await raise_version(connection, ROLL_VERSION)
    return tokens


def _walkers(
    chosen: dict[str, list[tuple[float, float]]],
    tokens: dict[str, str],
    lines: Sequence[shapely.Geometry],
    given: tuple[Town, Plan],
) -> list[Walker]:
    town, plan = given
    streets = Streets.of([_metric(shapely.get_coordinates(line), town) for line in lines])
    walkers = []
    for number, middles in chosen.items():
        rng = dice(plan.seed, number)
        at_s, walked_m = pace(plan.hours, rng)
        beat = [(float(x), float(y)) for x, y in _metric(np.array(middles), town)]
        moved = movement(streets.walk(beat, float(walked_m[-1]), rng), at_s, walked_m)
        said = heard(moved, plan.every_s, rng)
        lon, lat = to_degrees(said.place_m[:, 0], said.place_m[:, 1], town.metric_crs)
        walkers.append(Walker(number, tokens[number], moved, said, lon, lat))
    return walkers


def _metric(degrees: Floats, town: Town) -> Floats:
    return np.column_stack(to_metric(degrees[:, 0], degrees[:, 1], town.metric_crs))
