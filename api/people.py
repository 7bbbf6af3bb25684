"""Staff and their posts, masked; one phone unmasked by an act on record."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from api.guard import PeopleReader, Unmasker, address_of
from api.lookup_answers import Named, person_out
from api.problems import Problem
from api.purposes import Reason, hold_reason
from api.services import Served
from gis.errors import NotFound
from gis.model import POSTS
from gis.service.rights import Caller
from gis.store.record import Act, record
from gis.store.staff import Staff, list_people, phone_and_name

router = APIRouter(tags=["people"])


class HeldPost(BaseModel):
    """One post and the grid it is held in."""

    post: str
    zh: str
    en: str
    grid: str
    grid_name: str


class StaffOut(BaseModel):
    """One person; lon and lat are a point inside the first grid of the posts, not a live position."""

    id: int
    name: str
    phone: str | None
    squad: Named | None
    posts: list[HeldPost]
    lon: float | None
    lat: float | None


class People(BaseModel):
    """One page of people and how many there are in all."""

    total: int
    people: list[StaffOut]


class Unmasked(BaseModel):
    """A person's name and phone in full."""

    name: str
    phone: str


@router.get("/api/people")
async def people(
    services: Served,
    caller: PeopleReader,
    q: Annotated[str, Query(max_length=40)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> People:
    """List the staff of the caller's scope by number; names are searched by those who may read them."""
    lookout = services.atlas.lookout(caller.scope)
    text = q.strip() if caller.may("people.name") else ""
    async with services.database.begin() as connection:
        total, found = await list_people(connection, lookout, text, (limit, offset))
    return People(total=total, people=[_staff(person, caller) for person in found])


@router.post("/api/people/{person}/unmask", responses={404: {"model": Problem}})
async def unmask(
    given: Reason,
    request: Request,
    services: Served,
    caller: Unmasker,
    person: Annotated[int, Path(ge=1, le=2**62)],
) -> Unmasked:
    """Return one person's name and phone in full, on record; 422 for a purpose bound to nothing."""
    lookout = services.atlas.lookout(caller.scope)
    async with services.database.begin() as connection:
        await hold_reason(connection, caller, request, (given, (person,)))
        found = await phone_and_name(connection, lookout, person)
        act = Act(
            caller.name,
            "people.unmask",
            "done" if found else "refused",
            str(person),
            address_of(request),
            {"purpose": given.purpose, "reference": given.reference},
        )
        await record(connection, act)
    if found is None:
        raise NotFound("There is no such person in your scope.")
    return Unmasked(name=found[0], phone=found[1])


def _staff(person: Staff, caller: Caller) -> StaffOut:
    shown = person_out(person.id, person.name, person.phone, caller)
    squad = Named(code=person.squad, name=person.squad_name or "") if person.squad else None
    posts = [
        HeldPost(post=kind, zh=POSTS[kind][0], en=POSTS[kind][1], grid=grid, grid_name=name)
        for kind, grid, name in person.posts
    ]
    return StaffOut(
        id=person.id,
        name=shown.name,
        phone=shown.phone,
        squad=squad,
        posts=posts,
        lon=person.lon,
        lat=person.lat,
    )
