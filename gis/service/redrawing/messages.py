"""Tells each person whose grids change by an edition: one message, with what changes and its outlines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gis.model import POSTS
from gis.service.redrawing.posts import Going
from gis.store.boundary_messages import (
    Changed,
    Gave,
    add_messages,
    changed_grids,
    edition_before,
    passed_ground,
)
from gis.store.database import Connection
from gis.store.drafting import Publication
from gis.store.staff import Holder, posts_in
from gis.store.town import load_town

Rows = list[dict[str, Any]]


async def messages_about(connection: Connection, key: int, number: int, publication: Publication) -> Rows:
    """Return a message to everybody with a post in a grid that an edition changes, not sent yet.

    Posts are those held today, on the day of the publication, before any of them goes on elsewhere.
    """
    town, before = await load_town(connection), await edition_before(connection, key)
    if town is None or before is None:
        return []
    sides = before, key
    changed = {one.code: one for one in await changed_grids(connection, sides, town.base_level)}
    passed = await passed_ground(connection, sides, town.base_level)
    holders = await posts_in(connection, list(changed), publication.today)
    about = {
        "number": number,
        "from": publication.valid_from.isoformat(),
        "document": publication.document,
    }
    return [
        {
            "edition_id": key,
            "person_id": person,
            "body": {**about, "grids": [_told(changed[code], kinds, passed) for code, kinds in held.items()]},
        }
        for person, held in _by_person(holders).items()
    ]


async def send_messages(connection: Connection, rows: Rows, going: Sequence[Going]) -> int:
    """Send messages, each with where the posts go whose grid ends, and return how many."""
    for row in rows:
        mine = [one for one in going if one.post.person == row["person_id"]]
        for told in row["body"]["grids"]:
            told["goes_to"] = [
                {"post": one.post.kind, "code": one.to, "name": one.to_name}
                for one in mine
                if one.post.code == told["code"]
            ]
    await add_messages(connection, rows)
    return len(rows)


def _by_person(holders: Iterable[Holder]) -> Mapping[int, Mapping[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in holders:
        found[one.person_id][one.grid].append(one.post)
    return found


def _told(one: Changed, posts: list[str], passed: Iterable[Gave]) -> dict[str, Any]:
    ground = list(passed)
    return {
        "code": one.code,
        "name": one.name or one.was,
        "was": one.was,
        "fate": "void" if one.name is None else "new" if one.was is None else "changed",
        "other_village": one.other_village and None not in (one.was, one.name),
        "other_squad": one.other_squad and None not in (one.was, one.name),
        "posts": [post for post in POSTS if post in posts],
        "gives": [
            {"code": each.new, "name": each.new_name, "area_m2": round(each.area_m2)}
            for each in ground
            if each.old == one.code
        ],
        "gets": [
            {"code": each.old, "name": each.old_name, "area_m2": round(each.area_m2)}
            for each in ground
            if each.new == one.code
        ],
        "before": one.before or [],
        "after": one.after or [],
    }
