"""Reads that are asked for hundreds of times a second: prepared statements straight on the driver."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg

MOST_CONNECTIONS = 4
WAIT_S = 5


class HotReads:
    """A small pool of the driver's own connections; nothing connects before the first read."""

    def __init__(self, url: str, *, statement_seconds: int) -> None:
        self._url = url.replace("+asyncpg", "", 1)
        self._settings = {
            "application_name": "wangge tiles",
            "statement_timeout": str(statement_seconds * 1000),
            "default_transaction_read_only": "on",
            "TimeZone": "UTC",
        }
        self._pool: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()

    async def value(self, sql: str, arguments: Sequence[Any]) -> Any:
        """Return the first column of the first row; errors are the driver's."""
        pool = self._pool or await self._open()
        async with pool.acquire(timeout=WAIT_S) as connection:
            return await connection.fetchval(sql, *arguments)

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            await self._pool.close()

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._url,
                    min_size=0,
                    max_size=MOST_CONNECTIONS,
                    timeout=WAIT_S,
                    server_settings=self._settings,
                )
        return self._pool
