"""The application over the small town, with one client for each kind of caller."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx2
import pytest

from api.app import make_service
from api.services import Services, make_services
from gis.model import EVERYTHING, Scope
from gis.service.accounts import By, new_token
from gis.settings import Settings
from gis.store.database import Database
from tests.small_town import NOON

Client = httpx2.AsyncClient
ClientOf = Callable[..., "Client"]


@pytest.fixture(scope="module")
async def services(database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    """Wire the services over the module's database, with a clock that stands at noon."""
    settings = Settings(home=Path(tmp_path_factory.mktemp("services")))
    made = make_services(
        settings, database.engine.url.render_as_string(hide_password=False), clock=lambda: NOON
    )
    await made.atlas.refresh()
    yield made
    await made.database.close()


@pytest.fixture(scope="module")
async def anonymous(services: Services) -> AsyncIterator[Client]:
    """Return a client that sends no credentials."""
    async with _client(services) as client:
        yield client


@pytest.fixture(scope="module")
async def client_of(services: Services) -> AsyncIterator[Callable[..., object]]:
    """Return a function that makes a client with a token of one role and scope."""
    async with AsyncExitStack() as stack:

        async def make(role: str, scope: Scope = EVERYTHING, name: str = "test") -> Client:
            token = new_token(name, (role,), scope, NOON, 1)
            secret = await services.accounts.issue_token(token, By("test"))
            client = await stack.enter_async_context(_client(services))
            client.headers["Authorization"] = f"Bearer {secret}"
            return client

        yield make


@pytest.fixture(scope="module")
async def commander(client_of: ClientOf) -> Client:
    """Return a commander's client."""
    return await client_of("commander")  # type: ignore[no-any-return,misc]


def _client(services: Services) -> Client:
    transport = httpx2.ASGITransport(make_service(services), raise_app_exceptions=False)
    return Client(transport=transport, base_url="http://town")
