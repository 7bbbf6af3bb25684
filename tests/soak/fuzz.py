"""Schemathesis over the OpenAPI document, for every role and for nobody: no 5xx, answers as described."""

import argparse
import asyncio
import copy
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
import uvicorn
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    ignored_auth,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import make_app, make_service
from api.services import Services, make_services
from gis.model import EVERYTHING
from gis.service.accounts import By, new_token
from gis.service.founding import found
from gis.service.rights import ROLES
from gis.settings import Settings
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate
from layers import all_layers
from layers.base import Layer
from tests.small_town import NOON, small_town

SEED = 20261124
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
]
CALLERS: tuple[str | None, ...] = (*ROLES, None)


@dataclass(frozen=True)
class Served:
    """A running service: its address, its described operations, and one token a role."""

    address: str
    document: dict[str, Any]
    tokens: dict[str, str]


ENDLESS = "/api/live"
"""A stream never ends, so there is no answer to judge."""


@contextmanager
def served(url: str, home: Path) -> Iterator[Served]:
    """Serve the small town of a database on loopback from a thread."""
    services = make_services(Settings(home=home), url, clock=lambda: NOON)
    app = make_service(services)
    tokens: dict[str, str] = {}
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="on"))

    async def serve() -> None:
        tokens.update(await _tokens(services))
        await server.serve()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(f"http://127.0.0.1:{port}", with_layers(make_app(services).openapi()), tokens)
    finally:
        server.should_exit = True
        thread.join()


async def _tokens(services: Services) -> dict[str, str]:
    return {
        role: await services.accounts.issue_token(new_token(role, (role,), EVERYTHING, NOON, 1), By("fuzz"))
        for role in ROLES
    }


def with_layers(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with the layers' names in their paths, those with parameters one by one.

    The address of a layer takes any name and the query that its layer declares, so that random names and
    queries alone would never reach a layer.
    """
    told = copy.deepcopy(document)
    plain = [name for name, layer in all_layers().items() if not _parameters(layer)]
    for path, item in document["paths"].items():
        if path.startswith("/layers/{name}"):
            _name_of(told["paths"][path])["schema"] = {"enum": [*plain, "absent"]}
            for name, layer in all_layers().items():
                if name not in plain:
                    told["paths"][path.replace("{name}", name)] = _of_layer(item, layer)
    return told


def _of_layer(item: dict[str, Any], layer: Layer) -> dict[str, Any]:
    own = copy.deepcopy(item)
    parameters = own["get"]["parameters"]
    parameters.remove(_name_of(own))
    parameters.extend(
        {"name": name, "in": "query", "schema": schema} for name, schema in _parameters(layer).items()
    )
    del own["get"]["operationId"]
    return own


def _parameters(layer: Layer) -> dict[str, Any]:
    found: dict[str, Any] = layer.params.model_json_schema()["properties"]
    return found


def _name_of(item: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(given for given in item["get"]["parameters"] if given["name"] == "name")
    return found


def attack(service: Served, role: str | None, cases: int) -> Counter[int]:
    """Send so many cases to every operation as one caller and count the statuses.

    Raises schemathesis' failures at the first operation that answers with a 5xx or unlike its description.
    """
    statuses: Counter[int] = Counter()
    for result in schemathesis.openapi.from_dict(service.document).get_all_operations():
        operation = result.ok()
        if operation.path == ENDLESS:
            continue
        signing_in = (operation.method, operation.path) == ("post", "/api/session")
        # a sign-in costs an argon2 verification
        _attack(service, operation, role, min(cases, 3) if signing_in else cases, statuses)
    return statuses


def attack_setup(service: Served, code: str, cases: int) -> Counter[int]:
    """Send so many cases to every operation of the first run as whoever holds its code; see `attack`."""
    statuses: Counter[int] = Counter()
    for result in schemathesis.openapi.from_dict(service.document).get_all_operations():
        operation = result.ok()
        if operation.path.startswith("/api/setup"):
            _send(service, operation, {"Setup-Code": code}, cases, statuses)
    return statuses


def _attack(service: Served, operation: Any, role: str | None, cases: int, statuses: Counter[int]) -> None:
    headers = {"Authorization": f"Bearer {service.tokens[role]}"} if role else {}
    _send(service, operation, headers, cases, statuses)


def _send(
    service: Served, operation: Any, headers: dict[str, str], cases: int, statuses: Counter[int]
) -> None:

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=cases,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    @hypothesis.given(case=_any_input(operation))
    def attempt(case: schemathesis.Case) -> None:
        response = case.call(base_url=service.address, headers=headers)
        statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    attempt()


def _any_input(operation: Any) -> Any:
    """Return what the description allows and what it forbids, one as likely as the other."""
    allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    forbidden = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    takes_input = any(True for _ in operation.iter_parameters()) or operation.body
    return allowed | forbidden if takes_input else allowed


def run(asked: argparse.Namespace) -> int:
    """Fuzz the small town as every caller and print the statuses; a failure is raised."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = cluster_of(Path(folder), durable=False)
        cluster.make()
        cluster.start()
        try:
            asyncio.run(_found(cluster.url()))
            with served(cluster.url(), Path(folder)) as service:
                sys.stdout.write(f"seed {SEED}, {asked.cases} cases of each operation and caller\n")
                for role in CALLERS:
                    statuses = attack(service, role, asked.cases)
                    told = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
                    sys.stdout.write(f"{role or 'nobody':<12} {statuses.total():>6,} requests: {told}\n")
        finally:
            cluster.discard()
    return 0


async def _found(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await found(database, small_town(), NOON.date(), lambda _: None)
    await database.close()
