"""wangge demo: a whole made-up town on a live map, for trying and showing."""

import asyncio
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from api.cli.serving import Port
from api.clock import now_utc
from api.home import only_server, open_home, private_cluster, settings_of, url_of
from api.services import Services, make_services
from api.supervisor import Addresses, Listening, supervise
from gis.errors import BadInput
from gis.model import Scope
from gis.service.accounts import By, new_account
from gis.service.founding import found
from gis.settings import Settings
from gis.store.database import Database
from gis.store.town import load_town

PASSWORD = "wangge-demo-{}"  # noqa: S105 - printed on the screen, for a made-up town on loopback only
PATROLS = 454
VILLAGE = Scope(codes=frozenset({"320281104206"}))
SQUAD = Scope(squads=frozenset({"1"}))
EVERYTHING = Scope(everything=True)
# account → (title, roles, scope)
ACCOUNTS: dict[str, tuple[str, tuple[str, ...], Scope]] = {
    "commander": ("指挥长 Commander", ("commander",), EVERYTHING),
    "dispatcher": ("调度员 Dispatcher", ("dispatcher",), EVERYTHING),
    "planner": ("规划员 Planner", ("planner",), EVERYTHING),
    "approver": ("审批人 Approver", ("approver",), EVERYTHING),
    "inspector": ("督查员 Inspector", ("inspector",), EVERYTHING),
    "officer": ("一中队队员 Officer, squad 1", ("officer",), SQUAD),
    "gridmember": ("璜塘村网格员 Grid member", ("grid_member",), VILLAGE),
    "viewer": ("访客 Viewer", ("viewer",), EVERYTHING),
    "admin": ("管理员 Administrator", ("admin",), EVERYTHING),
    "auditor": ("审计员 Auditor", ("auditor",), EVERYTHING),
}


def demo(
    port: Port = 8765,
    reset: Annotated[bool, typer.Option("--reset", help="Make the town anew.")] = False,
) -> None:
    """Serve the made-up town (示例数据) on this machine; Ctrl-C ends it."""
    settings = settings_of()
    console = Console()
    with only_server(settings.home):
        asyncio.run(_demo(settings, port, console, reset=reset))


async def _demo(settings: Settings, port: int, console: Console, *, reset: bool) -> None:
    cluster = private_cluster(settings)
    if reset and cluster is None:
        raise BadInput("--reset works on the private cluster only; empty your own database yourself.")
    if reset and cluster:
        cluster.discard()
    async with open_home(settings) as database:
        await _prepare(settings, database, console)
    shifts: list[asyncio.Task[None]] = []

    def announce(addresses: Addresses) -> None:
        _announce(addresses, console)
        shifts.append(asyncio.create_task(_walk(settings, addresses.devices)))

    await supervise(settings, Listening(port), announce)
    for shift in shifts:
        shift.cancel()


async def _walk(settings: Settings, devices: str) -> None:
    """Let made-up patrols walk one shift after the other, and write their past month meanwhile."""
    from api.simulator import Plan, patrols_of, prepare_shift, run_shift, write_month

    database = Database(url_of(settings))
    patrols, atlas = await patrols_of(database)
    while True:
        begin = now_utc().replace(microsecond=0)
        walkers = await prepare_shift(database, patrols, begin, Plan(people=PATROLS, hours=8))
        live = asyncio.create_task(run_shift(walkers, begin, devices, 1))
        await write_month(database, patrols, atlas)
        await live
        await atlas.refresh()


async def _prepare(settings: Settings, database: Database, console: Console) -> None:
    async with database.begin() as connection:
        town = await load_town(connection)
    if town and not town.made_up:
        raise BadInput("This home holds a real town; run the demo in another one (WANGGE_HOME).")
    if town is None:
        await _make_town(database, console)
    services = make_services(settings, url_of(settings))
    await _add_missing_accounts(services)
    await services.database.close()


async def _make_town(database: Database, console: Console) -> None:
    from fixtures.town import build_town

    now = now_utc()
    console.print("示例数据 · making the town: land, people, catalogue, a year of events", highlight=False)
    tables = await asyncio.to_thread(build_town, now)
    today = _civil_day(now, tables.town.time_zone)
    await found(database, tables, today, lambda step: console.print(f"  writing {step}", highlight=False))


async def _add_missing_accounts(services: Services) -> None:
    present = {account.name for account in await services.accounts.all()}
    for name, (title, roles, scope) in ACCOUNTS.items():
        if name not in present:
            account = new_account(name, title, roles, scope)
            await services.accounts.add(account, PASSWORD.format(name), By("demo"))


def _announce(addresses: Addresses, console: Console) -> None:
    console.print(
        f"\n  示例数据 · made-up town\n  {addresses.people}\n  设备 devices: {addresses.devices}\n",
        highlight=False,
    )
    for name, (title, _, _) in ACCOUNTS.items():
        console.print(f"  {name:<11} {PASSWORD.format(name):<24} {title}", highlight=False, markup=False)
    console.print("\n  Ctrl-C ends the demo.", highlight=False)


def _civil_day(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
