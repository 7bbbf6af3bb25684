"""Open and shut one's own page, read and confirm the notice, and be told how the app is set up."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.credentials import PAGE_COOKIE
from api.guard import Own, address_of, check_same_origin, open_to_all
from api.problems import Problem
from api.services import Served, Services
from gis.service.app_setup import app_setup
from gis.service.notice import Language, Notice, notice_of
from gis.service.own_page import LIFE, OwnPages, actor, confirm_notice, withdraw_notice
from gis.store.record import Act

router = APIRouter(tags=["own page"])
Secret = Annotated[str, Field(min_length=1, max_length=200)]


class PageSecret(BaseModel):
    """The secret of a page, from behind the # of its link."""

    model_config = ConfigDict(extra="forbid")

    page: Secret


class AppSecret(BaseModel):
    """The secret of the phone's app, from behind the # of the link too."""

    model_config = ConfigDict(extra="forbid")

    token: Secret


class Confirmation(BaseModel):
    """The text that was on the screen: its language and its digest."""

    model_config = ConfigDict(extra="forbid")

    language: Language
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Section(BaseModel):
    """One part of the notice."""

    title: str
    words: str


class NoticeOut(BaseModel):
    """The notice as it stands now."""

    version: int
    language: Language
    digest: str
    title: str
    sections: list[Section]


class Line(BaseModel):
    """One thing to type or copy into the app."""

    what: Literal["url", "user", "password", "server", "identifier", "osmand", "header", "terminal", "code"]
    value: str


class AppOut(BaseModel):
    """How the app is set up; `link` opens OwnTracks, `otrc` is the content of its file."""

    lines: list[Line]
    link: str | None
    otrc: dict[str, object] | None


@router.post("/api/me/session", status_code=204, dependencies=[open_to_all])
async def open_page(given: PageSecret, request: Request, services: Served) -> Response:
    """Open a page for an hour and set its cookie, which no other door takes; 401 for an unknown secret."""
    check_same_origin(request)
    session = await OwnPages(services.database, services.clock).open(given.page, address_of(request))
    response = Response(status_code=204)
    response.set_cookie(
        PAGE_COOKIE,
        session,
        max_age=int(LIFE.total_seconds()),
        path="/api/me",
        httponly=True,
        samesite="strict",
        secure=services.settings.secure_cookie,
    )
    return response


@router.delete("/api/me/session", status_code=204)
async def shut_page(request: Request, services: Served, _: Own) -> Response:
    """Shut the page and clear its cookie."""
    await OwnPages(services.database, services.clock).close(request.cookies.get(PAGE_COOKIE, ""))
    response = Response(status_code=204)
    response.delete_cookie(PAGE_COOKIE, path="/api/me", httponly=True, samesite="strict")
    return response


@router.get("/api/me/notice")
async def notice(services: Served, _: Own, language: Annotated[Language, Query()] = "zh") -> NoticeOut:
    """Return the notice in a language."""
    text = town_notice(services, language)
    sections = [Section(title=title, words=words) for title, words in text.sections]
    return NoticeOut(
        version=text.version, language=language, digest=text.digest, title=text.title, sections=sections
    )


@router.post("/api/me/notice", status_code=204, responses={409: {"model": Problem}})
async def confirm(given: Confirmation, request: Request, services: Served, holder: Own) -> None:
    """Confirm the notice; reception keeps places from this moment on."""
    text = town_notice(services, given.language)
    by = Act(actor(holder), "", address=address_of(request))
    async with services.database.begin() as connection:
        await confirm_notice(connection, holder, (text, given.digest), by, services.clock())


@router.delete("/api/me/notice", status_code=204, responses={409: {"model": Problem}})
async def withdraw(request: Request, services: Served, holder: Own) -> None:
    """Withdraw the confirmation; reception keeps nothing that arrives from this moment on."""
    by = Act(actor(holder), "", address=address_of(request))
    async with services.database.begin() as connection:
        await withdraw_notice(connection, holder, by, services.clock())


@router.post("/api/me/app", responses={404: {"model": Problem}})
async def app(given: AppSecret, services: Served, holder: Own) -> AppOut:
    """Return how the phone's app is set up with its secret, which is stored nowhere."""
    await OwnPages(services.database, services.clock).check_app(holder, given.token)
    made = app_setup(holder.protocol, holder.device_name, given.token, services.settings.device_url)
    lines = [Line(what=what, value=value) for what, value in made.lines]
    return AppOut(lines=lines, link=made.link, otrc=made.otrc)


def town_notice(services: Services, language: Language) -> Notice:
    """Return the notice as this town shows it now."""
    town = services.atlas.town
    return notice_of(language, town.name if language == "zh" else town.name_en, services.settings.keeps)
