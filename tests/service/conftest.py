"""Homes that have a town and no boundaries yet."""

import itertools
from collections.abc import AsyncIterator

import pytest

from gis.store.cluster import Cluster
from gis.store.database import Database
from gis.store.migrate import migrate
from gis.store.town import save_town
from tests.conftest import create_database
from tests.small_town import TOWN

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
async def empty_template(cluster: Cluster) -> str:
    """Make the database that holds the small town's settings only and is only ever copied."""
    await create_database(cluster, "empty_town")
    database = Database(cluster.url("empty_town"))
    await migrate(database)
    async with database.begin() as connection:
        await save_town(connection, TOWN)
    await database.close()
    return "empty_town"


@pytest.fixture
async def empty_database(cluster: Cluster, empty_template: str) -> AsyncIterator[Database]:
    """Give one test a home that is founded and empty."""
    name = f"empty_{next(_numbers)}"
    await create_database(cluster, name, template=empty_template)
    opened = Database(cluster.url(name))
    yield opened
    await opened.close()
