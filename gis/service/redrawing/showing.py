"""Puts a draft on show to the public (征求意见, 公示), takes its opinions in, and keeps the answers."""

import asyncio
import ipaddress
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gis.errors import BadInput, Conflict, NotFound, TooMany
from gis.redraw.public_map import public_map
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.rules import MOST_DAYS, rules_of
from gis.service.rights import Caller
from gis.store.draft_edits import find_draft, set_status
from gis.store.record import Act, record
from gis.store.showings import (
    Said,
    Showing,
    add_opinion,
    add_showing,
    answer_opinion,
    close_showings,
    lock_address,
    opinions_since,
    showings_of,
    shown_by,
)

FROM = {"consulted": ("in_review",), "announced": ("in_review", "consulted")}
USUAL_DAYS = 7
MOST_OPINIONS = 20_000
PER_ADDRESS = ((timedelta(hours=1), 5), (timedelta(days=1), 20))
Days = tuple[date | None, date | None]
About = tuple[str | None, tuple[float, float] | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public sees behind a link: the title, until when, and the coarse map."""

    showing: Showing
    title: str
    map: dict[str, Any]


class Showings:
    """Shows drafts; days are civil days of the town, both included."""

    def __init__(self, drafts: Drafts, clock: Callable[[], datetime]) -> None:
        self._drafts = drafts
        self._database = drafts.database
        self._atlas = drafts.atlas
        self._clock = clock

    async def open(self, key: int, step: str, days: Days, caller: Caller, address: str) -> Showing:
        """Put a reviewed draft on show from a first to a last day: today and a week where not given.

        Raises NotFound for no such draft, Conflict for a step out of order, BadInput for days that are past,
        too many, or fewer than the town's rules ask for.
        """
        async with self._database.begin() as connection:
            draft = await find_draft(connection, key, lock=True)
            if draft.status not in FROM[step]:
                raise Conflict(f"A draft that is {draft.status} cannot become {step}.")
            rules = await rules_of(connection)
            least = rules.announce_days if step == "announced" else 0
            first, last = _days(days, self._atlas.today(), least)
            board = await self._drafts.boards.at(connection, draft, self._atlas.town)
            drawn = await asyncio.to_thread(public_map, board.base, board.now, dict(board.names))
            await close_showings(connection, key)
            values = {
                "edition_id": key,
                "step": step,
                "token": secrets.token_urlsafe(24),
                "first_day": first,
                "last_day": last,
                "map": asdict(drawn),
                "opened_by": caller.name,
                "opened_at": self._clock(),
            }
            await add_showing(connection, values)
            await set_status(connection, key, step)
            detail = {"from": first.isoformat(), "to": last.isoformat()}
            act = Act(caller.name, f"draft.{step}", target=str(key), address=address, detail=detail)
            await record(connection, act)
            return (await showings_of(connection, key))[0]

    async def look(self, token: str) -> Shown:
        """Return what is behind a link; NotFound behind none, and before and after its days."""
        async with self._database.begin() as connection:
            showing, title, drawn = await shown_by(connection, token)
        if not showing.open_on(self._atlas.today()):
            raise NotFound("There is nothing on show at this address.")
        return Shown(showing, title, drawn)

    async def say(self, token: str, words: str, about: About, address: str) -> None:
        """Keep an opinion, about a grid or a place (degrees) or neither.

        Raises NotFound where nothing is on show, BadInput for a grid that is not on the map, TooMany when
        one address sends more than a person would.
        """
        shown, (grid, place), now = await self.look(token), about, self._clock()
        party = party_of(address)
        if grid is not None and grid not in {each["code"] for each in shown.map["grids"]}:
            raise BadInput("This grid is not on the map.")
        if shown.showing.opinions >= MOST_OPINIONS:
            raise TooMany("No more opinions are taken here; please write to the town.")
        async with self._database.begin() as connection:
            await lock_address(connection, party)
            for span, most in PER_ADDRESS:
                if await opinions_since(connection, party, now - span) >= most:
                    raise TooMany("Many opinions came from your address; please try again later.")
            await add_opinion(connection, shown.showing.id, Said(words, grid, place, party, now))
            act = Act("public", "opinion.send", target=str(shown.showing.draft))
            await record(connection, act)

    async def answer(self, key: tuple[int, int], answer: str, caller: Caller, address: str) -> None:
        """Answer an opinion (`key` is draft, opinion), for the file; NotFound for none such."""
        async with self._database.begin() as connection:
            await answer_opinion(connection, key, answer, (caller.name, self._clock()))
            detail = {"draft": key[0]}
            await record(
                connection,
                Act(caller.name, "opinion.answer", target=str(key[1]), address=address, detail=detail),
            )


def party_of(address: str) -> str:
    """Return whose an address is: itself, or the /64 network that every house with IPv6 has whole."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return address
    return str(known.ipv4_mapped or ipaddress.ip_network((int(known) >> 64 << 64, 64)))


def _days(days: Days, today: date, least: int) -> tuple[date, date]:
    first = days[0] or today
    if first > date.max - timedelta(days=MOST_DAYS):
        raise BadInput("The calendar ends before a draft from that day on could be on show.")
    last = days[1] or first + timedelta(days=(least or USUAL_DAYS) - 1)
    count = (last - first).days + 1
    if first < today or count < 1:
        raise BadInput("A draft is on show from today or a later day on, until that day or a later one.")
    if count > MOST_DAYS:
        raise BadInput(f"A draft is on show for at most {MOST_DAYS} days.")
    if count < least:
        raise BadInput(f"The town asks for {least} days of announcement (公示); give as many.")
    return first, last
