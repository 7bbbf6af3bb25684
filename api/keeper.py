"""The process that keeps house: seals days, retains, scans for hot spots, judges alert rules."""

import asyncio
import os
import signal
from contextlib import suppress
from datetime import timedelta

from api.clock import now_utc
from api.home import settings_of
from api.judge import judge
from gis.errors import NotFound, Unavailable
from gis.model import Keeps
from gis.service.atlas import Atlas
from gis.service.coverage.counting import count_days
from gis.service.hotspots import HotspotNights
from gis.service.placing import follow_day
from gis.service.redrawing.patrols import add_patrols_up
from gis.service.retaining import Retainer
from gis.service.sealing import Sealer
from gis.store.database import Database

EVERY_S = 30
COUNTED_DAYS = 35
"""So far back coverage is counted before anybody asks: a month and some."""


def main() -> None:
    """Keep house until SIGTERM."""
    asyncio.run(work(os.environ["WANGGE_WORKER_URL"], settings_of().keeps))


async def work(url: str, keeps: Keeps) -> None:
    """Keep house and judge, for ever."""
    await asyncio.gather(keep(url, keeps), judge(url))


async def keep(url: str, keeps: Keeps) -> None:
    """Look for work twice a minute, for ever, outliving every absence of the database."""
    database = Database(url, statement_seconds=600)
    atlas = Atlas(database, now_utc)
    sealer = Sealer(database, atlas, now_utc)
    retainer = Retainer(database, atlas, keeps, now_utc)
    nights = HotspotNights(database, atlas)
    while True:
        with suppress(Unavailable):
            await atlas.refresh()
            await follow_day(database, atlas)
            await sealer.seal_closed_days()
            await _count_coverage(database, atlas)
            await retainer.retain_nightly()
            await nights.scan_nightly()
        await asyncio.sleep(EVERY_S)


async def _count_coverage(database: Database, atlas: Atlas) -> None:
    yesterday = atlas.today() - timedelta(days=1)
    with suppress(NotFound):
        await count_days(database, atlas, (yesterday - timedelta(days=COUNTED_DAYS), yesterday))
        await add_patrols_up(database, atlas)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main()
