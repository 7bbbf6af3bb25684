"""wangge account: make accounts and tokens on the machine itself."""

import asyncio
import getpass
import os
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from api.clock import now_utc
from api.home import open_home, settings_of, url_of
from api.services import Services, make_services
from gis.errors import BadInput
from gis.model import Scope
from gis.service.accounts import By, new_account, new_token

app = typer.Typer(help="Accounts and bearer tokens.", no_args_is_help=True)

Roles = Annotated[list[str], typer.Option("--role", help="A role; repeat for several.")]
Codes = Annotated[list[str] | None, typer.Option("--code", help="Scope: codes that begin so; repeatable.")]
Squads = Annotated[list[str] | None, typer.Option("--squad", help="Scope: a squad's zone; repeatable.")]
Departments = Annotated[list[str] | None, typer.Option("--department", help="Scope: a department's events.")]


@app.command("add")
def add(
    name: str,
    role: Roles,
    title: str = "",
    code: Codes = None,
    squad: Squads = None,
    department: Departments = None,
) -> None:
    """Make an account; the password is asked for, or read from WANGGE_PASSWORD."""
    account = new_account(name, line(title or name), tuple(role), scope_of(code, squad, department))
    password = os.environ.get("WANGGE_PASSWORD") or _ask()
    _run(lambda services: services.accounts.add(account, password, _by()))
    typer.echo(f"The account {name} is made.")


@app.command("token")
def token(
    role: Roles,
    label: str = "token",
    days: int = 365,
    code: Codes = None,
    squad: Squads = None,
    department: Departments = None,
) -> None:
    """Make a bearer token; it is shown this once."""
    wanted = new_token(line(label), tuple(role), scope_of(code, squad, department), now_utc(), days)

    async def issue(services: Services) -> None:
        typer.echo(await services.accounts.issue_token(wanted, _by()))

    _run(issue)


@app.command("revoke")
def revoke(label: str) -> None:
    """Revoke every live token of a label."""

    async def end(services: Services) -> None:
        count = await services.accounts.revoke_token(label, now_utc(), _by())
        typer.echo(f"{count} revoked.")

    _run(end)


@app.command("list")
def list_accounts() -> None:
    """List the accounts with their roles."""

    async def show(services: Services) -> None:
        for account in await services.accounts.all():
            state = "" if account.active else "  (closed)"
            typer.echo(f"{account.name}  {account.title}  {', '.join(account.roles)}{state}")

    _run(show)


@app.command("password")
def password(name: str) -> None:
    """Set a new password and end the account's sessions."""
    given = os.environ.get("WANGGE_PASSWORD") or _ask()
    _run(lambda services: services.accounts.change(name, _by(), {"password": given}))
    typer.echo("The password is changed.")


@app.command("close")
def close(name: str) -> None:
    """Close an account and end its sessions."""
    _run(lambda services: services.accounts.change(name, _by(), {"active": False}))
    typer.echo(f"The account {name} is closed.")


def scope_of(codes: list[str] | None, squads: list[str] | None, departments: list[str] | None) -> Scope:
    """Return the scope that the options describe: everything when none is given."""
    if not (codes or squads or departments):
        return Scope(everything=True)
    return Scope(
        codes=frozenset(codes or ()), squads=frozenset(squads or ()), departments=frozenset(departments or ())
    )


def line(text: str) -> str:
    """Return a title or label; BadInput unless it has 1 to 60 characters, as over HTTP."""
    if not 1 <= len(text) <= 60:
        raise BadInput("A title or label has 1 to 60 characters.")
    return text


def _run(act: Callable[[Services], Awaitable[None]]) -> None:
    async def run() -> None:
        settings = settings_of()
        async with open_home(settings):
            services = make_services(settings, url_of(settings))
            try:
                await act(services)
            finally:
                await services.database.close()

    asyncio.run(run())


def _ask() -> str:
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise BadInput("The two passwords differ.")
    return first


def _by() -> By:
    return By(f"machine:{getpass.getuser()}")
