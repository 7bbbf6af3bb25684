"""Runs an analysis over the parts of an archive, here or on Dask workers, a part at a time each."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

from distributed import Client, LocalCluster, as_completed

from gis.errors import BadInput, Unavailable

Part = TypeVar("Part")
Sum = TypeVar("Sum")
Told = Callable[[int, int], None]
RUNS_EACH = 4
"""Runs of parts for each worker: enough that none waits long for the last, few enough to add up quickly."""
CONNECT_S = 10


class Engine(Protocol):
    """Something that adds up what parts give."""

    def fold(
        self,
        parts: Sequence[Part],
        work: Callable[[Part], Sum],
        join: Callable[[Sum, Sum], Sum],
        told: Told,
    ) -> Sum:
        """Return the sum over all parts, at least one; `join` is associative and commutative.

        `told` hears how many parts of how many are done.
        """


class Local:
    """One part after the other in this process."""

    def fold(
        self,
        parts: Sequence[Part],
        work: Callable[[Part], Sum],
        join: Callable[[Sum, Sum], Sum],
        told: Told,
    ) -> Sum:
        """Return the sum over all parts."""
        total = work(parts[0])
        told(1, len(parts))
        for done, part in enumerate(parts[1:], 2):
            total = join(total, work(part))
            told(done, len(parts))
        return total


class Dask:
    """Runs of parts on the workers of a scheduler; each worker holds one part and one sum at a time."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def fold(
        self,
        parts: Sequence[Part],
        work: Callable[[Part], Sum],
        join: Callable[[Sum, Sum], Sum],
        told: Told,
    ) -> Sum:
        """Return the sum over all parts."""
        threads = max(sum(self._client.nthreads().values()), 1)
        long = max(len(parts) // (threads * RUNS_EACH), 1)
        runs = [parts[first : first + long] for first in range(0, len(parts), long)]
        waiting = [self._client.submit(_run, run, work, join, pure=False) for run in runs]
        sizes = {future.key: len(run) for future, run in zip(waiting, runs, strict=True)}
        total: Sum | None = None
        done = 0
        for future in as_completed(waiting):
            found = future.result()
            total = found if total is None else join(total, found)
            done += sizes[future.key]
            told(done, len(parts))
            future.release()
        if total is None:
            raise BadInput("There is nothing to add up.")
        return total

    def on_every(self, call: Callable[[], Sum]) -> list[Sum]:
        """Return what a call gives on each worker."""
        return list(self._client.run(call).values())


@contextmanager
def engine_of(name: str, scheduler: str | None, workers: int, memory: str = "2GiB") -> Iterator[Engine]:
    """Give the engine `local` or `dask`; without a scheduler's address Dask's workers are made on loopback.

    Raises BadInput for another name, Unavailable where no scheduler answers.
    """
    if name == "local":
        yield Local()
        return
    if name != "dask":
        raise BadInput(f"There is no engine {name[:20]}; the engines are local and dask.")
    if scheduler is not None:
        with _connected(scheduler) as client:
            yield Dask(client)
        return
    about = {
        "threads_per_worker": 1,
        "memory_limit": memory,
        "dashboard_address": "127.0.0.1:0",
        "host": "127.0.0.1",
        # a worker that is slow to end is nobody's trouble
        "silence_logs": logging.ERROR,
    }
    with LocalCluster(n_workers=workers, **about) as cluster, Client(cluster) as client:
        yield Dask(client)


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    try:
        client = Client(scheduler, timeout=CONNECT_S)
    except (OSError, ValueError) as error:
        raise Unavailable(f"No Dask scheduler answers at {scheduler[:80]}.") from error
    with client:
        yield client


def _run(run: Sequence[Part], work: Callable[[Part], Sum], join: Callable[[Sum, Sum], Sum]) -> Sum:
    return Local().fold(run, work, join, lambda _done, _all: None)
