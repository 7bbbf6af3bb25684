"""The errors of the domain; the doors turn each class into a status or an exit code by one table."""


class WanggeError(Exception):
    """Anything the service refuses or cannot do, told in one sentence that is safe to show."""


class BadInput(WanggeError):
    """The caller's input is wrong; nothing was stored."""


class NotFound(WanggeError):
    """The thing asked for does not exist, or not for this caller."""


class NotSignedIn(WanggeError):
    """No valid session or token came with the request."""


class NotAllowed(WanggeError):
    """The caller is known and may not do this, here or at all."""


class TooMany(WanggeError):
    """The caller asked too often; trying again later is right."""


class Conflict(WanggeError):
    """The request contradicts what is stored, such as a second first edition."""


class Unavailable(WanggeError):
    """The database is away; the same request may succeed in a moment."""
