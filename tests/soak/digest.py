"""One digest over everything a database holds, to tell whether two of them are equal."""

from datetime import datetime

from sqlalchemy import text

from gis.store.database import Database

_TABLES = """
    SELECT table_name, 'ROW(' || string_agg(
        CASE data_type WHEN 'timestamp with time zone'
        THEN format('CASE WHEN %1$I > %2$L THEN %2$L ELSE %1$I END', column_name, CAST(:began AS text))
        ELSE quote_ident(column_name) END, ', ' ORDER BY ordinal_position) || ')'
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'spatial_ref_sys'
    GROUP BY table_name
"""


async def digest(url: str, began: datetime) -> str:
    """Return the SHA-256 over all rows of all tables, keys included; times after `began` count as `began`."""
    database = Database(url)
    async with database.begin() as connection:
        tables = (await connection.execute(text(_TABLES), {"began": began.isoformat()})).all()
        told = " UNION ALL ".join(
            f"SELECT '{table} ' || ({columns})::text AS row FROM {table}" for table, columns in tables
        )
        whole = f"SELECT string_agg(row, E'\\n' ORDER BY row) FROM ({told}) AS told"
        found = await connection.scalar(text(f"SELECT encode(sha256(convert_to(({whole}), 'UTF8')), 'hex')"))
    await database.close()
    return str(found)
