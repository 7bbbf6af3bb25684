"""What a request shows to be let in: a bearer token or a session's cookie."""

from dataclasses import dataclass

from api.services import Services
from gis.errors import NotSignedIn
from gis.service.rights import Caller

COOKIE = "wangge_session"
PAGE_COOKIE = "wangge_me"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token's or a session's secret; `secret` tells the two apart and is None without either."""

    token: str | None = None
    session: str | None = None

    @property
    def secret(self) -> bytes | None:
        """The secret with its kind in front."""
        if self.token is not None:
            return b"t" + self.token.encode()
        return b"s" + self.session.encode() if self.session else None


def credentials_of(headers: list[tuple[bytes, bytes]]) -> Credentials:
    """Return what the headers show; a token goes before a cookie."""
    cookie = None
    for name, value in headers:
        if name == b"authorization":
            scheme, _, secret = value.decode("latin-1").partition(" ")
            if scheme.lower() == "bearer":
                return Credentials(token=secret.strip())
        elif name == b"cookie":
            cookie = _session(value.decode("latin-1")) or cookie
    return Credentials(session=cookie)


async def verified(services: Services, shown: Credentials) -> Caller:
    """Return the caller that the database vouches for; NotSignedIn when nothing valid is shown."""
    if shown.token is not None:
        caller = await services.sign_in.by_token(shown.token)
    elif shown.session is not None:
        caller = await services.sign_in.by_session(shown.session)
    else:
        raise NotSignedIn("Sign in, or send a bearer token.")
    services.callers.remember(shown.secret or b"", caller)
    return caller


def _session(header: str) -> str | None:
    for part in header.split(";"):
        name, equals, value = part.strip().partition("=")
        if name == COOKIE and equals:
            return value.strip('"') or None
    return None
