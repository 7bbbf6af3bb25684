"""Where the posts go whose grid a draft ends, over HTTP."""

from gis.model import Scope
from tests.api.conftest import ClientOf
from tests.api.test_drafts import Client, approver, edit, opened, planner
from tests.small_town import CODES, B

assert approver  # the fixtures of these names
assert planner


async def test_posts_are_proposed_and_chosen(planner: Client, approver: Client, client_of: ClientOf) -> None:
    draft = await opened(planner)
    assert (await planner.get(f"/api/drafts/{draft}/posts")).json() == {"rows": []}
    done = await edit(planner, draft, 0, kind="merge", codes=CODES[:2], keep=CODES[1])
    assert done.status_code == 200, done.text
    rows = (await planner.get(f"/api/drafts/{draft}/posts")).json()["rows"]
    assert [(row["kind"], row["grid"], row["to"], row["by"]) for row in rows] == [
        ("grid_head", CODES[0], CODES[1], None),
        ("grid_member", CODES[0], CODES[1], None),
    ]
    # planners do not read names
    assert rows[0]["name"] == "张**"
    assert rows[0]["heirs"][0]["households"] == 10
    assert (rows[0]["first_day"], rows[0]["last_day"]) == ("2026-01-01", None)
    where = f"/api/drafts/{draft}/posts/{rows[0]['post']}"
    chosen = await planner.put(where, json={"to": CODES[3]})
    assert chosen.status_code == 200, chosen.text
    assert chosen.json()["rows"][0]["to"] == CODES[3]
    assert chosen.json()["rows"][0]["by"] == "token:test"
    assert (await planner.put(where, json={"to": None})).json()["rows"][0]["to"] is None
    for bad, status in (({"to": CODES[0]}, 422), ({"to": ""}, 422), ({}, 422), ({"to": "1", "x": 1}, 422)):
        assert (await planner.put(where, json=bad)).status_code == status
    assert (await planner.put(f"/api/drafts/{draft}/posts/99999", json={"to": None})).status_code == 404
    assert (await approver.put(where, json={"to": CODES[3]})).status_code == 403
    other: Client = await client_of("planner", Scope(codes=frozenset({B})), name="other")  # type: ignore[misc]
    assert (await other.get(f"/api/drafts/{draft}/posts")).json() == {"rows": []}
    assert (await other.put(where, json={"to": CODES[3]})).status_code == 404
