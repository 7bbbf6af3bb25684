"""wangge device: register phones and vehicles, claim those that knock, and put people on duty."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer

from api.home import founded, open_home, settings_of
from api.services import now_utc
from gis.model import Town
from gis.protocols.owntracks_remote import link, provisioning
from gis.service.devices import DeviceKeeper, NewDevice, Setting
from gis.store.database import Database
from gis.store.devices import list_claims, list_devices
from gis.store.record import Act

app = typer.Typer(help="Phones and vehicles, and who is on duty.", no_args_is_help=True)

Url = Annotated[str, typer.Option(help="Address of the device port, as the phones see it.")]
Datum = Annotated[str, typer.Option(help="Datum of its places: wgs84, gcj02 or bd09.")]
Unit = Annotated[str | None, typer.Option(help="Unit of its speeds where it is not its app's own.")]
Work = Callable[[DeviceKeeper, Database, Town], Awaitable[None]]


@app.command("add")
def add(
    person: Annotated[str, typer.Argument(help="Staff number of whoever carries it.")],
    app_name: Annotated[
        str, typer.Option("--app", help="owntracks, traccar, osmand, fixes, gateway or jt808.")
    ] = "owntracks",
    url: Url = "http://127.0.0.1:8780",
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
        typer.echo("\n".join(_told(device, url.rstrip("/"))))

    _run(work)


@app.command("list")
def list_all() -> None:
    """List the devices with whoever carries them and when they were last heard."""

    async def work(_: DeviceKeeper, database: Database, town: Town) -> None:
        async with database.begin() as connection:
            rows = await list_devices(connection, now_utc())
        for row in rows:
            seen = _local(row["seen_at"], town)
            typer.echo(f"{row['name']}  {row['protocol']}  {row['person_name'] or '-'}  {seen}")

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
        name = await keeper.claim(claim_id, person, _by(), setting)
        typer.echo(f"{name} belongs to {person} now.")

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


def _told(device: NewDevice, url: str) -> list[str]:
    lines = [f"{device.name} for {device.person}; the secret is shown this once."]
    if device.app == "owntracks":
        configuration = provisioning(f"{url}/pub", device.name, device.token, device.name, device.name[-2:])
        return [*lines, link(configuration), orjson.dumps(configuration, option=orjson.OPT_INDENT_2).decode()]
    if device.app == "traccar":
        return [*lines, f"Server URL: {url}", f"Device identifier: {device.token}"]
    if device.app in ("fixes", "gateway"):
        return [*lines, f"{url}/devices/fixes", f"Authorization: Bearer {device.token}"]
    if device.app == "jt808":
        return [*lines, f"终端手机号 Terminal's number: {device.name}", f"鉴权码 Code: {device.token}"]
    template = "lat={0}&lon={1}&timestamp={2}&hdop={3}&altitude={4}&speed={5}&bearing={6}"
    return [*lines, f"{url}/devices/osmand/{device.token}?{template}"]


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
