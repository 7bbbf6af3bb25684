"""What tracks and phones are read for: a purpose is bound to what exists and the reader may see."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from gis.errors import BadInput, NotFound
from gis.model import Lookout
from gis.service.atlas import Atlas
from gis.service.rights import Caller
from gis.store.alerts import alert_in_scope, list_alerts
from gis.store.database import Connection
from gis.store.own_pages import asker_in_scope, requests_in_scope
from gis.store.reported import base_grids, event_in_scope, grid_in_scope, newest_events

Purpose = Literal["case", "alert", "drill", "finding", "own_request"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
# a drill rehearses: nothing that is stored stands behind it
UNBOUND: frozenset[Purpose] = frozenset({"drill"})
READABLE_BY: Mapping[Purpose, str] = {
    "case": "event.read",
    "alert": "live.read",
    "finding": "grid.read",
    "own_request": "people.read",
}
WANTED: Mapping[Purpose, str] = {
    "case": "the number of an event",
    "alert": "the number of an alert",
    "finding": "a grid and a day, as CODE/2026-11-03",
    "own_request": "the number of a request",
}
MOST_CHOICES = 100
LONGEST_KEY = 18


@dataclass(frozen=True, slots=True)
class Reason:
    """What something is read for, and the number of what it is bound to."""

    purpose: Purpose
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a reading may be bound to; `kind` is that of an alert or of a request."""

    reference: str
    title: str = ""
    kind: str | None = None
    at: datetime | None = None
    person: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and from where he looks at the data."""

    atlas: Atlas
    caller: Caller

    @property
    def lookout(self) -> Lookout:
        """The caller's scope under the boundaries of today."""
        return self.atlas.lookout(self.caller.scope)


async def check_reason(connection: Connection, reader: Reader, reason: Reason, people: Sequence[int]) -> None:
    """Raise BadInput unless the reason is bound to what exists in the reader's scope.

    What somebody asked for himself is a reason to read of himself only: `people` are those who are read of.
    """
    kind, reference = reason.purpose, reason.reference
    if kind in UNBOUND:
        if reference:
            raise BadInput("A drill is bound to nothing that is stored: leave the reference out.")
        return
    if not reference:
        raise BadInput(f"This purpose needs a reference: {WANTED[kind]}.")
    may = reader.caller.may(READABLE_BY[kind])
    if not may or not await FINDERS[kind](connection, reader, reference, people):
        raise BadInput(f"The reference is not {WANTED[kind]} in your scope.")


async def choices(connection: Connection, reader: Reader, kind: Purpose, day: date) -> list[Choice]:
    """Return what a reading may be bound to, the newest first; nothing for whoever reads by no purpose."""
    caller = reader.caller
    if kind in UNBOUND or not caller.may(READABLE_BY[kind]):
        return []
    if not (caller.may("track.read") or caller.may("people.unmask")):
        return []
    return await LISTS[kind](connection, reader, day)


async def _is_event(connection: Connection, reader: Reader, number: str, _: Sequence[int]) -> bool:
    return await event_in_scope(connection, reader.lookout, number)


async def _is_alert(connection: Connection, reader: Reader, number: str, _: Sequence[int]) -> bool:
    key = _key(number)
    return key is not None and await alert_in_scope(connection, reader.lookout, key)


async def _is_finding(connection: Connection, reader: Reader, reference: str, _: Sequence[int]) -> bool:
    code, written = reference.rpartition("/")[::2]
    try:
        day = date.fromisoformat(written)
        lookout = reader.atlas.lookout(reader.caller.scope, day)
    except (ValueError, NotFound):
        return False
    return day <= lookout.today and await grid_in_scope(connection, lookout, code)


async def _is_request(connection: Connection, reader: Reader, number: str, people: Sequence[int]) -> bool:
    key = _key(number)
    who = await asker_in_scope(connection, reader.lookout, key) if key is not None else None
    if who is not None and set(people) - {who}:
        raise BadInput("What somebody asked for himself is a reason to read of him only.")
    return who is not None


def _key(number: str) -> int | None:
    plain = number.isascii() and number.isdigit() and len(number) <= LONGEST_KEY
    return int(number) if plain else None


async def _events(connection: Connection, reader: Reader, _: date) -> list[Choice]:
    rows = await newest_events(connection, reader.lookout, MOST_CHOICES)
    return [Choice(number, title, at=at) for number, title, at in rows]


async def _alerts(connection: Connection, reader: Reader, _: date) -> list[Choice]:
    rows = await list_alerts(connection, reader.lookout, only_open=False, limit=MOST_CHOICES)
    return [
        Choice(
            str(row["id"]),
            row["rule"] or "",
            row["kind"],
            row["at"],
            (row["person"], row["name"]) if row["person"] is not None else None,
        )
        for row in rows
    ]


async def _findings(connection: Connection, reader: Reader, day: date) -> list[Choice]:
    try:
        lookout = reader.atlas.lookout(reader.caller.scope, day)
    except NotFound:
        return []
    if day > lookout.today:
        return []
    return [Choice(f"{code}/{day}", name) for code, name in await base_grids(connection, lookout)]


async def _requests(connection: Connection, reader: Reader, _: date) -> list[Choice]:
    rows = await requests_in_scope(connection, reader.lookout)
    return [
        Choice(str(row["id"]), "", row["kind"], row["at"], (row["person_id"], row["name"])) for row in rows
    ]


Finder = Callable[[Connection, Reader, str, Sequence[int]], Awaitable[bool]]
FINDERS: Mapping[Purpose, Finder] = {
    "case": _is_event,
    "alert": _is_alert,
    "finding": _is_finding,
    "own_request": _is_request,
}
LISTS: Mapping[Purpose, Callable[[Connection, Reader, date], Awaitable[list[Choice]]]] = {
    "case": _events,
    "alert": _alerts,
    "finding": _findings,
    "own_request": _requests,
}
