"""The settings of one process, read once from the environment (WANGGE_*) and passed in from there."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from gis.model import Datum


class Settings(BaseSettings):
    """Where the data lie, which database holds them, and what the map may show beneath our own layers."""

    model_config = SettingsConfigDict(env_prefix="WANGGE_", frozen=True)

    home: Path = Field(description="Folder of the home: private cluster, caches, logs.")
    database_url: str | None = Field(
        default=None, description="A PostgreSQL server of one's own instead of the private cluster."
    )
    basemap: str = Field(
        default="layers",
        description="`layers` (our own), a .pmtiles file, or an XYZ/WMTS template with {z}, {x}, {y}.",
    )
    basemap_datum: Datum = Field(default="wgs84", description="Datum of the base map's tiles.")
    basemap_attribution: str = Field(default="", description="Source line shown in the map's corner.")
    basemap_maxzoom: int = Field(default=18, ge=0, le=22, description="Deepest zoom the base map has.")
    session_hours: int = Field(default=12, ge=1, le=720, description="A session ends after so many hours.")
    session_idle_minutes: int = Field(
        default=120, ge=5, le=1440, description="A session ends after so many idle minutes."
    )
    tile_cache_mib: int = Field(
        default=64, ge=0, le=4096, description="Memory of each worker for tiles made lately; 0 keeps none."
    )
    secure_cookie: bool = Field(default=False, description="Send the session cookie over TLS only.")
    live_socket: Path | None = Field(
        default=None, description="Socket of the live feed; `serve` sets it for its own processes."
    )
    pages: Path = Field(
        default=Path(__file__).resolve().parent.parent / "web" / "dist", description="The built pages."
    )
