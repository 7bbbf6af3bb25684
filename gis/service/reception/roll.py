"""The roll: who is registered, who carries what, who knows of it and is on duty, as reception keeps it."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from gis.errors import NotSignedIn
from gis.model import MOST_TRACK_DAYS
from gis.service.reception.intervals import FOREVER_MS, Intervals, Ints, merged
from gis.store import devices as stored
from gis.store.database import Connection
from gis.store.devices import DeviceRow, Held
from gis.store.notices import load_told

# as long as tracks are ever kept, so a phone found again after months is judged like any other
KEPT = timedelta(days=MOST_TRACK_DAYS + 1)


def digest_of(token: str) -> str:
    """Return what is stored of a device's token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Roll:
    """One state of the roll; a new one replaces it whole."""

    def __init__(
        self, devices: list[DeviceRow], assignments: list[Held], told: list[Held], duties: list[Held]
    ) -> None:
        self.devices = devices
        self.ids = np.array([device.id for device in devices], np.int64)
        self._by_digest = {device.token_digest: device for device in devices if device.token_digest}
        self._by_name = {device.name: device for device in devices}
        slots = {device.id: slot for slot, device in enumerate(devices)}
        self._carriers, self._told = (
            Intervals((slots[held.key], *_span(held), held.person) for held in known if held.key in slots)
            for known in (assignments, told)
        )
        self._people = np.unique(np.array([held.person for held in duties], np.int64))
        places = {int(person): place for place, person in enumerate(self._people)}
        self._duties = Intervals(merged((places[held.person], *_span(held), 1) for held in duties))

    def by_token(self, token: str) -> DeviceRow | None:
        """Return the device whose secret this is."""
        return self._by_digest.get(digest_of(token))

    def named(self, name: str) -> DeviceRow | None:
        """Return the device of a name."""
        return self._by_name.get(name)

    def by_name(self, name: str, secret: str) -> DeviceRow | None:
        """Return the device of a name; None when nobody has it, NotSignedIn when the secret is wrong."""
        device = self._by_name.get(name)
        if device is None:
            return None
        if not hmac.compare_digest(digest_of(secret), device.token_digest or ""):
            raise NotSignedIn("The device's name and password do not belong together.")
        return device

    def carriers(self, device: Ints, at_ms: Ints) -> Ints:
        """Return the person who carried each device at each moment, -1 where nobody did."""
        return self._carriers.value_at(self._slots(device), at_ms)

    def told(self, device: Ints, at_ms: Ints) -> NDArray[np.bool_]:
        """Tell for each device and moment whether its carrier had confirmed the notice, or needed none."""
        return np.asarray(self._told.value_at(self._slots(device), at_ms) >= 0)

    def carried(self, device: Ints, at_ms: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return what `carriers` and `told` do, for many at once."""
        slots = self._slots(device)
        return self._carriers.value_at(slots, at_ms), np.asarray(self._told.value_at(slots, at_ms) >= 0)

    def on_duty(self, person: Ints, at_ms: Ints) -> NDArray[np.bool_]:
        """Tell for each person and moment whether the roster holds it."""
        if len(self._people) == 0:
            return np.zeros(len(person), bool)
        place = np.searchsorted(self._people, person)
        known = (place < len(self._people)) & (
            self._people[np.minimum(place, len(self._people) - 1)] == person
        )
        return np.equal(self._duties.value_at(np.where(known, place, -1), at_ms), 1)

    def _slots(self, device: Ints) -> Ints:
        """Return the place of each device in `ids`, -1 where there is none."""
        if len(self.ids) == 0:
            return np.full(len(device), -1, np.int64)
        slot = np.searchsorted(self.ids, device)
        known = (slot < len(self.ids)) & (self.ids[np.minimum(slot, len(self.ids) - 1)] == device)
        return np.where(known, slot, -1)


async def load_roll(connection: Connection, now: datetime) -> Roll:
    """Read the roll as it stands."""
    devices = await stored.load_devices(connection)
    assignments = await stored.load_assignments(connection)
    told = await load_told(connection)
    duties = await stored.load_duties(connection, now - KEPT)
    return Roll(devices, assignments, told, duties)


def newest_of(devices: Iterable[DeviceRow]) -> dict[int, int]:
    """Return the newest stored moment (µs) of each device that has one."""
    return {device.id: _us(device.newest_at) for device in devices if device.newest_at}


def _span(held: Held) -> tuple[int, int]:
    return _us(held.since) // 1000, _us(held.until) // 1000 if held.until else FOREVER_MS


def _us(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
