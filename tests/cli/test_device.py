"""wangge device: the link of a person's own page with its QR code, and what people ask for there."""

import asyncio
import re
from datetime import UTC, datetime

import pytest

from gis.service.reception.roll import digest_of
from gis.store.database import Database
from gis.store.own_pages import add_request
from tests.cli.conftest import Home, Run

LINK = re.compile(r"(https?://[^/]+)/me#([\w-]+)(?:\.([\w-]+))?")


def test_adding_a_phone_prints_its_page_once(home: Home, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGGE_PUBLIC_URL", "https://town.example")
    monkeypatch.setenv("WANGGE_DEVICE_URL", "https://phones.example")
    code, out, _ = run("device", "add", "001")
    found = LINK.search(out)
    assert code == 0
    assert found
    address, page, token = found.groups()
    assert address == "https://town.example"
    assert f'"password": "{token}"' in out
    assert '"url": "https://phones.example/pub"' in out
    # two rows of the code stand in one line
    assert sum("█" in line or "▀" in line or "▄" in line for line in out.splitlines()) > 15
    stored = home.value("SELECT page_digest || ' ' || token_digest || ' ' || notice FROM device")
    assert stored == f"{digest_of(page)} {digest_of(token)} true"
    code, out, _ = run("device", "page", "001-owntracks")
    renewed = LINK.search(out)
    assert renewed
    assert (code, renewed.group(3)) == (0, None)
    assert home.value("SELECT page_digest FROM device") == digest_of(renewed.group(2)) != digest_of(page)
    assert run("device", "page", "absent")[::2] == (2, "wangge: No live device has this name.\n")


def test_requests_are_listed_and_answered_once(home: Home, run: Run) -> None:
    async def ask() -> None:
        database = Database(home.url)
        async with database.begin() as connection:
            await add_request(connection, 1, "correction", "I was at the office", datetime.now(UTC))
        await database.close()

    asyncio.run(ask())
    _, out, _ = run("device", "requests")
    assert "1  open  001 张三丰" in out
    assert "correction: I was at the office" in out
    assert run("device", "answer", 1, "accepted", "put right")[0] == 0
    assert "1  accepted" in run("device", "requests")[1]
    assert home.value("SELECT answer FROM own_request") == "put right"
    again = run("device", "answer", 1, "declined", "no")
    assert again[::2] == (2, "wangge: No open request has this number.\n")
    assert run("device", "answer", 1, "perhaps", "no")[0] == 2


def test_a_datum_is_looked_at_or_kept(home: Home, run: Run) -> None:
    run("device", "add", "001", "--app", "jt808", "--terminal", "13800000009")
    for wrong in (
        [],
        ["--at", "120.0,31.6", "--keep", "gcj02"],
        ["--at", "somewhere"],
        ["--at", "120.0"],
        ["--at", "31.6,120.0"],
        ["--keep", "mars"],
    ):
        code, _, told = run("device", "datum", "13800000009", *wrong)
        assert (code, told.count("\n")) == (2, 1), (wrong, told)
    unheard = run("device", "datum", "13800000009", "--at", "120.0,31.6")
    assert unheard[::2] == (2, "wangge: It has told no place within ten minutes; it must be on duty.\n")
    assert run("device", "datum", "absent", "--keep", "gcj02")[0] == 2
    code, out, _ = run("device", "datum", "13800000009", "--keep", "gcj02")
    assert (code, out) == (0, "13800000009 is read as gcj02 from now on.\n")
    assert home.value("SELECT datum FROM device") == "gcj02"
