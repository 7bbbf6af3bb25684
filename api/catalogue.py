"""The names that filters are chosen from."""

from fastapi import APIRouter
from pydantic import BaseModel

from api.guard import EventReader
from api.lookup_answers import Named
from api.services import Served
from gis.store.facts import list_categories

router = APIRouter(tags=["catalogue"])


class CategoryOut(BaseModel):
    """One small class of events under its big class."""

    code: str
    group: str
    zh: str


class Catalogue(BaseModel):
    """Event categories and departments."""

    categories: list[CategoryOut]
    departments: list[Named]


@router.get("/api/categories")
async def categories(services: Served, caller: EventReader) -> Catalogue:
    """Return the event categories and the departments."""
    async with services.database.begin() as connection:
        found, departments = await list_categories(connection)
    return Catalogue(
        categories=[CategoryOut(code=row[0], group=row[1], zh=row[2]) for row in found],
        departments=[Named(code=row[0], name=row[1]) for row in departments],
    )
