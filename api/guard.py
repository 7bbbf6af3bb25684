"""Who may pass which door: every route declares a permission, `signed_in` or `open_to_all`."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPBearer

from api.credentials import COOKIE, PAGE_COOKIE, SAFE_METHODS, credentials_of, verified
from api.services import services_of
from gis.errors import NotAllowed
from gis.service.own_page import OwnPages
from gis.service.rights import Caller
from gis.store.own_pages import Holder

# these two only tell the API's description how a caller is known; `caller_of` does the knowing
TOKEN = HTTPBearer(auto_error=False, description="A token from `./wangge account token`.")
SESSION = APIKeyCookie(name=COOKIE, auto_error=False, description="Set by POST /api/session.")
PAGE = APIKeyCookie(name=PAGE_COOKIE, auto_error=False, description="Set by POST /api/me/session.")


async def caller_of(request: Request) -> Caller:
    """Return who sent the request, by bearer token or session cookie; NotSignedIn when neither is valid."""
    services = services_of(request)
    shown = credentials_of(request.scope["headers"])
    if shown.session is not None and request.method not in SAFE_METHODS:
        check_same_origin(request)
    return await verified(services, shown)


def check_same_origin(request: Request) -> None:
    """Raise NotAllowed when a browser sends a changing request from another site's page."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise NotAllowed("Requests from another site's page are refused.")


class Needs:
    """A dependency that yields the caller and refuses all who lack the permission.

    Without a permission any signed-in caller passes.
    """

    def __init__(self, permission: str | None) -> None:
        self.permission = permission

    async def __call__(
        self,
        request: Request,
        token: Annotated[object, Security(TOKEN)],
        session: Annotated[object, Security(SESSION)],
    ) -> Caller:
        """Return the caller; NotSignedIn or NotAllowed otherwise."""
        caller = await caller_of(request)
        if self.permission:
            caller.require(self.permission)
        return caller


class OwnPage:
    """A dependency that yields whose own page it is; accounts and tokens of others count for nothing here."""

    async def __call__(self, request: Request, session: Annotated[str | None, Security(PAGE)]) -> Holder:
        """Return the person; NotSignedIn when the page is not open."""
        if request.method not in SAFE_METHODS:
            check_same_origin(request)
        services = services_of(request)
        return await OwnPages(services.database, services.clock).holder(session)


class OpenToAll:
    """A dependency that marks a route as open to everybody, on purpose."""

    def __call__(self) -> None:
        """Let everybody pass."""


open_to_all = Depends(OpenToAll())
Own = Annotated[Holder, Depends(OwnPage())]
SignedIn = Annotated[Caller, Depends(Needs(None))]
GridReader = Annotated[Caller, Depends(Needs("grid.read"))]
EventReader = Annotated[Caller, Depends(Needs("event.read"))]
PeopleReader = Annotated[Caller, Depends(Needs("people.read"))]
Unmasker = Annotated[Caller, Depends(Needs("people.unmask"))]
Messenger = Annotated[Caller, Depends(Needs("people.message"))]
LiveReader = Annotated[Caller, Depends(Needs("live.read"))]
TrackReader = Annotated[Caller, Depends(Needs("track.read"))]
DeviceKeeper = Annotated[Caller, Depends(Needs("device.manage"))]
DutyKeeper = Annotated[Caller, Depends(Needs("duty.manage"))]
RuleKeeper = Annotated[Caller, Depends(Needs("alert.manage"))]
CoverageReader = Annotated[Caller, Depends(Needs("coverage.read"))]
CoverageKeeper = Annotated[Caller, Depends(Needs("coverage.manage"))]
CaseReader = Annotated[Caller, Depends(Needs("case.read"))]
CaseActor = Annotated[Caller, Depends(Needs("case.act"))]
BoundaryReader = Annotated[Caller, Depends(Needs("boundary.read"))]
Drafter = Annotated[Caller, Depends(Needs("boundary.draft"))]
Approver = Annotated[Caller, Depends(Needs("boundary.approve"))]
Exporter = Annotated[Caller, Depends(Needs("geometry.export"))]
AccountKeeper = Annotated[Caller, Depends(Needs("account.manage"))]
Auditor = Annotated[Caller, Depends(Needs("audit.read"))]


def address_of(request: Request) -> str:
    """Return the address that the request came from."""
    return request.client.host if request.client else ""
