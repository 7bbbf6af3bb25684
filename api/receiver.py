"""The process that receives: the doors of devices on the sockets handed over, and the feed of the live map.

Two of them run; one holds the lock and receives, the other stands by.
"""

import asyncio
import os
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import uvicorn

from api.clock import now_utc
from api.devices.doors import Doors
from api.devices.port import DevicePort
from api.devices.terminal_door import TerminalDoor
from api.home import settings_of
from gis.errors import Conflict, Unavailable
from gis.geometry.locate import warm
from gis.model import Keeps
from gis.service.atlas import POLL_S, Atlas
from gis.service.live.feed import Feed
from gis.service.reception.claims import Claims
from gis.service.reception.desk import Desk
from gis.service.reception.grids import GridsOfDays
from gis.service.reception.own_door import OwnDoor, beside
from gis.service.reception.registering import Registrar
from gis.service.reception.terminals import Terminals
from gis.store.database import Database
from gis.store.fixes import FixWriter

# longer than the one that receives needs to take its own lock again
STAND_BY_S = 0.4


@dataclass(frozen=True, slots=True)
class Sockets:
    """Where devices knock, where terminals call, and the path of the live feed."""

    devices: socket.socket
    terminals: socket.socket
    feed: Path


def main() -> None:
    """Receive until SIGTERM; settings and sockets come from the environment."""
    warm()
    asyncio.run(receive(os.environ["WANGGE_WORKER_URL"], _sockets(), settings_of().keeps))


def _sockets() -> Sockets:
    devices, terminals = (
        socket.socket(fileno=int(os.environ[f"WANGGE_{name}_SOCKET"])) for name in ("DEVICE", "JT808")
    )
    return Sockets(devices, terminals, Path(os.environ["WANGGE_LIVE_SOCKET"]))


async def receive(url: str, sockets: Sockets, keeps: Keeps) -> None:
    """Serve the device doors and the feed; ends as soon as any part of it fails, to be started afresh."""
    database = Database(url)
    atlas = Atlas(database, now_utc)
    await _first_sight(atlas)
    writer = FixWriter(url, atlas.town.time_zone)
    await _turn(writer)
    desk = Desk(database, writer, GridsOfDays(atlas, keeps.track_days), now_utc)
    claims = Claims(database, now_utc)
    feed = Feed(desk.whereabouts)
    terminals = TerminalDoor(Terminals(desk, claims, Registrar(database)), now_utc)
    parts = (
        atlas.follow(),
        desk.run(feed.announce),
        desk.follow(),
        claims.run(),
        feed.serve(sockets.feed),
        OwnDoor(desk, now_utc).serve(beside(sockets.feed)),
        terminals.serve(sockets.terminals),
        _serve(Doors(desk, claims, now_utc), desk, sockets.devices),
    )
    tasks = [asyncio.create_task(part) for part in parts]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await database.close()
    # another process has taken over: this one will stand by
    with suppress(Conflict):
        for task in done:
            task.result()


async def _first_sight(atlas: Atlas) -> None:
    """Wait until the database has told which town this is."""
    while True:
        with suppress(Unavailable):
            await atlas.refresh()
            _ = atlas.town
            return
        await asyncio.sleep(POLL_S)


async def _turn(writer: FixWriter) -> None:
    """Stand by until no other process receives, ready to take over at once."""
    while not writer.owns:
        with suppress(Unavailable, Conflict):
            await writer.open()
            return
        await asyncio.sleep(STAND_BY_S)


async def _serve(doors: Doors, desk: Desk, listener: socket.socket) -> None:
    configuration = uvicorn.Config(
        doors,
        http=partial(DevicePort, doors=doors, desk=desk),  # type: ignore[arg-type]
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        server_header=False,
        proxy_headers=False,
    )
    await uvicorn.Server(configuration).serve(sockets=[listener])


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main()
