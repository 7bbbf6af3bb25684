"""Wire the application: services, doors, errors, pages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from api import (
    accounts,
    alert_rules,
    alerts,
    basemap,
    boundary_rules,
    cases,
    catalogue,
    console,
    counts,
    coverage,
    coverage_area,
    coverage_frequency,
    coverage_proof,
    coverage_reports,
    coverage_rounds,
    device_datum,
    device_routes,
    draft_papers,
    draft_posts,
    draft_proposals,
    draft_reviews,
    draft_scans,
    draft_showings,
    draft_steps,
    draft_suggestions,
    drafts,
    duty_routes,
    edition_messages,
    editions,
    findings,
    health,
    hotspots,
    layer_routes,
    live,
    lookup,
    messages,
    openapi,
    pages,
    people,
    phone_faults,
    problems,
    public,
    purposes,
    roster_routes,
    search,
    session,
    setup,
    suspicions,
    town,
    tracks,
)
from api.own import answers, boundary, days, inbox, opening, page, still
from api.services import Services
from api.tile_door import TileDoor
from api.wrapping import App, Wrapping

ROUTERS = (
    health.router,
    session.router,
    setup.router,
    town.router,
    lookup.router,
    search.router,
    people.router,
    messages.router,
    purposes.router,
    live.router,
    phone_faults.router,
    duty_routes.router,
    answers.router,
    roster_routes.router,
    device_datum.router,
    device_routes.router,
    editions.router,
    edition_messages.router,
    drafts.router,
    boundary_rules.router,
    draft_papers.router,
    draft_posts.router,
    draft_proposals.router,
    draft_reviews.router,
    draft_scans.router,
    draft_showings.router,
    draft_steps.router,
    draft_suggestions.router,
    public.router,
    alerts.router,
    console.router,
    alert_rules.router,
    suspicions.router,
    tracks.router,
    catalogue.router,
    cases.router,
    counts.router,
    coverage.router,
    coverage_area.router,
    coverage_frequency.router,
    coverage_rounds.router,
    coverage_reports.router,
    findings.router,
    coverage_proof.router,
    hotspots.router,
    layer_routes.router,
    basemap.router,
    accounts.router,
    opening.router,
    page.router,
    days.router,
    boundary.router,
    inbox.router,
    still.router,
    openapi.router,
)


def make_app(services: Services) -> FastAPI:
    """Return the application over these services; it starts and answers 503 while the database is away."""
    app = FastAPI(
        title="wangge 网格",
        description="Spatial service of a town under grid governance.",
        lifespan=_following,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses={
            "4XX": {"model": problems.Problem, "description": "Refused, with the reason."},
            503: {"model": problems.Problem, "description": "Not ready; try again after Retry-After."},
        },
    )
    app.state.services = services
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    openapi.install(app)
    pages.install(app, services.settings.pages)
    return app


def make_service(services: Services) -> App:
    """Return the application behind its door of tiles and its wrapping: what a worker serves."""
    return Wrapping(TileDoor(make_app(services), services))


@asynccontextmanager
async def _following(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    parts = (services.atlas.follow(), services.live.follow(), services.live.tick())
    tasks = [asyncio.create_task(part) for part in parts]
    yield
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await services.database.close()
