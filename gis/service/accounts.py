"""Make, change and close accounts and tokens, on record."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gis.errors import BadInput, Conflict, NotAllowed, NotFound
from gis.model import Scope
from gis.service.rights import check_roles
from gis.service.signin import TOKEN_PREFIX, SignIn, digest
from gis.store import accounts as stored
from gis.store.database import Connection, Database
from gis.store.record import Act, record

PASSWORD_LENGTH = (12, 200)
NAME = re.compile(r"[\w.@·-]{2,60}")


@dataclass(frozen=True, slots=True)
class By:
    """Who makes a change, and from which address."""

    actor: str
    address: str = ""


class Accounts:
    """The keeper of accounts and tokens."""

    def __init__(self, database: Database, sign_in: SignIn) -> None:
        self._database = database
        self._sign_in = sign_in

    async def add(self, new: stored.Account, password: str, by: By) -> None:
        """Make an account; BadInput for a bad name, password, role or squad, Conflict for a taken name."""
        check_account(new, password)
        hashed = await self._sign_in.hash(password)
        async with self._database.begin() as connection:
            await _check_scope(connection, new.scope)
            if await stored.add_account(connection, new, hashed) is None:
                raise Conflict("An account of this name exists.")
            await record(connection, _act(by, "account.add", new.name, roles=list(new.roles)))

    async def change(self, name: str, by: By, changes: dict[str, Any]) -> None:
        """Change roles, scope, title, active or password of an account and end its sessions.

        Raises NotAllowed when somebody changes what he himself may do or see: that takes two.
        """
        values = {key: value for key, value in changes.items() if value is not None}
        if by.actor == name and not values.keys().isdisjoint({"roles", "scope"}):
            raise NotAllowed("Nobody changes his own roles or scope; another administrator does.")
        if "roles" in values:
            check_roles(tuple(values["roles"]))
        scope = values.pop("scope", None)
        if scope is not None:
            values["scope"] = stored.scope_to_json(scope)
        if "password" in values:
            check_password(values["password"])
            values["password_hash"] = await self._sign_in.hash(values.pop("password"))
        if not values:
            raise BadInput("Say what to change.")
        async with self._database.begin() as connection:
            await _check_scope(connection, scope)
            if not await stored.change_account(connection, name, values):
                raise NotFound("There is no such account.")
            await record(connection, _act(by, "account.change", name, fields=sorted(values)))

    async def all(self) -> list[stored.Account]:
        """Return every account by name."""
        async with self._database.begin() as connection:
            return await stored.list_accounts(connection)

    async def issue_token(self, new: stored.Token, by: By) -> str:
        """Make a bearer token and return its secret, which is shown this once and never stored."""
        check_roles(new.roles)
        secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
        async with self._database.begin() as connection:
            await _check_scope(connection, new.scope)
            await stored.add_token(connection, digest(secret), new)
            await record(connection, _act(by, "token.issue", new.label, roles=list(new.roles)))
        return secret

    async def revoke_token(self, label: str, now: datetime, by: By) -> int:
        """Revoke the live tokens of a label; NotFound when there is none."""
        async with self._database.begin() as connection:
            count = await stored.revoke_token(connection, label, now)
            if not count:
                raise NotFound("There is no live token of this label.")
            await record(connection, _act(by, "token.revoke", label))
        return count


def new_account(name: str, title: str, roles: tuple[str, ...], scope: Scope) -> stored.Account:
    """Return an account as it is before it has a key."""
    return stored.Account(0, name, title, roles, scope, active=True)


def new_token(label: str, roles: tuple[str, ...], scope: Scope, now: datetime, days: int) -> stored.Token:
    """Return a token that lives so many days; BadInput outside 1 to 3,650."""
    if not 1 <= days <= 3650:
        raise BadInput("A token lives between 1 and 3650 days.")
    return stored.Token(label, roles, scope, now + timedelta(days=days))


def check_account(new: stored.Account, password: str) -> None:
    """Raise BadInput for a name, role set or password that no account may have."""
    if not NAME.fullmatch(new.name):
        raise BadInput("A name has 2 to 60 letters, digits or . @ - _ characters.")
    check_roles(new.roles)
    check_password(password)


def check_password(password: str) -> None:
    """Raise BadInput for a password shorter than 12 or longer than 200 characters."""
    shortest, longest = PASSWORD_LENGTH
    if not shortest <= len(password) <= longest:
        raise BadInput(f"A password has {shortest} to {longest} characters.")


async def _check_scope(connection: Connection, scope: Scope | None) -> None:
    if scope is None or not scope.squads:
        return
    known = await stored.squad_names(connection)
    unknown = sorted(scope.squads - known.keys())
    if unknown:
        named = ", ".join(f"{code} {name}" for code, name in known.items())[:200]
        raise BadInput(f"There is no squad {unknown[0][:40]}; the squads are {named or 'none yet'}.")


def _act(by: By, action: str, target: str, **detail: Any) -> Act:
    return Act(by.actor, action, target=target, address=by.address, detail=detail)
