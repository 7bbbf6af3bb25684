"""After a publication: who is told what, who confirms it, and the signs that are put up."""

import httpx2
from sqlalchemy import text

from gis.model import EVERYTHING, Scope
from gis.papers.grid_sign import page_of
from gis.service.accounts import By, new_token
from gis.service.redrawing.rules import PublicationRules, set_rules
from gis.service.redrawing.signs import SignRules, set_sign_rules, signs_of
from tests.api.own_world import World, client, world
from tests.api.test_drafts import move
from tests.small_town import CODES, NOON, A

Client = httpx2.AsyncClient
assert world  # the fixture of this name
PAPER = {"from": "2099-12-01", "document": "徐政发〔2026〕7号"}


async def of_role(world: World, role: str, scope: Scope = EVERYTHING) -> Client:
    secret = await world.services.accounts.issue_token(new_token(role, (role,), scope, NOON, 1), By("test"))
    made = client(world.services)
    made.headers["Authorization"] = f"Bearer {secret}"
    return made


async def published(world: World, *edits: dict[str, object]) -> tuple[int, Client, Client]:
    """Publish edits; return the edition's number, a planner and an approver."""
    planner, approver = await of_role(world, "planner"), await of_role(world, "approver")
    async with world.services.database.begin() as connection:
        await set_rules(connection, PublicationRules(scan="never"))
    draft = (await planner.post("/api/drafts", json={"title": "x"})).json()["id"]
    for revision, edit in enumerate(edits):
        done = await planner.post(f"/api/drafts/{draft}/edits", json={"revision": revision, "edit": edit})
        assert done.status_code == 200, done.text
    assert (await planner.post(f"/api/drafts/{draft}/review")).status_code == 204
    answer = await approver.post(f"/api/drafts/{draft}/publish", json=PAPER)
    assert answer.status_code == 200, answer.text
    return answer.json()["number"], planner, approver


async def test_a_person_is_told_sees_and_confirms(world: World) -> None:
    number, planner, approver = await published(world, move(1100))
    told = (await planner.get(f"/api/editions/{number}/messages")).json()
    # two hold posts in the first grid; nobody does in the second, and the third did not change
    assert [(row["number"], row["name"]) for row in told["rows"]] == [("001", "张**"), ("002", "李*")]
    assert told["waiting"] == 2
    assert (await world.page.get("/api/me/boundary-messages")).status_code == 401
    assert (await world.open()).status_code == 204
    (message,) = (await world.page.get("/api/me/boundary-messages")).json()["rows"]
    assert (message["number"], message["first_day"]) == (number, "2099-12-01")
    (grid,) = message["grids"]
    assert (grid["code"], grid["fate"], grid["posts"]) == (CODES[0], "changed", ["grid_head"])
    assert grid["gives"] == []
    assert [(one["code"], one["area_m2"]) for one in grid["gets"]] == [(CODES[1], 20_000)]
    assert len(grid["after"][0][0]) > len(grid["before"][0][0])
    door = f"/api/me/boundary-messages/{message['key']}"
    assert (await world.page.post(door, json={"state": "read"})).status_code == 422
    assert (await world.page.post("/api/me/boundary-messages/999", json={"state": "seen"})).status_code == 404
    for state in ("seen", "seen", "confirmed", "confirmed"):
        assert (await world.page.post(door, json={"state": state})).status_code == 204
    told = (await world.commander.get(f"/api/editions/{number}/messages")).json()
    first, second = told["rows"]
    assert (first["name"], first["seen_at"] is not None, first["confirmed_at"] is not None) == (
        "张三丰",
        True,
        True,
    )
    assert (second["seen_at"], told["waiting"]) == (None, 1)
    async with world.services.database.begin() as connection:
        acts = await connection.scalars(text("SELECT action FROM audit WHERE action LIKE 'boundary.%'"))
        assert sorted(acts) == ["boundary.confirmed", "boundary.seen"]
    assert (await approver.post(f"/api/editions/{number}/recall")).status_code == 204
    (message,) = (await world.page.get("/api/me/boundary-messages")).json()["rows"]
    assert message["withdrawn_at"] is not None


async def test_each_kind_of_change_is_told(world: World) -> None:
    number, *_ = await published(
        world,
        {"kind": "merge", "codes": [CODES[0], CODES[1]], "keep": CODES[1]},
        {"kind": "rename", "code": CODES[2], "name": "新名"},
    )
    await world.open()
    (message,) = (await world.page.get("/api/me/boundary-messages")).json()["rows"]
    (grid,) = message["grids"]
    assert (grid["code"], grid["fate"], grid["after"]) == (CODES[0], "void", [])
    assert grid["gives"] == [{"code": CODES[1], "name": "甲村第2网格", "area_m2": 1_000_000}]
    async with world.services.database.begin() as connection:
        query = "SELECT body -> 'grids' -> 0 FROM boundary_message m JOIN person p ON p.id = m.person_id"
        body = await connection.scalar(text(query + " WHERE p.number = '003'"))
    assert (body["was"], body["name"], body["gives"], body["gets"]) == ("乙村第1网格", "新名", [], [])
    assert number == 2


async def test_the_signs_say_what_the_town_wants_published(world: World) -> None:
    number, planner, _ = await published(world, move(1100))
    about = world.services.atlas.town, world.services.atlas.today()
    async with world.services.database.begin() as connection:
        rules = SignRules(office_phone="0510-86000000", supervision_phone="12345", posts=("grid_head",))
        await set_sign_rules(connection, rules)
        made = await signs_of(connection, number, (), about)
    assert [sign.code for sign in made] == list(CODES[:2])
    assert made[0].people == (("网格长", "张三丰"),)
    assert made[0].sides == "东至甲村第2网格，南至镇界，西至镇界，北至镇界。"
    assert made[0].qr == f"小镇 甲村第1网格\n网格编码 {CODES[0]}\n监督电话 12345"
    page = page_of(made)
    assert "12345" in page
    assert "13800000001" not in page, "nobody's own phone"
    async with world.services.database.begin() as connection:
        await set_sign_rules(connection, SignRules(names=False, link="https://town.example/g/{code}"))
        (made,) = [await signs_of(connection, number, [CODES[3]], about)]
    assert (made[0].people, made[0].qr) == ((), f"https://town.example/g/{CODES[3]}")
    answer = await planner.get(f"/api/editions/{number}/signs.pdf")
    assert answer.content.startswith(b"%PDF")
    unknown = await planner.get(f"/api/editions/{number}/signs.pdf", params={"grid": "x"})
    assert unknown.status_code == 404
    assert (await planner.get("/api/editions/1/signs.pdf")).status_code == 422, "nothing came before it"
    assert (await planner.get("/api/editions/9/signs.pdf")).status_code == 404
    villager = await of_role(world, "planner", Scope(codes=frozenset({A})))
    assert (await villager.get(f"/api/editions/{number}/signs.pdf")).status_code == 404
