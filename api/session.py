"""Sign in, who am I, sign out."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.credentials import COOKIE, credentials_of
from api.guard import SignedIn, address_of, check_same_origin, open_to_all
from api.services import Served, Services
from api.town import TownOut, town_out
from gis.service.rights import Caller
from gis.store.accounts import scope_to_json

router = APIRouter(tags=["session"])


class Credentials(BaseModel):
    """Name and password."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=60)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class AccountName(BaseModel):
    """The signed-in account as the pages greet it."""

    name: str
    title: str
    roles: list[str]


class SessionOut(BaseModel):
    """Who is signed in, what for, and in which town."""

    account: AccountName
    permissions: list[str]
    scope: dict[str, Any]
    town: TownOut


@router.post("/api/session", dependencies=[open_to_all])
async def sign_in(given: Credentials, request: Request, response: Response, services: Served) -> SessionOut:
    """Open a session and set its cookie; 401 for a wrong name or password, 429 after too many."""
    check_same_origin(request)
    secret, caller = await services.sign_in.sign_in(given.name, given.password, address_of(request))
    response.set_cookie(
        COOKIE,
        secret,
        max_age=services.settings.session_hours * 3600,
        httponly=True,
        samesite="strict",
        secure=services.settings.secure_cookie,
    )
    return await _session(services, caller)


@router.get("/api/session")
async def who_am_i(services: Served, caller: SignedIn) -> SessionOut:
    """Return the session's account, permissions and town."""
    return await _session(services, caller)


@router.delete("/api/session", status_code=204)
async def sign_out(request: Request, services: Served, caller: SignedIn) -> Response:
    """End the session and clear its cookie."""
    shown = credentials_of(request.scope["headers"])
    if shown.session:
        await services.sign_in.sign_out(shown.session)
        services.callers.forget(shown.secret or b"")
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


async def _session(services: Services, caller: Caller) -> SessionOut:
    return SessionOut(
        account=AccountName(name=caller.name, title=caller.title, roles=list(caller.roles)),
        permissions=sorted(caller.permissions),
        scope=scope_to_json(caller.scope),
        town=await town_out(services),
    )
