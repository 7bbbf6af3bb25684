"""A real PostGIS for the tests: one private cluster a run, one database a module, copied from a template."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from gis.service.founding import found
from gis.store.cluster import Cluster, cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate
from tests.small_town import NOON, small_town

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start a cluster of the tests' own and delete it afterwards."""
    made = cluster_of(tmp_path_factory.mktemp("home"), durable=False)
    made.discard()
    made.make()
    made.start()
    yield made
    made.discard()


@pytest.fixture(scope="session")
def small_template(cluster: Cluster) -> str:
    """Make the database that holds the small town and is only ever copied."""

    async def make() -> None:
        await create_database(cluster, "small_town")
        database = Database(cluster.url("small_town"))
        try:
            await migrate(database)
            await found(database, small_town(), NOON.date(), lambda _: None)
        finally:
            await database.close()

    asyncio.run(make())
    return "small_town"


@pytest.fixture(scope="module")
async def database(cluster: Cluster, small_template: str) -> AsyncIterator[Database]:
    """Give a module its own copy of the small town."""
    name = f"module_{next(_numbers)}"
    await create_database(cluster, name, template=small_template)
    opened = Database(cluster.url(name))
    yield opened
    await opened.close()


@pytest.fixture
async def fresh_database(cluster: Cluster, small_template: str) -> AsyncIterator[Database]:
    """Give one test its own copy of the small town."""
    name = f"test_{next(_numbers)}"
    await create_database(cluster, name, template=small_template)
    opened = Database(cluster.url(name))
    yield opened
    await opened.close()


async def create_database(cluster: Cluster, name: str, template: str = "template0") -> None:
    """Create a database; nobody may be connected to the template."""
    engine = create_async_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    await engine.dispose()
