"""No input whatever makes a 5xx or an answer unlike its description, for every role and for nobody."""

import asyncio
from collections.abc import Iterator

import pytest

from gis.service.setup import open_set_up
from gis.store.cluster import Cluster
from gis.store.database import Database
from gis.store.migrate import migrate
from tests.conftest import create_database
from tests.soak.fuzz import CALLERS, SEED, Served, attack, attack_setup, served

CASES = 4
"""Cases of each operation and caller: about 2,000 in all."""


@pytest.fixture(scope="module")
def service(
    cluster: Cluster, small_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    asyncio.run(create_database(cluster, "fuzz", template=small_template))
    with served(cluster.url("fuzz"), tmp_path_factory.mktemp("fuzz")) as running:
        yield running


@pytest.mark.parametrize("role", CALLERS)
def test_nothing_makes_a_server_error(role: str | None, service: Served) -> None:
    print(f"seed {SEED}, {CASES} cases of each operation, role {role}")  # noqa: T201
    statuses = attack(service, role, CASES)
    assert statuses.total() > 15 * CASES
    assert not any(status >= 500 for status in statuses)
    # whoever is nobody reads the health and is refused everywhere else; 400 is a body that is no JSON,
    # 409 the first run of a home that has its town, 404 the link of nothing on show
    assert role or set(statuses) <= {200, 400, 401, 403, 404, 409, 422, 429}


def test_nothing_makes_a_server_error_of_an_empty_home(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def empty_home() -> str | None:
        await create_database(cluster, "fuzz_empty")
        database = Database(cluster.url("fuzz_empty"))
        await migrate(database)
        code = await open_set_up(database)
        await database.close()
        return code

    code = asyncio.run(empty_home())
    assert code is not None
    with served(cluster.url("fuzz_empty"), tmp_path_factory.mktemp("fuzz_empty")) as running:
        statuses = attack_setup(running, code, 10 * CASES)
    assert statuses.total() > 100
    # bodies are refused one and all, however near they come; what is asked is answered
    assert set(statuses) <= {200, 400, 403, 422}
    assert {200, 422} <= set(statuses)
