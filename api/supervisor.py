"""One parent over reception, workers and the private cluster: starts them, restarts what dies, stops all."""

import asyncio
import ctypes
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from api.home import private_cluster, url_of
from gis.errors import BadInput, Unavailable
from gis.settings import Settings
from gis.store.cluster import Cluster

WATCH_S = 0.2
# one receives and one stands by, so that a death costs no start of a process
RECEIVERS = 2
STOP_S = 8
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Listening:
    """First ports to try on loopback, for people, devices and terminals; how many workers share the first."""

    port: int
    workers: int = 1
    device_port: int = 8780
    terminal_port: int = 8790


@dataclass(frozen=True, slots=True)
class Sockets:
    """What the processes are handed: sockets of people, devices and terminals, the path of the live feed."""

    people: socket.socket
    devices: socket.socket
    terminals: socket.socket
    feed: Path


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the service answers people, devices and terminals (JT/T 808, host and port)."""

    people: str
    devices: str
    terminals: str


async def supervise(settings: Settings, listening: Listening, announce: Callable[[Addresses], None]) -> None:
    """Serve until SIGINT or SIGTERM; `announce` is told the address once a worker answers."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    cluster = private_cluster(settings)
    with (
        _socket(listening.port) as people,
        _socket(listening.device_port) as devices,
        _socket(listening.terminal_port) as terminals,
        tempfile.TemporaryDirectory(prefix="wangge-") as folder,
    ):
        try:
            if cluster:
                await asyncio.to_thread(cluster.start)
            sockets = Sockets(people, devices, terminals, Path(folder) / "live")
            await _run(settings, listening, sockets, (cluster, stop, announce))
        finally:
            if cluster:
                await asyncio.to_thread(cluster.stop)


async def _run(
    settings: Settings,
    listening: Listening,
    sockets: Sockets,
    rest: tuple[Cluster | None, asyncio.Event, Callable[[Addresses], None]],
) -> None:
    cluster, stop, announce = rest
    modules = ["api.keeper", *["api.receiver"] * RECEIVERS, *["api.worker"] * listening.workers]
    keepers = [asyncio.create_task(_keep(module, settings, sockets, stop)) for module in modules]
    if cluster:
        keepers.append(asyncio.create_task(_keep_cluster(cluster, stop)))
    people, devices, terminals = (
        f"127.0.0.1:{each.getsockname()[1]}" for each in (sockets.people, sockets.devices, sockets.terminals)
    )
    await _until_answering(sockets.people.getsockname()[1], stop)
    if not stop.is_set():
        announce(Addresses(f"http://{people}/", f"http://{devices}/", terminals))
    await stop.wait()
    await asyncio.gather(*keepers)


async def _keep(module: str, settings: Settings, sockets: Sockets, stop: asyncio.Event) -> None:
    """Run a module as a process of its own, and again whenever it ends."""
    handed = tuple(each.fileno() for each in (sockets.people, sockets.devices, sockets.terminals))
    environment = {
        **os.environ,
        "WANGGE_HOME": str(settings.home),
        "WANGGE_WORKER_URL": url_of(settings),
        "WANGGE_WORKER_SOCKET": str(handed[0]),
        "WANGGE_DEVICE_SOCKET": str(handed[1]),
        "WANGGE_JT808_SOCKET": str(handed[2]),
        "WANGGE_LIVE_SOCKET": str(sockets.feed),
    }
    while not stop.is_set():
        worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            env=environment,
            pass_fds=handed,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        dead = asyncio.create_task(worker.wait())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait([dead, stopped], return_when=asyncio.FIRST_COMPLETED)
        await _end(worker)
        stopped.cancel()
        if not stop.is_set():
            await asyncio.sleep(WATCH_S)


async def _end(worker: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        worker.terminate()
        try:
            await asyncio.wait_for(worker.wait(), STOP_S)
        except TimeoutError:
            worker.kill()
            await worker.wait()


async def _keep_cluster(cluster: Cluster, stop: asyncio.Event) -> None:
    while not stop.is_set():
        with suppress(Unavailable):
            if not await asyncio.to_thread(cluster.running):
                await asyncio.to_thread(cluster.start)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), WATCH_S)


async def _until_answering(port: int, stop: asyncio.Event) -> None:
    request = f"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
    while not stop.is_set():
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            status = await reader.readline()
            writer.close()
            if b" 200 " in status:
                return
        await asyncio.sleep(0.1)


def _socket(first: int) -> socket.socket:
    for port in range(first, min(first + 100, 65536)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(512)
        except OSError:
            listener.close()
            continue
        listener.set_inheritable(True)
        return listener
    raise BadInput(f"No free port from {first} on.")


def _die_with_parent() -> None:
    # a worker must not outlive a supervisor that was killed without a chance to stop it
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
