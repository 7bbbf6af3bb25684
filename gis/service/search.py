"""One search box: coordinates in any of the usual forms, grid codes, and names with pinyin initials."""

import unicodedata
from dataclasses import dataclass

from gis.errors import BadInput
from gis.model import Lookout, Town
from gis.service.coordinates import Interpretation, read_coordinates
from gis.service.rights import Caller
from gis.store.database import Database
from gis.store.gazetteer import Hit, search_names

# kind → permission without which it is not searched
KINDS = {
    "grid": "grid.read",
    "village": "grid.read",
    "squad": "grid.read",
    "person": "people.name",
    "enterprise": "enterprise.read",
    "place": "ground.read",
    "road": "ground.read",
}
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Results:
    """What the text was taken for, if it holds coordinates, and the names found."""

    interpretation: Interpretation | None
    hits: tuple[Hit, ...]


async def search(
    database: Database, town: Town, lookout: Lookout, caller: Caller, asked: tuple[str, int]
) -> Results:
    """Search (text, limit); coordinates are tried first and never exclude names."""
    text, limit = asked
    needle = tidy(text)
    if not needle:
        return Results(None, ())
    interpretation = read_coordinates(needle, town.metric_crs)
    kinds = [kind for kind, permission in KINDS.items() if caller.may(permission)]
    async with database.begin() as connection:
        hits = await search_names(connection, lookout, needle, kinds, limit)
    return Results(interpretation, tuple(hits))


def tidy(text: str) -> str:
    """Return the text as it is searched, full-width signs narrowed and ends trimmed; BadInput if long."""
    if len(text) > LONGEST:
        raise BadInput(f"At most {LONGEST} characters.")
    return unicodedata.normalize("NFKC", text).replace("\x00", "").strip()
