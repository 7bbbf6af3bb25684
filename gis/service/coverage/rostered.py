"""Who was posted where, and who was on duty when, over some civil days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from gis.service.atlas import Atlas
from gis.store.coverage import posted
from gis.store.database import Connection
from gis.store.duty import duty_spans
from gis.store.tracks import day_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rostered:
    """Codes of the grids that each person is posted to, and his duties, begin and end in ms."""

    posts: Mapping[int, set[str]]
    duties: Mapping[int, list[tuple[int, int]]]


async def rostered(
    connection: Connection, atlas: Atlas, people: Sequence[int], days: tuple[date, date]
) -> Rostered:
    """Return everybody's posts and the duties of some people, from a first to a last civil day."""
    zone = atlas.town.time_zone
    span = day_of(days[0], zone).begin, day_of(days[1], zone).end
    posts: dict[int, set[str]] = defaultdict(set)
    for person, code in await posted(connection, days):
        posts[person].add(code)
    duties: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, begin, end in await duty_spans(connection, people, span):
        duties[person].append((to_ms(begin), to_ms(end)))
    return Rostered(posts, duties)


def to_ms(moment: datetime) -> int:
    """Return a moment in milliseconds since 1970."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
