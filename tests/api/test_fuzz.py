"""No input whatever makes a 5xx or an answer unlike its description, for every role and for nobody."""

import asyncio
from collections.abc import Iterator

import pytest

from gis.store.cluster import Cluster
from tests.conftest import create_database
from tests.soak.fuzz import CALLERS, SEED, Served, attack, served

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
    # whoever is nobody reads the health and is refused everywhere else; 400 is a body that is no JSON
    assert role or set(statuses) <= {200, 400, 401, 403, 422, 429}
