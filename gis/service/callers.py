"""Remember who was let in a moment ago, for the doors that are too hot to ask the database each time."""

from collections import OrderedDict
from collections.abc import Callable

from gis.service.rights import Caller

KEPT_S = 1.0
MOST = 10_000


class Callers:
    """Callers by the secret they showed, each for one second after the database vouched for it.

    A session that has ended is refused by every other door at once, and by the hot ones within that second.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._kept: OrderedDict[bytes, tuple[Caller, float]] = OrderedDict()

    def remember(self, secret: bytes, caller: Caller) -> None:
        """Keep a caller that the database has just vouched for."""
        self._kept[secret] = (caller, self._monotonic())
        self._kept.move_to_end(secret)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def forget(self, secret: bytes) -> None:
        """Drop a caller who signs out."""
        self._kept.pop(secret, None)

    def known(self, secret: bytes | None) -> Caller | None:
        """Return the caller of a secret, or None when the database has to be asked."""
        found = self._kept.get(secret) if secret else None
        if found is None or self._monotonic() - found[1] > KEPT_S:
            return None
        return found[0]
