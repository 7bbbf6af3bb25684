"""Every route declares who may pass, and the whole matrix route × role × scope answers as declared."""

import re
from collections.abc import Callable, Iterator

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.app import ROUTERS, make_app
from api.guard import Needs, OpenToAll, OwnPage
from api.services import Services
from gis.model import EVERYTHING, Scope
from gis.service.rights import ROLES
from layers import all_layers
from tests.api.test_lookup import place
from tests.small_town import CODES, A

Client = httpx2.AsyncClient
FOREIGN = Scope(codes=frozenset({"999999"}))
OWN = Scope(codes=frozenset({A}))
LON, LAT = place(500)

RULE = {"name": "x", "kind": "enter", "grids": [CODES[0]], "people": [1]}
SPAN = {"from": "2026-11-02T00:00:00Z", "to": "2026-11-03T00:00:00Z", "purpose": "drill"}

# what each route needs to be asked properly: query, body
ASKED: dict[str, tuple[dict[str, object], object]] = {
    "/api/lookup GET": ({"lon": LON, "lat": LAT}, None),
    "/api/lookup POST": ({}, {"points": [[LON, LAT]]}),
    "/api/search GET": ({"q": "甲"}, None),
    "/api/accounts POST": (
        {},
        {"name": "x", "title": "x", "password": "x", "roles": ["viewer"], "scope": {"all": True}},
    ),
    "/api/coverage GET": ({"from": "2026-10-01", "to": "2026-10-31"}, None),
    "/api/coverage/{grid}/{day} GET": ({"purpose": "drill"}, None),
    "/api/coverage/area GET": ({"from": "2026-10-01", "to": "2026-10-31"}, None),
    "/api/drafts/{draft}/coverage GET": ({"from": "2026-10-01", "to": "2026-10-31"}, None),
    "/api/coverage.xlsx GET": ({"from": "2026-10-01", "to": "2026-10-31"}, None),
    "/api/coverage.pdf GET": ({"from": "2026-10-01", "to": "2026-10-31"}, None),
    "/api/coverage.html GET": ({"from": "2026-10-01", "to": "2026-10-31"}, None),
    "/api/coverage/{grid}/calendar GET": ({"from": "2026-10-01", "to": "2026-10-31"}, None),
    "/api/coverage/frequency GET": ({"from": "2026-10-01", "to": "2026-10-31"}, None),
    "/api/frequencies PUT": ({}, {"risk": 1, "visits": 1, "from": "2026-11-03"}),
    "/api/grid-risks PUT": ({}, {"grid": CODES[0], "risk": 1, "from": "2026-11-03"}),
    "/api/findings POST": ({}, {"grid": CODES[0], "day": "2026-11-01"}),
    "/api/cases POST": ({}, {"title": "x", "category": "absent", "lon": LON, "lat": LAT}),
    "/api/cases/{number}/actions POST": ({}, {"version": 0, "action": "file"}),
    "/api/counts GET": ({"from": "2026-11-02", "to": "2026-11-02"}, None),
    "/api/lookup/dated POST": ({}, {"points": [[LON, LAT]], "days": ["2026-11-02"]}),
    "/api/drafts POST": ({}, {"title": "x"}),
    "/api/drafts/{draft}/edits POST": (
        {},
        {"revision": 0, "edit": {"kind": "rename", "code": CODES[0], "name": "x"}},
    ),
    "/api/drafts/{draft}/undo POST": ({}, {"revision": 0}),
    "/api/drafts/{draft}/redo POST": ({}, {"revision": 0}),
    "/api/drafts/{draft}/proposals/accept POST": ({}, {"revision": 0, "choice": 0}),
    "/api/drafts/{draft}/gaps POST": ({}, {"at": [LON, LAT]}),
    "/api/drafts/{draft}/proposals POST": ({}, {}),
    "/api/boundary-rules PUT": ({}, {"void_on_split": False}),
    "/api/drafts/{draft}/posts/{post} PUT": ({}, {"to": None}),
    "/api/drafts/{draft}/publish POST": ({}, {"from": "2027-01-01", "document": "x"}),
    "/api/drafts/{draft}/opinions/{opinion}/answer POST": ({}, {"answer": "x"}),
    "/api/me/boundary-messages/{key} POST": ({}, {"state": "seen"}),
    "/api/scans POST": ({"draft": 999, "digest": "0" * 64}, None),
    "/api/public/boundaries/{token}/opinions POST": ({}, {"words": "x"}),
    "/api/accounts/{name} PATCH": ({}, {"title": "x"}),
    "/api/me/checks/{check} POST": ({}, {"answer": "fine"}),
    "/api/people/{person}/messages POST": ({}, {"words": "x"}),
    "/api/me/messages/{message} POST": ({}, {"state": "seen"}),
    "/api/people/{person}/unmask POST": ({}, {"purpose": "drill"}),
    **{
        f"{path} GET": (asked, None)
        for path, asked in {
            "/api/playback": SPAN,
            "/api/tracks/{person}.{suffix}": SPAN,
            "/api/passed": {**SPAN, "lon": LON, "lat": LAT},
            "/api/suspicions": SPAN,
            "/api/positions": {"at": SPAN["from"], "purpose": "drill"},
        }.items()
    },
    "/api/duty GET": ({"day": "2026-11-02"}, None),
    "/api/alert-rules POST": ({}, RULE),
    "/api/alert-rules/trial POST": ({}, RULE),
    "/api/alert-rules/{rule} PATCH": ({}, {"on": False}),
    "/api/duty POST": ({}, {"people": ["001"], "from": SPAN["from"], "to": SPAN["to"]}),
    "/api/duty/me POST": ({}, {"on": True}),
    "/api/duty/spans GET": ({"from": SPAN["from"], "to": SPAN["to"]}, None),
    "/api/roster GET": ({"month": "2026-11"}, None),
    "/api/roster.csv GET": ({"month": "2026-11"}, None),
    "/api/roster PUT": ({}, {"cells": [{"person": 1, "day": "2026-11-03", "shift": None}]}),
    "/api/roster/fill POST": (
        {},
        {"people": [1], "from": "2026-11-03", "to": "2026-11-04", "cycle": [None]},
    ),
    "/api/roster/swaps POST": ({}, {side: {"person": 1, "day": "2026-11-03"} for side in ("one", "other")}),
    "/api/roster/overtime POST": ({}, {"person": 9, "from": SPAN["from"], "to": SPAN["to"]}),
    "/api/roster/leaves POST": (
        {},
        {"person": 9, "kind": "sick", "from": SPAN["from"], "to": SPAN["to"]},
    ),
    "/api/handovers POST": ({}, {"notes": "x"}),
    "/api/handovers/{handover}/take POST": ({}, {}),
    "/api/shifts/{code} PUT": (
        {},
        {"title": "早班", "hours": [{"begin": "06:00", "end": "06:00", "breaks": [["05:00", "05:00"]]}]},
    ),
    "/api/devices POST": ({}, {"person": "001", "app": "fixes"}),
    "/api/devices/claims/{claim} POST": ({}, {"person": "001"}),
    "/api/devices/datum-check POST": ({}, {"name": "absent", "lon": LON, "lat": LAT}),
    "/api/devices/datum PUT": ({}, {"name": "absent", "datum": "gcj02"}),
    "/api/devices/pages POST": ({}, {"name": "absent"}),
    "/api/requests/{number} POST": ({}, {"state": "accepted", "words": "x"}),
    "/api/session POST": ({}, {"name": "nobody", "password": "wrong"}),
    "/api/me/session POST": ({}, {"page": "wrong"}),
}
# open to whoever holds the console's code, while the home is empty; closed to everybody ever after
SETTING_UP = {
    ("/api/setup", "GET"),
    ("/api/setup", "POST"),
    ("/api/setup/outline", "POST"),
    ("/api/setup/crs", "GET"),
}
# what belongs to the whole town is changed by whoever sees all of it
OF_THE_TOWN = {("/api/shifts/{code}", "PUT"), ("/api/frequencies", "PUT")}
# the record tells what was done, by whom and to what: of everybody to auditors, and to each of himself
RECORD = {"/api/audit", "/api/console-log"}
PATHS = {
    "{person}": "1",
    "{suffix}": "gpx",
    "{number}": "1",
    "{rule}": "1",
    "{overtime}": "999",
    "{leave}": "999",
    "{handover}": "999",
    "{code}": "x",
    "{claim}": "1",
    "{draft}": "999",
    "{post}": "1",
    "{gap}": "999",
    "{paper}": "pdf",
    "{opinion}": "1",
    "{key}": "1",
    "{scan}": "1",
    "{token}": "unknown",
    "{edition}": "999",
    "{grid}": CODES[0],
    "{day}": "2026-11-01",
    "{kind}": "case",
    "{message}": "1",
    "{check}": "1",
    "{name:path}": "absent",
    "{z}": "10",
    "{x}": "853",
    "{y}": "417",
}


