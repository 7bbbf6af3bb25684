"""The home of a town: its folder, its private cluster or own server, and who is using it."""

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from gis.errors import BadInput, Conflict
from gis.model import Town
from gis.settings import Settings
from gis.store.cluster import Cluster, cluster_of
from gis.store.database import Database
from gis.store.migrate import migrate
from gis.store.town import load_town

# an import of a county may hold one statement for minutes; a request never does
STATEMENT_SECONDS = 3600


def settings_of() -> Settings:
    """Return the settings from the environment; the launcher sets the home."""
    if not os.environ.get("WANGGE_HOME"):
        raise BadInput("Start with ./wangge, or set WANGGE_HOME to the folder of a home.")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"WANGGE_{str(first['loc'][0]).upper()}: {first['msg']}.") from None


def refuse_checkout(home: Path) -> None:
    """Raise BadInput when a real town's home would lie inside a git work tree."""
    for folder in (home.resolve(), *home.resolve().parents):
        if (folder / ".git").exists():
            raise BadInput(
                "A town's home must not lie inside a git checkout: set WANGGE_HOME to another folder."
            )


@contextmanager
def only_server(home: Path) -> Iterator[None]:
    """Hold the home's lock while serving; Conflict when another server holds it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "serving.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("wangge already serves this home; stop it first or set WANGGE_HOME.") from None
        yield


def being_served(home: Path) -> bool:
    """Tell whether a server holds the home's lock."""
    path = home / "serving.lock"
    if not path.exists():
        return False
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def private_cluster(settings: Settings) -> Cluster | None:
    """Return the home's private cluster, or None when a server of one's own is set."""
    return None if settings.database_url else cluster_of(settings.home)


def url_of(settings: Settings) -> str:
    """Return the database's address for SQLAlchemy and asyncpg."""
    if settings.database_url is None:
        return cluster_of(settings.home).url()
    scheme, _, rest = settings.database_url.partition("://")
    if scheme.split("+")[0] not in ("postgresql", "postgres") or not rest:
        raise BadInput("WANGGE_DATABASE_URL must begin with postgresql://")
    try:
        _ = urlsplit(settings.database_url).port
    except ValueError:
        raise BadInput("WANGGE_DATABASE_URL is not an address: the host or the port is wrong.") from None
    return f"postgresql+asyncpg://{rest}"


@asynccontextmanager
async def open_home(settings: Settings) -> AsyncIterator[Database]:
    """Open the home's database for one command, starting the private cluster when nobody serves it."""
    cluster = private_cluster(settings)
    started = False
    if cluster:
        settings.home.mkdir(parents=True, exist_ok=True)
        cluster.make()
        started = cluster.start()
    database = Database(url_of(settings), statement_seconds=STATEMENT_SECONDS)
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()
        if cluster and started and not being_served(settings.home):
            cluster.stop()


async def founded(database: Database) -> Town:
    """Return the home's town; BadInput when it has not been founded."""
    async with database.begin() as connection:
        town = await load_town(connection)
    if town is None:
        raise BadInput("This home has no town yet: found one with ./wangge init.")
    return town
