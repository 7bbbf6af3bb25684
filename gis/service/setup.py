"""Found the town of an empty home in one transaction, behind a code that only the console has shown."""

import asyncio
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from gis.errors import Conflict, NotAllowed, TooMany
from gis.exchange.placing import Declared
from gis.model import Scope, Town
from gis.service.accounts import check_account, new_account
from gis.service.outline import Outline, read_sent_outline
from gis.service.signin import SignIn, digest
from gis.service.town_settings import check_serves, check_squads, check_town, save_new_town
from gis.store import founding as stored
from gis.store.accounts import add_account
from gis.store.copying import ewkb
from gis.store.database import Connection, Database
from gis.store.importing import Import, Outcome, add_import, close_import
from gis.store.record import Act, count_refused, record
from gis.store.town import load_setting, raise_version, save_setting

CODE = "setup_code"
WINDOW = timedelta(minutes=15)
WRONG_CODES = 10
FIRST_ROLES = ("admin",)


@dataclass(frozen=True)
class Founding:
    """All that a town begins with; the first account keeps the others and holds the role admin only."""

    town: Town
    squads: Mapping[str, str]
    outline: Outline | None
    name: str
    title: str
    password: str = field(repr=False)


class SetUp:
    """The way into a home that has neither a town nor an account, and closed for ever once it has."""

    def __init__(self, database: Database, sign_in: SignIn, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._sign_in = sign_in
        self._clock = clock
        self._closed = False
        # one file after another: a large one takes a processor for seconds
        self._reading = asyncio.Semaphore(1)

    async def is_open(self) -> bool:
        """Tell whether the home is empty; Unavailable while the database is away."""
        if not self._closed:
            async with self._database.begin() as connection:
                self._closed = not await stored.is_empty(connection)
        return not self._closed

    async def check(self, code: str, address: str) -> None:
        """Let the right code pass.

        Raises Conflict when the home is not empty, NotAllowed for a wrong code, and TooMany after ten wrong
        ones of an address within fifteen minutes. The right code passes even then: it cannot be guessed, and
        nobody shall keep the founder out. What is bounded is the record.
        """
        if not await self.is_open():
            raise Conflict("This home has a town already.")
        async with self._database.begin() as connection:
            if await _is_right(connection, code):
                return
            since = self._clock() - WINDOW
            wrong = await count_refused(connection, "setup", since, actor=None, address=address)
            if wrong < WRONG_CODES:
                await record(connection, Act("nobody", "setup", "refused", address=address))
        if wrong >= WRONG_CODES:
            raise TooMany("Too many wrong set-up codes; try again in fifteen minutes.")
        raise NotAllowed("The set-up code is wrong: open the link that ./wangge serve printed.")

    async def read(self, name: str, content: bytes, declared: Declared) -> Outline:
        """Return the outline that a sent file holds; errors as `read_outline`."""
        async with self._reading:
            return await asyncio.to_thread(read_sent_outline, name, content, declared)

    async def found(self, founding: Founding, address: str) -> None:
        """Write the town, its squads, outline and first account: all of it or nothing.

        Raises BadInput for what no town or account can have, and Conflict when another was faster.
        """
        account = new_account(founding.name, founding.title, FIRST_ROLES, Scope(everything=True))
        check_town(founding.town)
        check_squads(founding.squads)
        check_account(account, founding.password)
        if founding.outline:
            check_serves(founding.town.metric_crs, *founding.outline.middle)
        hashed = await self._sign_in.hash(founding.password)
        async with self._database.begin() as connection:
            await save_new_town(connection, founding.town, founding.squads)
            if await add_account(connection, account, hashed) is None:
                raise Conflict("This home has an account already.")
            if founding.outline:
                await _write_outline(connection, founding, founding.outline)
            await stored.forget_setting(connection, CODE)
            await record(connection, Act(account.name, "setup", target=founding.town.name, address=address))
            await raise_version(connection)


async def open_set_up(database: Database) -> str | None:
    """Return a new set-up code, in place of any before it, or None when the home is not empty."""
    code = secrets.token_urlsafe(32)
    async with database.begin() as connection:
        if not await stored.is_empty(connection):
            return None
        await save_setting(connection, CODE, {"digest": digest(code)})
    return code


async def _is_right(connection: Connection, code: str) -> bool:
    kept = await load_setting(connection, CODE)
    return kept is not None and hmac.compare_digest(kept["digest"], digest(code))


async def _write_outline(connection: Connection, founding: Founding, outline: Outline) -> None:
    one = Import(
        kind="outline",
        file=outline.file,
        digest=outline.digest,
        source=outline.file,
        surveyed_on=None,
        reference=outline.reference,
        columns={},
        rows=outline.areas,
        actor=founding.name,
    )
    key = await add_import(connection, one)
    (shape,) = ewkb(np.array([outline.shape], dtype=object), 4326)
    name = founding.town.name
    await stored.write_rows(connection, "outline", [(founding.town.code_prefix or name, name, key, shape)])
    await close_import(connection, key, Outcome(added=1), ())
