"""Is the service ready?"""

from importlib.metadata import version

from fastapi import APIRouter
from pydantic import BaseModel

from api.guard import open_to_all
from api.services import Served
from gis.errors import NotFound

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """The service is ready (ok), or waits for a town to be founded (empty).

    `edition` is the number of the edition in force, if any.
    """

    status: str
    version: str
    edition: int | None


@router.get("/api/health", dependencies=[open_to_all])
async def health(services: Served) -> Health:
    """Answer 200 when the database answers and the town is known or the home empty, else 503."""
    await services.database.ping()
    if await services.setup.is_open():
        return Health(status="empty", version=version("wangge"), edition=None)
    _ = services.atlas.town
    try:
        number = services.atlas.edition_on().number
    except NotFound:
        number = None
    return Health(status="ok", version=version("wangge"), edition=number)
