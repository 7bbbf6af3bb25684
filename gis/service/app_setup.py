"""What a phone's app is set up with: lines to copy, and for OwnTracks a link and the content of a file."""

from dataclasses import dataclass
from typing import Any

from gis.protocols.owntracks_remote import link, provisioning

OSMAND_FIELDS = "lat={0}&lon={1}&timestamp={2}&hdop={3}&altitude={4}&speed={5}&bearing={6}"


@dataclass(frozen=True, slots=True)
class AppSetup:
    """Lines (what it is, its value) to type or copy; `link` opens OwnTracks, `otrc` is its file's content."""

    lines: tuple[tuple[str, str], ...]
    link: str | None = None
    otrc: dict[str, Any] | None = None


def app_setup(protocol: str, name: str, token: str, url: str) -> AppSetup:
    """Return how the app of a device knocks at the device port of this address with its secret."""
    url = url.rstrip("/")
    if protocol == "owntracks":
        otrc = provisioning(f"{url}/pub", name, token, name, name[-2:])
        return AppSetup((("url", f"{url}/pub"), ("user", name), ("password", token)), link(otrc), otrc)
    if protocol == "osmand":
        form = f"{url}/devices/osmand/{token}?{OSMAND_FIELDS}"
        return AppSetup((("server", url), ("identifier", token), ("osmand", form)))
    if protocol == "jt808":
        return AppSetup((("terminal", name), ("code", token)))
    return AppSetup((("url", f"{url}/devices/fixes"), ("header", f"Authorization: Bearer {token}")))
