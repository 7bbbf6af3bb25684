"""The part of the keeper's process that holds alert rules against what comes and who does not move."""

import asyncio
import logging

from api.clock import now_utc
from gis.errors import NotFound, Unavailable
from gis.service.alerting.judge import Judge
from gis.service.alerting.lone_workers import LoneWorkers
from gis.service.atlas import Atlas
from gis.store.database import Database

EVERY_S = 5


async def judge(url: str) -> None:
    """Judge every few seconds, for ever, outliving every absence of the database."""
    database = Database(url)
    atlas = Atlas(database, now_utc)
    judging = Judge(database, atlas, now_utc)
    watching = LoneWorkers(database, atlas, now_utc)
    while True:
        try:
            await atlas.refresh()
            await judging.judge()
            await watching.look()
        except (Unavailable, NotFound):
            pass
        except Exception:
            # the house must be kept though a rule does what nothing foresaw
            logging.getLogger(__name__).exception("the alert rules could not be judged")
        await asyncio.sleep(EVERY_S)
