"""Accounts are made and changed on record; incompatible roles are refused by the API and by the database."""

from collections.abc import Callable

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.app import make_service
from api.services import Services
from gis.store.record import read_record

Client = httpx2.AsyncClient
NEW = {
    "name": "new.person",
    "title": "新人",
    "password": "a long enough password",
    "roles": ["officer"],
    "scope": {"squads": ["1"]},
}


@pytest.fixture(scope="module")
async def admin(client_of: Callable[..., object]) -> Client:
    return await client_of("admin")  # type: ignore[no-any-return,misc]


async def accounts(admin: Client) -> dict[str, dict[str, object]]:
    found = (await admin.get("/api/accounts")).json()["accounts"]
    return {account["name"]: account for account in found}


async def test_an_account_is_made_changed_and_closed_on_record(admin: Client, services: Services) -> None:
    assert (await admin.post("/api/accounts", json=NEW)).status_code == 204
    scope = {"codes": [], "squads": ["1"], "grids": [], "departments": []}
    expected = {"name": "new.person", "title": "新人", "roles": ["officer"], "scope": scope, "active": True}
    assert (await accounts(admin))["new.person"] == expected
    changes = {"roles": ["viewer"], "scope": {"all": True}, "active": False}
    assert (await admin.patch("/api/accounts/new.person", json=changes)).status_code == 204
    expected |= {"roles": ["viewer"], "scope": {"all": True}, "active": False}
    assert (await accounts(admin))["new.person"] == expected
    async with services.database.begin() as connection:
        changed, made = await read_record(connection, 2, None)
    assert [(act["actor"], act["action"], act["target"], act["detail"]) for act in (made, changed)] == [
        ("token:test", "account.add", "new.person", {"roles": ["officer"]}),
        ("token:test", "account.change", "new.person", {"fields": ["active", "roles", "scope"]}),
    ]


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"name": "taken"}, 409, "exists"),
        ({"name": "x"}, 422, "2 to 60"),
        ({"name": "a b"}, 422, "2 to 60"),
        ({"name": "a\x00b"}, 422, "2 to 60"),
        ({"title": "\x00"}, 422, "U+0000"),
        ({"title": ""}, 422, "title"),
        ({"password": "short"}, 422, "12 to 200"),
        ({"roles": []}, 422, "at least one role"),
        ({"roles": ["king"]}, 422, "at least one role"),
        ({"roles": ["planner", "approver"]}, 422, "both planner and approver"),
        ({"roles": ["auditor", "viewer", "admin"]}, 422, "both admin and auditor"),
        ({"scope": {"codes": ["\x00"]}}, 422, "U+0000"),
        ({"scope": {"squads": ["1", "9"]}}, 422, "no squad 9; the squads are 1 一中队, 2 二中队."),
        ({"scope": {"everything": True}}, 422, "everything"),
        ({"surname": "x"}, 422, "surname"),
    ],
)
async def test_what_is_no_account(admin: Client, change: dict[str, object], status: int, words: str) -> None:
    await admin.post("/api/accounts", json={**NEW, "name": "taken"})
    before = await accounts(admin)
    answer = await admin.post("/api/accounts", json={**NEW, "name": "other", **change})
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert await accounts(admin) == before


async def test_changing_what_is_not_there_or_nothing_at_all(admin: Client) -> None:
    await admin.post("/api/accounts", json={**NEW, "name": "taken"})
    assert (await admin.patch("/api/accounts/absent", json={"title": "x"})).status_code == 404
    assert (await admin.patch("/api/accounts/%00", json={"title": "x"})).status_code == 422
    assert (await admin.patch("/api/accounts/taken", json={})).status_code == 422
    both = {"roles": ["planner", "approver"]}
    assert (await admin.patch("/api/accounts/taken", json=both)).status_code == 422


async def test_nobody_gives_himself_a_role_or_a_wider_scope(admin: Client, services: Services) -> None:
    own = {**NEW, "name": "keeper", "roles": ["admin"], "scope": {"squads": ["1"]}}
    assert (await admin.post("/api/accounts", json=own)).status_code == 204
    before = (await accounts(admin))["keeper"]
    transport = httpx2.ASGITransport(make_service(services))
    async with Client(transport=transport, base_url="http://town") as keeper:
        credentials = {"name": "keeper", "password": NEW["password"]}
        assert (await keeper.post("/api/session", json=credentials)).status_code == 200
        for change in ({"roles": ["admin", "commander"]}, {"scope": {"all": True}}):
            answer = await keeper.patch("/api/accounts/keeper", json=change)
            assert answer.status_code == 403
            assert "another administrator" in answer.json()["detail"]
        assert (await accounts(admin))["keeper"] == before
        title = {"title": "管理员"}
        assert (await keeper.patch("/api/accounts/keeper", json=title)).status_code == 204
    assert (await admin.patch("/api/accounts/keeper", json={"roles": ["admin", "viewer"]})).status_code == 204
    assert (await accounts(admin))["keeper"]["roles"] == ["admin", "viewer"]


@pytest.mark.parametrize("roles", ["{planner,approver}", "{viewer,auditor,admin}"])
async def test_the_database_itself_refuses_incompatible_roles(services: Services, roles: str) -> None:
    statement = text(
        "INSERT INTO account (name, title, password_hash, roles, scope) "
        f"VALUES ('by hand', 'x', 'x', '{roles}', '{{}}')"
    )
    with pytest.raises(IntegrityError, match="check"):
        async with services.database.begin() as connection:
            await connection.execute(statement)


async def test_the_record_is_read_by_pages_and_by_auditors_only(
    admin: Client, client_of: Callable[..., object]
) -> None:
    auditor = await client_of("auditor")  # type: ignore[misc]
    newest = (await auditor.get("/api/audit", params={"limit": 3})).json()["entries"]
    older = (await auditor.get("/api/audit", params={"limit": 3, "before": newest[0]["id"]})).json()[
        "entries"
    ]
    assert [entry["id"] for entry in older[:2]] == [entry["id"] for entry in newest[1:]]
    assert (await admin.get("/api/audit")).status_code == 403
    assert (await auditor.get("/api/accounts")).status_code == 403
    assert "password" not in str(newest)
