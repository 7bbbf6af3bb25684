"""Accounts and the record of what was done, for those who keep them."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.guard import AccountKeeper, Auditor, address_of
from api.problems import Problem
from api.services import Served
from gis.model import Scope
from gis.service.accounts import By, new_account
from gis.store.accounts import scope_to_json
from gis.store.record import read_record

router = APIRouter(tags=["accounts"])
Codes = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=500)]
AccountPath = Annotated[str, Path(max_length=60)]


class ScopeIn(BaseModel):
    """What an account may see: everything, or the union of the lists."""

    model_config = ConfigDict(extra="forbid")

    all: bool = False
    codes: Codes = []
    squads: Codes = []
    grids: Codes = []
    departments: Codes = []

    def to_scope(self) -> Scope:
        """Return the scope that this describes."""
        return Scope(
            self.all,
            frozenset(self.codes),
            frozenset(self.squads),
            frozenset(self.grids),
            frozenset(self.departments),
        )


class NewAccount(BaseModel):
    """An account to make."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=60)]
    title: Annotated[str, Field(min_length=1, max_length=60)]
    password: Annotated[str, Field(max_length=200)]
    roles: Codes
    scope: ScopeIn


class AccountChange(BaseModel):
    """What to change of an account; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str | None, Field(min_length=1, max_length=60)] = None
    password: Annotated[str | None, Field(max_length=200)] = None
    roles: Codes | None = None
    scope: ScopeIn | None = None
    active: bool | None = None


class AccountOut(BaseModel):
    """One account without its secret."""

    name: str
    title: str
    roles: list[str]
    scope: dict[str, Any]
    active: bool


class Entry(BaseModel):
    """One act of the record."""

    id: int
    at: datetime
    actor: str
    action: str
    target: str
    result: str
    address: str
    detail: dict[str, Any]


@router.get("/api/accounts")
async def list_accounts(services: Served, caller: AccountKeeper) -> dict[str, list[AccountOut]]:
    """Return every account."""
    found = [
        AccountOut(
            name=account.name,
            title=account.title,
            roles=list(account.roles),
            scope=scope_to_json(account.scope),
            active=account.active,
        )
        for account in await services.accounts.all()
    ]
    return {"accounts": found}


@router.post("/api/accounts", status_code=204, responses={409: {"model": Problem}})
async def add_account(
    given: NewAccount, request: Request, services: Served, caller: AccountKeeper
) -> Response:
    """Make an account; 409 when the name is taken."""
    account = new_account(given.name, given.title, tuple(given.roles), given.scope.to_scope())
    await services.accounts.add(account, given.password, By(caller.name, address_of(request)))
    return Response(status_code=204)


@router.patch("/api/accounts/{name}", status_code=204, responses={404: {"model": Problem}})
async def change_account(
    given: AccountChange, request: Request, services: Served, caller: AccountKeeper, name: AccountPath
) -> Response:
    """Change an account and end its sessions."""
    changes = given.model_dump(exclude_none=True, exclude={"scope"})
    if given.scope is not None:
        changes["scope"] = given.scope.to_scope()
    await services.accounts.change(name, By(caller.name, address_of(request)), changes)
    return Response(status_code=204)


@router.get("/api/audit")
async def audit(
    services: Served,
    caller: Auditor,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> dict[str, list[Entry]]:
    """Return the newest acts of the record, or those before an entry's number."""
    async with services.database.begin() as connection:
        found = await read_record(connection, limit, before)
    return {"entries": [Entry(**entry) for entry in found]}
