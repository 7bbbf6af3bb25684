"""Migrations: from nothing to the code's tables and back, with no drift between the two."""

import pytest
from sqlalchemy import text

from gis.errors import Conflict
from gis.store.cluster import Cluster
from gis.store.database import Database
from gis.store.migrate import downgrade, drift, migrate
from tests.conftest import create_database


async def test_tables_agree_with_the_code_and_go_back_to_nothing(cluster: Cluster) -> None:
    await create_database(cluster, "migrations")
    database = Database(cluster.url("migrations"))
    await migrate(database)
    await migrate(database)
    assert await drift(database) == ""
    await downgrade(database)
    async with database.begin() as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ({})"
        kept = "'spatial_ref_sys', 'alembic_version'"
        assert await connection.scalar(text(query.format(kept))) == 0
    await database.close()


async def test_tables_of_a_newer_program_are_left_alone(fresh_database: Database) -> None:
    async with fresh_database.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflict, match="newer wangge"):
        await migrate(fresh_database)
