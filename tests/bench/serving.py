"""Start servers on loopback for a comparison, load them with wrk, and stop them by their ids."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 4
START_S = 180


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: its address and the headers that a request needs."""

    address: str
    headers: Mapping[str, str]


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: Sequence[str], env: Mapping[str, str], health: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; RuntimeError with its last words when it never answers."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, env={**os.environ, **env}, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait(process, health, log)
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], health: str, log: object) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    log.seek(0)  # type: ignore[attr-defined]
    raise RuntimeError(f"{health} never answered: {log.read()[-800:].decode(errors='replace')}")  # type: ignore[attr-defined]


@contextmanager
def demo_town(more: Mapping[str, str] | None = None) -> Iterator[tuple[Server, str]]:
    """Serve the made-up town with one worker; yield the server with a token, and the database's URL."""
    port = free_port()
    home = ROOT / ".data" / "bench-town"
    env = {"WANGGE_HOME": str(home), **(more or {})}
    command = [sys.executable, "-m", "api", "demo", "--port", str(port)]
    with started(command, env, f"http://127.0.0.1:{port}/api/health"):
        token = subprocess.run(
            [sys.executable, "-m", "api", "account", "token", "--role", "commander", "--label", "bench"],
            env={**os.environ, **env},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = re.search(r"wg_\S+", token)
        assert found, token
        headers = {"Authorization": f"Bearer {found[0]}", "Accept-Encoding": "gzip"}
        yield Server(f"http://127.0.0.1:{port}", headers), url_of(home)


def url_of(home: Path) -> str:
    """Return the address of a home's private cluster for libpq."""
    from gis.store.cluster import cluster_of

    return cluster_of(home).url().replace("postgresql+asyncpg", "postgresql")


def load(server: Server, script: str, connections: int, seconds: float = SECONDS) -> float:
    """Return requests per second that wrk gets with a Lua script; RuntimeError when any answer is no 2xx."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise RuntimeError("wrk is missing: apt-get install wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        told = subprocess.run(
            [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "-s", file.name, server.address],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert rate, told
    return float(rate[1])


def lua_headers(server: Server) -> str:
    """Return Lua that sets the server's headers."""
    return "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in server.headers.items())
