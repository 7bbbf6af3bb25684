"""The supervisor as a real process: it announces, heals what is killed, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from gis.store.cluster import cluster_of

PROGRAM = [sys.executable, "-m", "api"]


@dataclass
class Serving:
    """A running `wangge serve` and its home."""

    process: subprocess.Popen[str]
    address: str
    home: Path

    def health(self) -> int:
        """Return the status of the health door, or 0 when nobody answers."""
        try:
            return httpx2.get(f"{self.address}api/health", timeout=2).status_code
        except httpx2.HTTPError:
            return 0

    def until(self, status: int, seconds: float = 20) -> bool:
        """Wait until the health door answers so."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.health() == status:
                return True
            time.sleep(0.05)
        return False

    def workers(self) -> list[int]:
        """Return the pids of the workers."""
        return [pid for pid in self.children() if "api.worker" in Path(f"/proc/{pid}/cmdline").read_text()]

    def children(self) -> list[int]:
        """Return the pids of all processes that the supervisor started."""
        listing = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listing.read_text().split()]

    def postmaster(self) -> int:
        """Return the database server's pid."""
        return int((cluster_of(self.home).data / "postmaster.pid").read_text().splitlines()[0])


@pytest.fixture
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Found a home and serve it; afterwards nothing of it is left."""
    home = tmp_path_factory.mktemp("serve")
    environment = {**os.environ, "WANGGE_HOME": str(home)}
    subprocess.run(
        [*PROGRAM, "init", "--name", "小镇", "--metric-crs", "4549"], env=environment, check=True, timeout=120
    )
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--port", "18765"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    yield Serving(process, line.rpartition(": ")[2].strip(), home)
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    process.wait(30)
    process.stdout.close()
    cluster_of(home).discard()


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]


def test_serves_heals_and_leaves_nothing_behind(serving: Serving) -> None:
    assert serving.address.startswith("http://127.0.0.1:18")
    assert serving.until(200)

    (worker,) = serving.workers()
    os.kill(worker, signal.SIGKILL)
    assert serving.until(200)
    assert serving.workers() != [worker]

    os.kill(serving.postmaster(), signal.SIGKILL)
    assert serving.until(503, 5)
    assert serving.until(200)

    left = [*serving.children(), serving.postmaster()]
    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(20) == 0
    assert [pid for pid in left if alive(pid)] == []


def test_a_second_server_of_one_home_is_refused(serving: Serving) -> None:
    done = subprocess.run(
        [*PROGRAM, "serve"],
        env={**os.environ, "WANGGE_HOME": str(serving.home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "already serves this home" in done.stderr


def test_a_home_in_a_checkout_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    done = subprocess.run(
        [*PROGRAM, "serve"],
        env={**os.environ, "WANGGE_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "git checkout" in done.stderr
    assert not (tmp_path / "home").exists()
