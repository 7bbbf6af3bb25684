"""What OwnTracks is told by the way: to track while its carrier is on duty, and to rest when he is not."""

import numpy as np

from gis.protocols.base import Decoded
from gis.protocols.owntracks_remote import Monitoring, reply, switch
from gis.service.reception.roll import Roll
from gis.store.devices import DeviceRow

ON_DUTY: Monitoring = 2
OFF_DUTY: Monitoring = 0


class Shifts:
    """Remembers what each phone was told last, so that it is told only what changes."""

    def __init__(self) -> None:
        self._told: dict[int, Monitoring] = {}

    def reply(self, device: DeviceRow, roll: Roll, decoded: Decoded, at_ms: int) -> bytes:
        """Return the answer to a phone's message; a phone that tracks as it should is told nothing."""
        moment = np.array([at_ms], np.int64)
        one = np.array([device.id], np.int64)
        tracked = roll.on_duty(roll.carriers(one, moment), moment) & roll.told(one, moment)
        wanted = ON_DUTY if tracked[0] else OFF_DUTY
        known = self._told.get(device.id, decoded.health.get("monitoring"))
        self._told[device.id] = wanted
        return reply() if known == wanted else reply([switch(wanted)])