def routes() -> Iterator[tuple[APIRoute, str, str | None]]:
    """Yield every route with one method and, for the layers' routes, one layer each."""
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            method = min(route.methods)
            if "{name}" in route.path and route.path.startswith("/layers"):
                yield from ((route, method, name) for name in all_layers())
            else:
                yield route, method, None


def dependencies(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from dependencies(inner)


def own(route: APIRoute) -> bool:
    """Tell whether a route is a person's own page, where no account is anybody."""
    return any(isinstance(mark, OwnPage) for mark in dependencies(route.dependant))


def declared(route: APIRoute, layer: str | None) -> set[str | None] | None:
    """Return the permissions a route asks for (None: signed in), or None when it is open to all."""
    marks = list(dependencies(route.dependant))
    if any(isinstance(mark, OpenToAll) for mark in marks):
        return None
    needed = {mark.permission for mark in marks if isinstance(mark, Needs)}
    return needed | {all_layers()[layer].permission} if layer else needed


async def test_every_route_declares_its_rights(services: Services) -> None:
    undeclared = [
        route.path
        for route in _api_routes(make_app(services))
        if not any(isinstance(mark, Needs | OpenToAll | OwnPage) for mark in dependencies(route.dependant))
    ]
    assert undeclared == []


async def test_open_routes_are_these_and_no_others(services: Services) -> None:
    opened = {
        (route.path, min(route.methods))
        for route in _api_routes(make_app(services))
        if any(isinstance(mark, OpenToAll) for mark in dependencies(route.dependant))
    }
    assert opened == {
        ("/api/health", "GET"),
        ("/api/session", "POST"),
        ("/api/me/session", "POST"),
        *SETTING_UP,
        ("/", "GET"),
        ("/planner", "GET"),
        ("/inspector", "GET"),
        ("/roster", "GET"),
        ("/console", "GET"),
        ("/signin", "GET"),
        ("/setup", "GET"),
        ("/me", "GET"),
        ("/announcement", "GET"),
        ("/api/public/boundaries/{token}", "GET"),
        ("/api/public/boundaries/{token}/opinions", "POST"),
    }


def _api_routes(app: FastAPI) -> list[APIRoute]:
    """Return every route of the application; besides routers only the built pages' assets are mounted."""
    included = [route for route in app.routes if hasattr(route, "original_router")]
    rest = [getattr(route, "path", None) for route in app.routes if route not in included]
    assert rest == ["/assets"]
    found = [route for router in included for route in router.original_router.routes]
    assert len(found) > 20
    assert all(isinstance(route, APIRoute) for route in found)
    return found


def _path(route: APIRoute, layer: str | None) -> str:
    path = route.path.replace("{name}", layer or "commander")
    for part, value in PATHS.items():
        path = path.replace(part, value)
    assert "{" not in path
    return path


async def _ask(client: Client, route: APIRoute, method: str, layer: str | None) -> httpx2.Response:
    query, body = ASKED.get(f"{route.path} {method}", ({}, None))
    return await client.request(method, _path(route, layer), params=query, json=body)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [*ROLES, None])
