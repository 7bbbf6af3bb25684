"""wangge device: register phones and vehicles, claim those that knock, and put people on duty."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer

from api.clock import now_utc
from api.home import founded, open_home, settings_of
from api.page_link import page_link, qr_terminal
from gis.errors import BadInput
from gis.model import Town
from gis.service.app_setup import app_setup
from gis.service.atlas import Atlas
from gis.service.datum_check import DatumChecks
from gis.service.devices import APPS, DeviceKeeper, NewDevice, Setting
from gis.store.database import Database
from gis.store.devices import list_claims, list_devices
from gis.store.own_pages import answer_request, requests_of
from gis.store.record import Act, record

app = typer.Typer(help="Phones and vehicles, and who is on duty.", no_args_is_help=True)

Url = Annotated[
    str | None, typer.Option(help="Address of the device port as phones see it, if not WANGGE_DEVICE_URL.")
]
Datum = Annotated[str, typer.Option(help="Datum of its places: wgs84, gcj02 or bd09.")]
Unit = Annotated[str | None, typer.Option(help="Unit of its speeds where it is not its app's own.")]
PAGES = "http://127.0.0.1:8765"
LABELS = {
    "url": "",
    "header": "",
    "osmand": "OsmAnd: ",
    "server": "Server URL: ",
    "identifier": "Device identifier: ",
    "terminal": "终端手机号 Terminal's number: ",
    "code": "鉴权码 Code: ",
}


class Verdict(StrEnum):
    """How a request is answered."""

    accepted = "accepted"
    declined = "declined"


Work = Callable[[DeviceKeeper, Database, Town], Awaitable[None]]


@app.command("add")
def add(
    person: Annotated[str, typer.Argument(help="Staff number of whoever carries it.")],
    app_name: Annotated[
        str, typer.Option("--app", help="owntracks, traccar, osmand, fixes, gateway or jt808.")
    ] = "owntracks",
    url: Url = None,
    datum: Datum = "wgs84",
    speed_unit: Unit = None,
    terminal: Annotated[
        str | None, typer.Option(help="Number of a JT/T 808 terminal, if it has one.")
    ] = None,
) -> None:
    """Register a device for a person; its secret is shown this once."""
    setting = Setting(datum, speed_unit)  # type: ignore[arg-type]

    async def work(keeper: DeviceKeeper, _: Database, __: Town) -> None:
        device = await keeper.add(person, app_name, _by(), setting, name=terminal)
        typer.echo("\n".join(_told(device, url or settings_of().device_url)))
        _show_page(device.page, device.token)

    _run(work)


@app.command("list")
def list_all() -> None:
    """List the devices with whoever carries them and when they were last heard."""

    async def work(_: DeviceKeeper, database: Database, town: Town) -> None:
        async with database.begin() as connection:
            rows = await list_devices(connection, now_utc())
        for row in rows:
            seen = _local(row["seen_at"], town)
            waits = "  waits for the notice to be confirmed" if row["waits"] else ""
            typer.echo(f"{row['name']}  {row['protocol']}  {row['person_name'] or '-'}  {seen}{waits}")

    _run(work)


@app.command("claims")
def claims() -> None:
    """List the devices that knock and belong to nobody yet."""

    async def work(_: DeviceKeeper, database: Database, town: Town) -> None:
        async with database.begin() as connection:
            rows = await list_claims(connection)
        for row in rows:
            seen = _local(row["seen_at"], town)
            typer.echo(f"{row['id']}  {row['name']}  {row['protocol']}  {row['address']}  {seen}")

    _run(work)


@app.command("claim")
def claim(claim_id: int, person: str, datum: Datum = "wgs84", speed_unit: Unit = None) -> None:
    """Give a device that knocks to a person."""
    setting = Setting(datum, speed_unit)  # type: ignore[arg-type]

    async def work(keeper: DeviceKeeper, _: Database, __: Town) -> None:
        name, page = await keeper.claim(claim_id, person, _by(), setting)
        typer.echo(f"{name} belongs to {person} now.")
        _show_page(page)

    _run(work)


@app.command("datum")
def datum_of(
    name: str,
    at: Annotated[str | None, typer.Option(help="LON,LAT (WGS-84) of where it stands now.")] = None,
    keep: Annotated[str | None, typer.Option(help="Datum to read it by from now on.")] = None,
) -> None:
    """Show where each datum puts a device that stands at a known place, and keep the right one."""
    if (at is None) == (keep is None):
        raise BadInput("Give --at LON,LAT to look, or --keep DATUM to keep one.")
    place = _lon_lat(at) if at is not None else None

    async def work(_: DeviceKeeper, database: Database, town: Town) -> None:
        atlas = Atlas(database, now_utc)
        await atlas.refresh()
        checks = DatumChecks(database, atlas, now_utc)
        if place is None:
            await checks.keep(name, keep, _by())  # type: ignore[arg-type]
            typer.echo(f"{name} is read as {keep} from now on.")
            return
        found = await checks.look(name, place, _by())
        for one in found.candidates:
            mark = "*" if one.datum == found.datum else " "
            typer.echo(f"{mark} {one.datum:6}  {one.away_m:6.0f} m away  {one.lon:.6f},{one.lat:.6f}")
        word = (
            f"--keep {found.candidates[0].datum}" if found.sure else "nothing for sure: look again elsewhere"
        )
        typer.echo(f"* is the setting of now; this says {word}.")

    _run(work)


@app.command("page")
def page(name: str) -> None:
    """Give whoever carries a device a new link to his own page; the old one opens nothing any more."""

    async def work(keeper: DeviceKeeper, _: Database, __: Town) -> None:
        _show_page(await keeper.new_page(name, _by()))

    _run(work)


@app.command("revoke")
def revoke(name: str) -> None:
    """Let a device in no longer."""

    async def work(keeper: DeviceKeeper, _: Database, __: Town) -> None:
        await keeper.revoke(name, _by())
        typer.echo(f"{name} is let in no longer.")

    _run(work)


@app.command("duty")
def duty(
    people: Annotated[list[str], typer.Argument(help="Staff numbers.")],
    begin: Annotated[datetime, typer.Option("--from", help="Begin, in the town's time.")],
    hours: Annotated[float, typer.Option(min=0.1, max=24, help="For how long.")] = 8,
) -> None:
    """Enter that people are on duty."""

    async def work(keeper: DeviceKeeper, _: Database, town: Town) -> None:
        since = begin.replace(tzinfo=ZoneInfo(town.time_zone))
        await keeper.put_on_duty(people, (since, since + timedelta(hours=hours)), _by())
        typer.echo(f"{len(people)} on duty from {since:%Y-%m-%d %H:%M} for {hours:g} hours.")

    _run(work)


@app.command("requests")
def requests() -> None:
    """List what people asked for on their own pages, the newest first."""

    async def work(_: DeviceKeeper, database: Database, town: Town) -> None:
        async with database.begin() as connection:
            rows = await requests_of(connection, None)
        for row in rows:
            asked = f"{row['id']}  {row['state']}  {row['number']} {row['name']}  {_local(row['at'], town)}"
            typer.echo(f"{asked}  {row['kind']}: {row['words']}")

    _run(work)


@app.command("answer")
def answer(
    number: Annotated[int, typer.Argument(help="Number of the request.")],
    state: Annotated[Verdict, typer.Argument(help="accepted or declined.")],
    words: Annotated[str, typer.Argument(help="What the person reads on his page.")],
) -> None:
    """Answer what somebody asked for on his own page."""

    async def work(_: DeviceKeeper, database: Database, __: Town) -> None:
        by = _by()
        async with database.begin() as connection:
            await answer_request(connection, number, (state.value, words), (by.actor, now_utc()))
            await record(connection, Act(by.actor, "request.answer", target=str(number)))
        typer.echo(f"Request {number} is {state.value}.")

    _run(work)


def _lon_lat(given: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in given.split(","))
    except ValueError:
        raise BadInput("Write --at as LON,LAT.") from None
    return lon, lat


def _told(device: NewDevice, url: str) -> list[str]:
    setup = app_setup(APPS[device.app], device.name, device.token, url)
    lines = [f"{device.name} for {device.person}; the secrets are shown this once."]
    if setup.otrc is not None:
        return [*lines, setup.link or "", orjson.dumps(setup.otrc, option=orjson.OPT_INDENT_2).decode()]
    return [*lines, *(f"{LABELS[what]}{value}" for what, value in setup.lines)]


def _show_page(page: str, token: str | None = None) -> None:
    link = page_link(settings_of().public_url or PAGES, page, token)
    typer.echo(f"本人页面 The person's own page: {link}\n{qr_terminal(link)}")


def _local(moment: object, town: Town) -> str:
    if not isinstance(moment, datetime):
        return "never heard"
    return f"{moment.astimezone(ZoneInfo(town.time_zone)):%Y-%m-%d %H:%M:%S}"


def _by() -> Act:
    return Act(f"machine:{getpass.getuser()}", "")


def _run(work: Work) -> None:
    async def run() -> None:
        async with open_home(settings_of()) as database:
            town = await founded(database)
            await work(DeviceKeeper(database, now_utc), database, town)

    asyncio.run(run())
