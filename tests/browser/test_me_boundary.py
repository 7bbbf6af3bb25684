"""One's own page after a publication: what changes in one's grid, and the word that one knows it."""

import re

from playwright.async_api import expect
from sqlalchemy import text

from gis.service.devices import NewDevice
from gis.store.database import Database
from tests.browser.conftest import OpenPage, axe
from tests.browser.draft_desk import bring_scan, sit_down
from tests.browser.test_me import OwnPage, confirm, open_own, phone

assert open_own  # the fixtures of these names
assert phone
POSTED = text("""
    SELECT g.code FROM post p JOIN grid g ON g.id = p.grid_id JOIN assignment a ON a.person_id = p.person_id
    JOIN device d ON d.id = a.device_id WHERE d.name = :device ORDER BY g.code LIMIT 1
""")


async def grid_of(address: str, device: str) -> str:
    database = Database(address)
    async with database.begin() as connection:
        code = await connection.scalar(POSTED, {"device": device})
    await database.close()
    return str(code)


async def test_a_change_is_told_confirmed_and_seen_by_the_planner(
    phone: NewDevice, open_own: OwnPage, visit: OpenPage, town_database: str
) -> None:
    code = await grid_of(town_database, phone.name)
    desk = await sit_down(visit)
    door = f"{desk.address}/api/drafts/{desk.key}"
    renamed = {"revision": desk.revision, "edit": {"kind": "rename", "code": code, "name": "霞客新网格"}}
    assert (await desk.page.request.post(f"{door}/edits", data=renamed)).status == 200
    assert (await desk.page.request.post(f"{door}/review")).status == 204
    await bring_scan(desk)
    approver = (await visit(account="approver")).page
    paper = {"from": "2099-01-01", "document": "徐政发〔2026〕14 号"}
    published = await approver.request.post(f"{door}/publish", data=paper)
    number = (await published.json())["number"]
    page = await open_own()
    await confirm(page)
    part = page.get_by_role("region", name="我的网格边界将调整")
    await expect(part.get_by_text(re.compile("^原名"))).to_be_visible()
    await expect(part.locator(".outlines")).to_be_visible()
    assert await axe(page) == []
    await part.get_by_role("button", name="我已知晓").click()
    await expect(page.get_by_text("网格边界调整（2099-01-01）")).to_be_visible()
    await desk.page.get_by_role("button", name="返回草案列表").click()
    await desk.page.get_by_role("button", name="通知与确认").first.click()
    await expect(desk.page.get_by_text(re.compile("已确认$"))).to_have_count(1)
    assert await axe(desk.page) == []
    recalled = await approver.request.post(f"{desk.address}/api/editions/{number}/recall")
    assert recalled.status == 204
