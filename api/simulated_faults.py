"""Faulty phones of a made-up shift: what they send over the wire, fault by fault."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import numpy as np

from fixtures.frame import Floats
from fixtures.patrols import Walk
from fixtures.phone_faults import PHONE_FAULTS, Sent, healthy

SINCE_S = 300.0
ACCURACY_M = 8.0
REVOKED = "revoked"


@dataclass(frozen=True, slots=True, eq=False)
class FaultyWalker:
    """One person of the shift whose phone has a fault, with the secret of the phone."""

    token: str
    fault: str
    sent: Sent

    @property
    def comes_s(self) -> Floats:
        """Seconds of the shift at which its messages come."""
        return self.sent.received_s

    def form(self, place: int, begin: datetime) -> bytes:
        """Return one message as Traccar Client 10 sends it; a heartbeat has no place."""
        sent = self.sent
        said: dict[str, object] = {
            "id": self.token,
            "timestamp": int((begin + timedelta(seconds=float(sent.at_s[place]))).timestamp()),
            "batt": max(1, round(float(sent.battery_pct[place]))),
        }
        if not np.isnan(sent.lon[place]):
            places = {"lat": round(float(sent.lat[place]), 7), "lon": round(float(sent.lon[place]), 7)}
            said |= {**places, "accuracy": ACCURACY_M, "mock": str(bool(sent.mock[place])).lower()}
        return urlencode(said).encode()


def faulty(tokens: Sequence[str], walks: Sequence[Walk]) -> list[FaultyWalker]:
    """Give the first phones of a shift a fault each, which begins five minutes after the shift.

    The other phone of a shared secret is the last one's. A revoked phone goes on sending.
    """
    other = healthy(walks[-1])
    made = []
    for fault, token, walk in zip(PHONE_FAULTS, tokens, walks, strict=False):
        sent = healthy(walk) if fault == REVOKED else PHONE_FAULTS[fault](healthy(walk), SINCE_S, other)
        made.append(FaultyWalker(token, fault, sent))
    return made
