"""A message and the question to a lone worker: sent on the live page, seen and answered on one's own."""

import re
from datetime import timedelta

from playwright.async_api import expect
from sqlalchemy import text

from api.clock import now_utc
from gis.service.devices import NewDevice
from gis.store.database import Database
from tests.browser.conftest import Look, OpenPage, axe
from tests.browser.test_people import HERE, A, Report, report, row_of

assert report  # the fixture of this name
PHONE = Look("zh", "light", 375, 740)
RULE = text("""
INSERT INTO alert_rule (name, kind, grids, squads, posts, people, minutes, answer_minutes, weekdays,
    begin_minute, end_minute, severity, ceiling, since, made_by, made_at)
SELECT 'alone', 'no_movement', ARRAY[min(code)], '{}', '{}', '{}', 20, 5, '{1,2,3,4,5,6,7}', 0, 1440,
    'urgent', 20, :at, 'test', :at
FROM grid WHERE level = 2 RETURNING id
""")
ASKED = text("""
INSERT INTO still_check (rule_id, person_id, asked_at, answer_by)
SELECT :rule, a.person_id, :at, :until FROM assignment a JOIN device d ON d.id = a.device_id
WHERE d.name = :device
""")


async def test_a_message_is_sent_and_seen(
    phones: tuple[NewDevice, NewDevice], report: Report, visit: OpenPage
) -> None:
    phone = phones[0]
    await report(phone, *A)
    desk = await (await visit()).open(HERE)
    await row_of(desk, phone).click()
    box = desk.get_by_label("给此人发消息")
    await expect(desk.get_by_role("button", name="发送")).to_be_disabled()
    await box.fill("请到桥头会合")
    await desk.get_by_role("button", name="发送").click()
    told = desk.locator(".messages .row").first
    await expect(told).to_contain_text("请到桥头会合")
    await expect(told).to_contain_text("未读")
    assert await axe(desk) == []
    own = await (await visit(PHONE, account=None)).open(f"/me#{phone.page}.{phone.token}")
    await expect(own.get_by_role("region", name="指挥中心的消息")).to_contain_text("请到桥头会合")
    assert await axe(own) == []
    await expect(told).to_contain_text(re.compile("已读"), timeout=30_000)


async def test_who_has_not_moved_is_asked_and_says_that_he_is_well(
    phones: tuple[NewDevice, NewDevice], town_database: str, visit: OpenPage
) -> None:
    phone, now = phones[0], now_utc()
    own = await (await visit(PHONE, account=None)).open(f"/me#{phone.page}.{phone.token}")
    database = Database(town_database)
    async with database.begin() as connection:
        rule = await connection.scalar(RULE, {"at": now})
        given = {"rule": rule, "at": now, "until": now + timedelta(minutes=5), "device": phone.name}
        await connection.execute(ASKED, given)
    await own.reload()
    question = own.get_by_role("alert", name="您还好吗？")
    await expect(question).to_contain_text("您已有 20 分钟没有移动")
    await expect(own.get_by_role("button", name="我没事")).to_be_focused()
    assert await axe(own) == []
    await own.keyboard.press("Enter")
    await expect(question).to_have_count(0)
    async with database.begin() as connection:
        closed = await connection.scalar(text("SELECT closed_as FROM still_check"))
        await connection.execute(text("UPDATE alert_rule SET until = now(), deleted_at = now()"))
    await database.close()
    assert closed == "fine"
