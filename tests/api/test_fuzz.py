"""No input whatever makes a 500: Schemathesis over the OpenAPI document, for every role and for nobody."""

import asyncio
import threading
import time
from collections.abc import Iterator

import hypothesis
import pytest
import schemathesis
import uvicorn
from schemathesis.checks import not_a_server_error

from api.app import make_app
from api.services import make_services
from gis.model import EVERYTHING
from gis.service.accounts import By, new_token
from gis.service.rights import ROLES
from gis.settings import Settings
from gis.store.cluster import Cluster
from tests.conftest import create_database
from tests.small_town import NOON

SEED = 20261124
CASES = 12
"""Cases of each operation and role, where it takes any input: about 2,000 over eleven callers."""


@pytest.fixture(scope="module")
def served(cluster: Cluster, small_template: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve the small town on loopback from a thread; return its address and one token a role."""
    asyncio.run(create_database(cluster, "fuzz", template=small_template))
    tokens: dict[str, str] = {}
    services = make_services(Settings(home="."), cluster.url("fuzz"), clock=lambda: NOON)  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(make_app(services), port=0, log_level="critical", lifespan="on"))

    async def serve() -> None:
        for role in ROLES:
            token = new_token(role, (role,), EVERYTHING, NOON, 1)
            tokens[role] = await services.accounts.issue_token(token, By("fuzz"))
        await server.serve()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", tokens
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def document(served: tuple[str, dict[str, str]]) -> dict[str, object]:
    """Return the OpenAPI document as a signed-in caller gets it."""
    import httpx2

    address, tokens = served
    headers = {"Authorization": f"Bearer {tokens['viewer']}"}
    return httpx2.get(f"{address}/api/openapi.json", headers=headers).json()  # type: ignore[no-any-return]


@pytest.mark.parametrize("role", [*ROLES, None])
def test_nothing_makes_a_server_error(
    role: str | None, served: tuple[str, dict[str, str]], document: dict[str, object]
) -> None:
    address, tokens = served
    headers = {"Authorization": f"Bearer {tokens[role]}"} if role else {}
    schema = schemathesis.openapi.from_dict(document)
    print(f"seed {SEED}, {CASES} cases an operation, role {role}")  # noqa: T201
    seen = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path == "/api/session" and operation.method == "post":
            continue  # costs an argon2 verification a case; its inputs are tested one by one

        @hypothesis.seed(SEED)
        @hypothesis.settings(
            max_examples=CASES,
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate],
        )
        @hypothesis.given(case=operation.as_strategy())
        def attempt(case: schemathesis.Case) -> None:
            nonlocal seen
            response = case.call(base_url=address, headers=headers)
            case.validate_response(response, checks=[not_a_server_error])
            assert role is not None or response.status_code in (401, 200, 404, 405, 422), response.text
            seen += 1

        attempt()
    assert seen >= 12 * CASES
