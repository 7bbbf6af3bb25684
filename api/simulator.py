"""Moves made-up patrols along the streets: live through the real device doors, and as a past month."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import numpy as np

from api.clock import now_utc
from api.simulated_faults import REVOKED, FaultyWalker, faulty
from api.simulated_line import post_forms
from fixtures.frame import Floats
from fixtures.patrols import Patrols, Walk
from gis.analysis.track_fixes import Fixes
from gis.errors import BadInput
from gis.service.atlas import Atlas
from gis.service.devices import DeviceKeeper, Setting
from gis.service.reception.roll import digest_of
from gis.service.sealing import Sealer
from gis.store.beats import beats, keys_by_number, set_secret, street_lines
from gis.store.database import Database
from gis.store.record import Act
from gis.store.town import ROLL_VERSION, raise_version
from gis.store.tracks import day_of, people_sealed

KNOTS = 3600 / 1852
# each waits for a commit, and a commit takes as long for few as for many
LINES = 64
BY = Act("simulator", "")
# nobody who is made up has to be told
MADE_UP = Setting(notice=False)
MORNING = time(8, 30)
SHIFT_HOURS = 8
# every fifth person works at a weekend
AT_WEEKENDS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people walk, for how long, how often their phones report, and whether some have faults."""

    people: int
    hours: float
    every_s: float = 10
    faults: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Walker:
    """One person of the shift with the secret of his phone."""

    token: str
    walk: Walk

    @property
    def comes_s(self) -> Floats:
        """Seconds of the shift at which its fixes come."""
        return self.walk.said.at_s

    def form(self, place: int, begin: datetime) -> bytes:
        """Return one fix as Traccar Client 10 sends it."""
        said = self.walk.said
        at = begin + timedelta(seconds=float(said.at_s[place]))
        return urlencode(
            {
                "id": self.token,
                "timestamp": int(at.timestamp()),
                "lat": round(float(self.walk.lat[place]), 7),
                "lon": round(float(self.walk.lon[place]), 7),
                "accuracy": float(said.accuracy_m[place]),
                "speed": round(float(said.speed_mps[place]) * KNOTS, 2),
                "bearing": float(said.heading_deg[place]),
                "batt": max(5, 100 - int(said.at_s[place] / 400)),
            }
        ).encode()


async def patrols_of(database: Database) -> tuple[Patrols, Atlas]:
    """Read a made-up town's beats and streets; BadInput for a real town, and for one without either."""
    atlas = Atlas(database, now_utc)
    await atlas.refresh()
    if not atlas.town.made_up:
        raise BadInput("Patrols are simulated in made-up towns only.")
    async with database.begin() as connection:
        found = await beats(connection, atlas.edition_on().id)
        lines = await street_lines(connection)
    if not found or not lines:
        raise BadInput("The town has no streets or nobody with a post to walk for.")
    return await asyncio.to_thread(Patrols.of, found, lines, atlas.town.metric_crs), atlas


Walkers = Sequence[Walker | FaultyWalker]


async def prepare_shift(database: Database, patrols: Patrols, begin: datetime, plan: Plan) -> Walkers:
    """Register the phones, put their people on duty, and walk the whole shift in advance.

    With faults the first phones have one each, and one of them is revoked at once.
    """
    numbers = sorted(patrols.beats)[-plan.people :]
    tokens = await _register(database, numbers, begin, plan)
    stage = begin.isoformat()

    def walkers() -> list[Walker | FaultyWalker]:
        walks = {number: patrols.walk(number, stage, plan.hours, plan.every_s) for number in numbers}
        made = [Walker(tokens[number], walk) for number, walk in walks.items()]
        bad = faulty([tokens[number] for number in numbers], list(walks.values())) if plan.faults else []
        return [*bad, *made[len(bad) :]]

    found = await asyncio.to_thread(walkers)
    for number, walker in zip(numbers, found, strict=True):
        if isinstance(walker, FaultyWalker) and walker.fault == REVOKED:
            await DeviceKeeper(database, now_utc).revoke(f"{number}-simulated", BY)
    return found


async def run_shift(walkers: Walkers, begin: datetime, address: str, speed: float) -> int:
    """Send every fix at its time, `speed` times as fast as the clock, and return how many were taken."""
    lengths = [len(walker.comes_s) for walker in walkers]
    order = np.concatenate([walker.comes_s for walker in walkers])
    owner = np.repeat(np.arange(len(walkers)), lengths)
    place = np.concatenate([np.arange(length) for length in lengths])
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


async def write_month(database: Database, patrols: Patrols, atlas: Atlas, days: int = 30) -> None:
    """Write the past days that are missing, the latest first, as they would lie after sealing."""
    sealer = Sealer(database, atlas, now_utc)
    zone = ZoneInfo(atlas.town.time_zone)
    async with database.begin() as connection:
        keys = await keys_by_number(connection)
    for ago in range(1, days + 1):
        day = day_of(atlas.today() - timedelta(days=ago), atlas.town.time_zone)
        begin = datetime.combine(day.day, MORNING, zone).astimezone(UTC)
        async with database.begin() as connection:
            done = await people_sealed(connection, day.day)
        share = AT_WEEKENDS if day.day.weekday() >= 5 else 1
        numbers = [number for number in sorted(patrols.beats)[::share] if keys[number] not in done]
        if numbers:
            hours = (begin, begin + timedelta(hours=SHIFT_HOURS))
            await DeviceKeeper(database, now_utc).put_on_duty(numbers, hours, BY)
        for number in numbers:
            fixes = await asyncio.to_thread(_past_shift, patrols, number, begin)
            await sealer.write(day, {keys[number]: fixes})


def _past_shift(patrols: Patrols, number: str, begin: datetime) -> Fixes:
    walk = patrols.walk(number, begin.isoformat(), SHIFT_HOURS, 10)
    at_ms = int(begin.timestamp() * 1000) + (walk.said.at_s * 1000).astype(np.int64)
    accuracy_m, speed_mps = (
        values.astype(np.float32) for values in (walk.said.accuracy_m, walk.said.speed_mps)
    )
    return Fixes(at_ms, walk.lon, walk.lat, accuracy_m, speed_mps, np.zeros(len(at_ms), np.int32))


async def _register(database: Database, numbers: list[str], begin: datetime, plan: Plan) -> dict[str, str]:
    keeper = DeviceKeeper(database, now_utc)
    tokens = {}
    for number in numbers:
        token = secrets.token_urlsafe(18)
        async with database.begin() as connection:
            known = await set_secret(connection, f"{number}-simulated", digest_of(token))
        if known is None:
            name = f"{number}-simulated"
            token = (await keeper.add(number, "traccar", BY, MADE_UP, name=name, since=begin)).token
        tokens[number] = token
    await keeper.put_on_duty(numbers, (begin, begin + timedelta(hours=plan.hours)), BY)
    async with database.begin() as connection:
        await raise_version(connection, ROLL_VERSION)
    return tokens
