"""The page of the watched: opened by its secret, it tells its person what is recorded and takes his word."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gis.errors import BadInput, Conflict, NotFound, NotSignedIn, TooMany
from gis.service.notice import Notice
from gis.service.reception.roll import digest_of
from gis.store import own_pages as stored
from gis.store.database import Connection, Database
from gis.store.duty import duties_of, duty_until, end_own_duty, lock_person
from gis.store.notices import Confirmed, confirm, confirmed_by, withdraw, withdrawn_at
from gis.store.own_pages import Holder
from gis.store.phone_state import PhoneState, phone_state
from gis.store.record import Act, record
from gis.store.town import ROLL_VERSION, raise_version

LIFE = timedelta(hours=1)
MOST_OPEN_REQUESTS = 20
SHUT = "This page has been shut or was never opened here; scan its QR code again."


@dataclass(frozen=True, slots=True)
class OwnState:
    """Whether a person is recorded now and until when, and what is known of his phone.

    `own` tells that he may end the duty himself; `confirmed` is what he confirmed, the newest first;
    `withdrawn_at` is when he withdrew it, if nothing holds since.
    """

    recorded: bool
    on_duty_until: datetime | None
    own: bool
    confirmed: tuple[Confirmed, ...]
    withdrawn_at: datetime | None
    phone: PhoneState


def actor(holder: Holder) -> str:
    """Return who acts on the record when a person uses his own page."""
    return f"person:{holder.number}"


class OwnPages:
    """Opens pages and tells whose they are."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def open(self, page: str, address: str) -> str:
        """Return a new session's secret, good for an hour; NotSignedIn when the page's secret is unknown."""
        now, session = self._clock(), secrets.token_urlsafe(32)
        async with self._database.begin() as connection:
            opened = await stored.open_page(
                connection, digest_of(page), digest_of(session), (now, now + LIFE)
            )
            holder = await stored.holder_of(connection, digest_of(session), now) if opened else None
            if holder is not None:
                detail = {"people": [holder.person]}
                await record(connection, Act(actor(holder), "me.open", address=address, detail=detail))
        if holder is None:
            raise NotSignedIn("This link opens no page any more; ask for a new one.")
        return session

    async def close(self, session: str) -> None:
        """End a session."""
        async with self._database.begin() as connection:
            await stored.close_page(connection, digest_of(session))

    async def holder(self, session: str | None) -> Holder:
        """Return whose page a session shows; NotSignedIn when it has ended."""
        found = None
        if session:
            async with self._database.begin() as connection:
                found = await stored.holder_of(connection, digest_of(session), self._clock())
        if found is None:
            raise NotSignedIn(SHUT)
        return found

    async def check_app(self, holder: Holder, token: str) -> None:
        """Raise NotFound unless this is the secret of the holder's own device."""
        async with self._database.begin() as connection:
            known = await stored.secret_digest(connection, holder.device)
        if not hmac.compare_digest(known or "", digest_of(token)):
            raise NotFound("The app's secret in this link is not that of the phone any more.")


async def own_state(connection: Connection, holder: Holder, now: datetime) -> OwnState:
    """Return what the page says first."""
    until = await duty_until(connection, holder.person, now)
    held = await duties_of(connection, holder.person, (now, now + timedelta(microseconds=1)))
    confirmed = await confirmed_by(connection, holder.device, holder.person)
    return OwnState(
        recorded=until is not None and (bool(confirmed) or not holder.notice),
        on_duty_until=until,
        own=any(kind == "self" for _, _, kind in held),
        confirmed=tuple(confirmed),
        withdrawn_at=await withdrawn_at(connection, holder.device, holder.person),
        phone=await phone_state(connection, holder.device),
    )


async def confirm_notice(
    connection: Connection, holder: Holder, shown: tuple[Notice, str], by: Act, now: datetime
) -> None:
    """Keep that the person confirmed the text shown; `shown` is the text of now and the digest confirmed.

    Raises Conflict when what was on the screen is not the text of now.
    """
    text, digest = shown
    if not hmac.compare_digest(text.digest, digest):
        raise Conflict("The notice has changed meanwhile; read it again.")
    confirmed = Confirmed(text.version, text.language, digest, now)
    await confirm(connection, (holder.device, holder.person), text.body, confirmed)
    detail = {"version": text.version, "language": text.language, "digest": digest}
    act = Act(actor(holder), "notice.confirm", target=holder.device_name, address=by.address, detail=detail)
    await record(connection, act)
    await raise_version(connection, ROLL_VERSION)


async def withdraw_notice(connection: Connection, holder: Holder, by: Act, now: datetime) -> None:
    """Withdraw the confirmation: nothing that arrives from now on is kept, and one's own duty ends.

    Raises Conflict when nothing is confirmed.
    """
    if await withdraw(connection, holder.device, holder.person, now) == 0:
        raise Conflict("There is no confirmation to withdraw.")
    await lock_person(connection, holder.person)
    await end_own_duty(connection, holder.person, now)
    await record(
        connection, Act(actor(holder), "notice.withdraw", target=holder.device_name, address=by.address)
    )
    await raise_version(connection, ROLL_VERSION)


async def ask(connection: Connection, holder: Holder, asked: tuple[str, str], by: Act, now: datetime) -> int:
    """Keep a request (kind, words) and return its number; TooMany while twenty wait for an answer."""
    kind, words = asked
    if not words.strip():
        raise BadInput("Write what you ask for.")
    await lock_person(connection, holder.person)
    if await stored.count_open(connection, holder.person) >= MOST_OPEN_REQUESTS:
        raise TooMany("Twenty requests wait for an answer already.")
    number = await stored.add_request(connection, holder.person, kind, words.strip(), now)
    await record(connection, Act(actor(holder), "me.request", target=str(number), address=by.address))
    return number
