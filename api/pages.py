"""The built pages: maps, roster, sign-in, first run, own page, drafts on show, and their assets."""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.applications import Starlette
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from api.guard import open_to_all
from api.services import services_of
from gis.errors import NotFound, Unavailable

FIRST_RUN = "/setup"
FOREVER = "public, max-age=31536000, immutable"
PAGES = {
    "/": "live.html",
    "/planner": "planner.html",
    "/inspector": "inspector.html",
    "/roster": "roster.html",
    "/console": "console.html",
    "/signin": "signin.html",
    FIRST_RUN: "setup.html",
    "/me": "me.html",
    "/announcement": "announcement.html",
}


class HashedAssets(StaticFiles):
    """Files whose names hold their digest: they never change under a name."""

    def file_response(self, *arguments: object, **more: object) -> object:  # type: ignore[override]
        """Serve a file with a long life in the browser's cache."""
        response = super().file_response(*arguments, **more)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = FOREVER
        return response


def install(app: Starlette, pages: Path) -> None:
    """Serve the built pages from `pages`; a page that was not built is a 404 in words."""
    router = APIRouter(include_in_schema=False, dependencies=[open_to_all])

    def serve(name: str) -> object:
        async def page(request: Request) -> Response:
            elsewhere = await _elsewhere(request)
            if elsewhere:
                return RedirectResponse(elsewhere, 303, {"Cache-Control": "no-store"})
            path = pages / name
            if not path.is_file():
                raise NotFound("The pages have not been built: start with ./wangge.")
            return FileResponse(path, headers={"Cache-Control": "no-cache"})

        return page

    for address, name in PAGES.items():
        router.add_api_route(address, serve(name), methods=["GET"])  # type: ignore[arg-type]
    app.include_router(router)  # type: ignore[attr-defined]
    app.mount("/assets", HashedAssets(directory=pages / "assets", check_dir=False), name="assets")


async def _elsewhere(request: Request) -> str | None:
    """Return where a page leads instead: an empty home to its founding, a founded one away from there."""
    asked = request.url.path
    try:
        empty = await services_of(request).setup.is_open()
    except Unavailable:
        return None  # the page itself says so, and tries again
    if empty:
        return FIRST_RUN if asked != FIRST_RUN else None
    return "/signin" if asked == FIRST_RUN else None