async def test_every_cell_of_the_matrix(
    role: str | None, anonymous: Client, client_of: Callable[..., object]
) -> None:
    scopes = {"whole": EVERYTHING, "own": OWN, "none": Scope(), "foreign": FOREIGN}
    for scope_name, scope in scopes.items():
        client = await client_of(role, scope) if role else anonymous  # type: ignore[misc]
        for route, method, layer in routes():
            answer = await _ask(client, route, method, layer)
            cell = (
                f"{role} {scope_name} {method} {route.path} {layer}: {answer.status_code} {answer.text[:200]}"
            )
            needed = declared(route, layer)
            if (route.path, method) in SETTING_UP:
                assert answer.status_code in (409, 422), cell
            elif needed is None:
                assert answer.status_code in (200, 401, 429, 404), cell
            elif role is None or own(route):
                assert answer.status_code == 401, cell
            elif not (needed - {None}) <= ROLES[role]:
                assert answer.status_code == 403, cell
            elif route.path == "/api/live":
                # nobody receives here, and an endless stream has tests of its own
                assert answer.status_code == 503, cell
            elif (route.path, method) in OF_THE_TOWN and scope_name != "whole":
                assert answer.status_code == 403, cell
            else:
                assert answer.status_code in (200, 201, 204, 304, 404, 422), cell
                told = scope_name in ("whole", "own") or route.path in RECORD
                assert told or _nothing_of_the_town(answer), cell


def _nothing_of_the_town(answer: httpx2.Response) -> bool:
    """Tell whether an answer to a foreign scope holds no grid, person, event or enterprise of the town."""
    secrets = [*CODES, "张三丰", "李四", "霞客纺织厂", "垃圾 ", "138****"]
    body = re.sub(r'"code_prefix":"\d+"', "", answer.text)
    return not any(secret in body for secret in secrets)
