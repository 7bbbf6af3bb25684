"""A pool of connections to the database that outlives the database itself."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from gis.errors import BadInput, Unavailable
from gis.store.hot import HotReads

Connection = AsyncConnection
"""What the services hold of a transaction; only the store calls its methods."""

AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    OperationalError,
    InterfaceError,
    PoolTimeout,
    OSError,
)

REFUSED = (asyncpg.InvalidCatalogNameError, asyncpg.InvalidAuthorizationSpecificationError)
"""What a server says that has no such database, or no such role, or another password for it."""

UNSTORABLE = (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError)
"""What PostgreSQL says to the character U+0000 in a text or in JSON."""

GONE = "The database is away; try again in a moment."
CLOSED = "The database lets nobody in: its name, role or password is wrong."
NUL = "A text holds the character U+0000, which cannot be stored."


class Database:
    """Hands out connections; an unreachable server is Unavailable, never the end of the process."""

    def __init__(self, url: str, *, statement_seconds: int = 30) -> None:
        self._hot = HotReads(url, statement_seconds=statement_seconds)
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=10,
            max_overflow=10,
            pool_timeout=5,
            pool_pre_ping=True,
            connect_args={
                "timeout": 5,
                "server_settings": {
                    "application_name": "wangge",
                    "statement_timeout": str(statement_seconds * 1000),
                    "TimeZone": "UTC",
                },
            },
        )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open one transaction; it commits at the end and rolls back on any error.

        Raises Unavailable while the server is away or lets nobody in, and BadInput for a text that no table
        can hold.
        """
        with _told():
            async with self.engine.begin() as connection:
                yield connection

    async def value(self, sql: str, arguments: Sequence[Any]) -> Any:
        """Return the first value that a prepared statement gives, for hot doors; errors as `begin`."""
        with _told():
            return await self._hot.value(sql, arguments)

    async def ping(self) -> None:
        """Raise Unavailable unless the database answers."""
        async with self.begin() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection of the pool."""
        await self._hot.close()
        await self.engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the driver says into the domain's words."""
    try:
        yield
    except AWAY as away:
        raise Unavailable(GONE) from away
    except REFUSED as refused:
        raise Unavailable(CLOSED) from refused
    except UNSTORABLE:
        raise BadInput(NUL) from None
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error.driver_exception, AWAY):
            raise Unavailable(GONE) from error
        if isinstance(error.driver_exception, REFUSED):
            raise Unavailable(CLOSED) from error
        if isinstance(error.driver_exception, UNSTORABLE):
            raise BadInput(NUL) from None
        raise
