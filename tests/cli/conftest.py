"""The command line over a database of its own, run in this process."""

import asyncio
import itertools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from api.cli import main
from gis.store.cluster import Cluster
from gis.store.database import Database
from tests.conftest import create_database

_numbers = itertools.count(1)
TABLES = ("setting", "edition", "edition_grid", "grid", "grid_shape", "squad", "squad_zone", "audit")


@dataclass
class Home:
    """One home: its address, and what the commands did."""

    url: str

    def counts(self) -> dict[str, int]:
        """Return how many rows each table holds."""

        async def count() -> dict[str, int]:
            database = Database(self.url)
            async with database.begin() as connection:
                found = {t: await connection.scalar(text(f"SELECT count(*) FROM {t}")) or 0 for t in TABLES}
            await database.close()
            return found

        return asyncio.run(count())

    def value(self, query: str) -> object:
        """Return one value by SQL."""

        async def ask() -> object:
            database = Database(self.url)
            async with database.begin() as connection:
                found = await connection.scalar(text(query))
            await database.close()
            return found

        return asyncio.run(ask())


@pytest.fixture
def home(cluster: Cluster, small_template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give one test a home of its own that holds the small town."""
    return make_home(cluster, small_template, tmp_path, monkeypatch)


@pytest.fixture
def empty_home(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give one test a home whose database holds nothing at all."""
    return make_home(cluster, "template0", tmp_path, monkeypatch)


def make_home(cluster: Cluster, template: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Copy a database into a home under a folder and point the environment at it."""
    name = f"cli_{next(_numbers)}"
    asyncio.run(create_database(cluster, name, template))
    url = cluster.url(name)
    monkeypatch.setenv("WANGGE_HOME", str(folder / "home"))
    monkeypatch.setenv("WANGGE_DATABASE_URL", url.replace("+asyncpg", ""))
    monkeypatch.setenv("COLUMNS", "200")
    return Home(url)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command and returns exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wangge", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call
