"""How long people may put themselves on duty is a setting, which the page tells and keeps; it is noon."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from gis.settings import Settings
from tests.api.own_world import World, client, world
from tests.small_town import NOON

assert world  # the fixture of this name
NAME = "WANGGE_OWN_DUTY_HOURS"


async def test_three_hours_are_told_and_not_more_are_given(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, "3")
    kept = world.services.settings
    asked = Settings(home=kept.home, live_socket=kept.live_socket)
    async with world.services.database.begin() as connection:
        await connection.execute(text("DELETE FROM duty"))
    async with client(replace(world.services, settings=asked)) as page:
        assert (await page.post("/api/me/session", json={"page": world.secret})).status_code == 204
        shown = (await page.get("/api/me/notice?language=en")).json()
        given = {"language": "en", "digest": shown["digest"]}
        assert (await page.post("/api/me/notice", json=given)).status_code == 204
        assert (await page.post("/api/me/duty", json={"on": True})).status_code == 204
        me = (await page.get("/api/me")).json()
    assert me["own_duty_hours"] == 3
    assert datetime.fromisoformat(me["on_duty_until"]) == NOON + timedelta(hours=3)


@pytest.mark.parametrize("hours", ["0", "17", "many"])
def test_no_hours_and_more_than_a_double_shift_are_refused(
    hours: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(NAME, hours)
    with pytest.raises(ValidationError, match="own_duty_hours"):
        Settings(home=tmp_path)
