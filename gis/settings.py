"""The settings of one process, read once from the environment (WANGGE_*) and passed in from there."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from gis.model import MOST_TRACK_DAYS, Datum, Keeps


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
    # sooner a day's places would go before they are sealed, and what must stay longer is held for a reason
    keep_track_days: int = Field(
        default=Keeps().track_days,
        ge=2,
        le=MOST_TRACK_DAYS,
        description="Places and what is made of them go after so many days.",
    )
    keep_figure_days: int = Field(
        default=Keeps().figure_days,
        ge=MOST_TRACK_DAYS,
        le=3660,
        description="Daily figures and visits go after so many days.",
    )
    # six months, which the Cybersecurity Law asks for, are up to 184 days; the database refuses less than 190
    keep_audit_days: int = Field(
        default=Keeps().audit_days, ge=190, le=3660, description="The record goes after so many days."
    )
    # longer than a double shift nobody should be recorded on his own word
    own_duty_hours: int = Field(
        default=12, ge=1, le=16, description="People may put themselves on duty for so many hours a day."
    )
    # off, because minutes and metres say nothing of whether somebody works well
    rank_people: bool = Field(
        default=False, description="Coverage by person may be put in order of its figures; everybody is told."
    )
    secure_cookie: bool = Field(default=False, description="Send the session cookie over TLS only.")
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+$",
        description="Address of the pages as phones see it; links and QR codes lead there.",
    )
    device_url: str = Field(
        default="http://127.0.0.1:8780",
        pattern=r"^https?://[^\s]+$",
        description="Address of the device port as phones see it.",
    )
    live_socket: Path | None = Field(
        default=None, description="Socket of the live feed; `serve` sets it for its own processes."
    )
    pages: Path = Field(
        default=Path(__file__).resolve().parent.parent / "web" / "dist", description="The built pages."
    )

    @property
    def longest_own_duty(self) -> timedelta:
        """For how long people may put themselves on duty in a civil day."""
        return timedelta(hours=self.own_duty_hours)

    @property
    def keeps(self) -> Keeps:
        """For how long personal data are kept."""
        return Keeps(self.keep_track_days, self.keep_figure_days, self.keep_audit_days)
