"""The town's rules of drawing, and the gaps that it allows, over HTTP."""

from shapely import Polygon

from gis.model import Scope
from gis.service.drafting import Cell, make_draft, save_draft
from gis.store.database import Database
from tests.api.conftest import ClientOf
from tests.api.test_drafts import Client, approver, planner
from tests.api.test_lookup import place
from tests.service.test_drafting import cells
from tests.small_town import EAST, NORTH, TOWN, A

assert approver  # the fixtures of these names
assert planner


async def test_rules_are_read_by_planners_and_changed_by_approvers(
    planner: Client, approver: Client, client_of: ClientOf
) -> None:
    before = (await planner.get("/api/boundary-rules")).json()
    assert before["void_on_split"] is False
    assert before["weight_households"] == 0.5
    assert (await planner.put("/api/boundary-rules", json={"void_on_split": True})).status_code == 403
    changed = await approver.put("/api/boundary-rules", json={"void_on_split": True, "least_households": 5})
    assert changed.status_code == 200
    assert changed.json() == {**before, "void_on_split": True, "least_households": 5}
    assert (await planner.get("/api/boundary-rules")).json() == changed.json()
    for bad in ({"least_households": 501}, {"code_outlives": 2}, {"x": 1}, {"least_width_m": "wide"}):
        assert (await approver.put("/api/boundary-rules", json=bad)).status_code == 422, bad
    village: Client = await client_of("approver", Scope(codes=frozenset({A})))  # type: ignore[misc]
    assert (await village.put("/api/boundary-rules", json={})).status_code == 404
    assert (await approver.put("/api/boundary-rules", json=before)).json() == before


async def with_lake(database: Database) -> int:
    """Keep a draft by file in which a lake of 200 m lies in the first grid."""
    lake = [(EAST + x, NORTH + y) for x, y in ((400, 600), (600, 600), (600, 800), (400, 800))]
    own = cells()
    holed = own[0].shape.difference(Polygon(lake))
    first = Cell(own[0].code, own[0].name, own[0].squad, holed)
    return await save_draft(database, make_draft([first, *own[1:]], TOWN, {}, "planner", "湖"))


async def test_a_lake_is_allowed_listed_and_forbidden_again(
    planner: Client, client_of: ClientOf, database: Database
) -> None:
    draft = await with_lake(database)

    async def gaps() -> list[str]:
        found = (await planner.get(f"/api/drafts/{draft}/checks")).json()["findings"]
        return [one["kind"] for one in found if one["kind"] == "gap"]

    assert await gaps() == ["gap"]
    assert (await planner.get("/api/allowed-gaps")).json() == {"rows": []}
    at = {"at": place(500, 700), "what": "湖泊"}
    allowed = await planner.post(f"/api/drafts/{draft}/gaps", json=at)
    assert allowed.status_code == 200, allowed.text
    row = allowed.json()
    assert (row["number"], row["what"], row["by"]) == (1, "湖泊", "token:test")
    assert abs(row["area_m2"] - 40_000) < 1
    assert await gaps() == []
    assert (await planner.get("/api/allowed-gaps")).json() == {"rows": [row]}
    assert (await planner.post(f"/api/drafts/{draft}/gaps", json=at)).status_code == 409
    solid = await planner.post(f"/api/drafts/{draft}/gaps", json={"at": place(1500, 500)})
    assert solid.status_code == 422
    village: Client = await client_of("planner", Scope(codes=frozenset({A})), name="v")  # type: ignore[misc]
    assert (await village.get("/api/allowed-gaps")).status_code == 404
    assert (await village.delete("/api/allowed-gaps/1")).status_code == 404
    assert (await planner.delete("/api/allowed-gaps/1")).status_code == 204
    assert await gaps() == ["gap"]
    assert (await planner.delete("/api/allowed-gaps/1")).status_code == 404
    # a number is given once
    again = await planner.post(f"/api/drafts/{draft}/gaps", json=at)
    assert again.json()["number"] == 2
    assert (await planner.delete("/api/allowed-gaps/2")).status_code == 204
