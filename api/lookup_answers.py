"""How a look-up's answer is written, for one place and for many."""

from datetime import date

from pydantic import BaseModel

from gis.model import POSTS, EditionRef, GridKind, Town
from gis.service.lookup import Batch, Found, Responsible
from gis.service.masking import mask
from gis.service.rights import Caller
from gis.store.boundaries import Member
from gis.store.staff import Holder


class PlaceOut(BaseModel):
    """A place in WGS-84 degrees."""

    lon: float
    lat: float


class EditionOut(BaseModel):
    """The edition of the boundaries that answered."""

    number: int
    title: str
    valid_from: date


class Named(BaseModel):
    """A thing with a code and a name."""

    code: str
    name: str


class GridOut(Named):
    """A base-level grid; a dedicated one answers before the basic grids beneath it."""

    kind: GridKind


class Ancestor(Named):
    """A grid of a higher level."""

    level: str


class PersonOut(BaseModel):
    """A person; name and phone as far as the caller may see them."""

    id: int
    name: str
    phone: str | None


class PostOut(BaseModel):
    """One post and who holds it."""

    post: str
    zh: str
    en: str
    person: PersonOut


class ResponsibleOut(BaseModel):
    """One grid, what stands above it, its squad, and everybody with a post in it."""

    grid: GridOut
    ancestors: list[Ancestor]
    squad: Named | None
    posts: list[PostOut]


class FoundOut(ResponsibleOut):
    """The answer for one place."""

    place: PlaceOut
    edition: EditionOut


class BatchOut(BaseModel):
    """The answer for many places: a code or null for each, in order, and each code's grid once."""

    edition: EditionOut
    rows: list[str | None]
    grids: dict[str, ResponsibleOut]


def found_out(found: Found, town: Town, caller: Caller) -> FoundOut:
    """Write the answer for one place."""
    responsible = responsible_out(found.responsible, town, caller)
    return FoundOut(
        place=PlaceOut(lon=found.lon, lat=found.lat),
        edition=edition_out(found.edition),
        **dict(responsible),
    )


def batch_out(batch: Batch, town: Town, caller: Caller) -> BatchOut:
    """Write the answer for many places."""
    grids = {code: responsible_out(grid, town, caller) for code, grid in batch.grids.items()}
    return BatchOut(edition=edition_out(batch.edition), rows=batch.codes.tolist(), grids=grids)


def responsible_out(found: Responsible, town: Town, caller: Caller) -> ResponsibleOut:
    """Write one grid with everything above it and everybody in it."""
    grid = found.grid
    return ResponsibleOut(
        grid=GridOut.model_validate({"code": grid.code, "name": grid.name, "kind": grid.kind}),
        ancestors=[_ancestor(member, town) for member in found.ancestors],
        squad=Named(code=grid.squad, name=grid.squad_name or "") if grid.squad else None,
        posts=[post_out(holder, caller) for holder in in_order(found.holders)],
    )


def edition_out(edition: EditionRef) -> EditionOut:
    """Write which edition answered."""
    return EditionOut(number=edition.number, title=edition.title, valid_from=edition.valid_from)


def in_order(holders: tuple[Holder, ...]) -> list[Holder]:
    """Return holders in the order of the posts: head first."""
    rank = {post: index for index, post in enumerate(POSTS)}
    return sorted(holders, key=lambda holder: rank[holder.post])


def post_out(holder: Holder, caller: Caller) -> PostOut:
    """Write one post; the holder masked as far as the caller's rights demand."""
    zh, en = POSTS[holder.post]
    person = person_out(holder.person_id, holder.name, holder.phone, caller)
    return PostOut(post=holder.post, zh=zh, en=en, person=person)


def person_out(key: int, name: str, phone: str | None, caller: Caller) -> PersonOut:
    """Write a person: the phone always masked, the name unless the caller may read names."""
    shown = name if caller.may("people.name") else mask(name, "name")
    return PersonOut(id=key, name=shown, phone=mask(phone, "phone") if phone else None)


def _ancestor(member: Member, town: Town) -> Ancestor:
    return Ancestor(level=town.levels[member.level].key, code=member.code, name=member.name)
