"""Sign-in and what follows from it: sessions, bearer tokens, and the limits that make guessing futile."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pwdlib import PasswordHash

from gis.errors import NotSignedIn, TooMany
from gis.service.rights import Caller
from gis.store import accounts as stored
from gis.store.database import Database
from gis.store.record import Act, count_refused, record

WINDOW = timedelta(minutes=15)
TRIES_PER_NAME = 5
TRIES_PER_ADDRESS = 30
TRIES_FROM_A_WORN_ADDRESS = 1
TOKEN_PREFIX = "wg_"  # noqa: S105 - the mark by which a leaked token is recognised, not a secret


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lives at most, and how long without being used."""

    whole: timedelta
    idle: timedelta


class SignIn:
    """Verifies passwords, sessions and tokens against the database."""

    def __init__(self, database: Database, lifetime: Lifetime, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._lifetime = lifetime
        self._clock = clock
        self._hasher = PasswordHash.recommended()
        # one verification takes 64 MiB and a sixth of a second: two at once are what the machine bears
        self._verifying = asyncio.Semaphore(2)
        self._decoy = self._hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """Return the argon2 hash of a password."""
        async with self._verifying:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def sign_in(self, name: str, password: str, address: str) -> tuple[str, Caller]:
        """Return a new session's secret and its caller.

        Raises NotSignedIn for a wrong name or password (which of them is not told) and TooMany after
        five failures of a name within fifteen minutes, or one where the address has had thirty.
        """
        # counted, verified and recorded under the semaphore: parallel guesses cannot outrun the count
        async with self._verifying:
            found = await self._candidate(name, address)
            account, hashed = found if found else (None, self._decoy)
            right = await asyncio.to_thread(self._hasher.verify, password, hashed)
            if right and account and account.active:
                return await self._open(account, address), caller_of(account)
            async with self._database.begin() as connection:
                await record(connection, Act(name[:80], "sign_in", "refused", address=address))
        raise NotSignedIn("The name or the password is wrong.")

    async def _open(self, account: stored.Account, address: str) -> str:
        secret = secrets.token_urlsafe(32)
        now = self._clock()
        async with self._database.begin() as connection:
            await stored.open_session(connection, digest(secret), account.id, now, now + self._lifetime.whole)
            await record(connection, Act(account.name, "sign_in", address=address))
        return secret

    async def sign_out(self, secret: str) -> None:
        """End a session."""
        async with self._database.begin() as connection:
            await stored.close_session(connection, digest(secret))

    async def by_session(self, secret: str) -> Caller:
        """Return the caller of a live session; NotSignedIn when it has ended."""
        async with self._database.begin() as connection:
            account = await stored.session_account(
                connection, digest(secret), self._clock(), self._lifetime.idle
            )
        if account is None:
            raise NotSignedIn("The session has ended; sign in again.")
        return caller_of(account)

    async def by_token(self, secret: str) -> Caller:
        """Return the caller of a live bearer token; NotSignedIn when it is unknown, expired or revoked."""
        async with self._database.begin() as connection:
            token = await stored.live_token(connection, digest(secret), self._clock())
        if token is None:
            raise NotSignedIn("The token is unknown, has expired or was revoked.")
        return Caller(f"token:{token.label}", token.label, token.roles, token.scope)

    async def _candidate(self, name: str, address: str) -> tuple[stored.Account, str] | None:
        since = self._clock() - WINDOW
        async with self._database.begin() as connection:
            of_name = await count_refused(connection, "sign_in", since, actor=name[:80], address=None)
            of_address = await count_refused(connection, "sign_in", since, actor=None, address=address)
            # a whole office may share an address: somebody's thirty failures leave each name there one try,
            # so that the right password passes, while who sprays names gets one guess a name and window
            worn = of_address >= TRIES_PER_ADDRESS
            if of_name >= (TRIES_FROM_A_WORN_ADDRESS if worn else TRIES_PER_NAME):
                raise TooMany("Too many failed attempts; try again in fifteen minutes.")
            return await stored.find_account(connection, name)


def digest(secret: str) -> str:
    """Return what is stored of a random secret: its SHA-256, since 256 random bits need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def caller_of(account: stored.Account) -> Caller:
    """Return the caller that an account signs in as."""
    return Caller(account.name, account.title, account.roles, account.scope, account.id)
