"""Register devices and give them to people; put people on duty."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from gis.errors import BadInput
from gis.model import DATUMS, Datum
from gis.protocols.base import MPS, SpeedUnit
from gis.service.reception.roll import digest_of
from gis.store import devices as stored
from gis.store.database import Connection, Database
from gis.store.own_pages import give_page
from gis.store.record import Act, record
from gis.store.town import ROLL_VERSION, raise_version

TERMINAL = "jt808"
LONGEST_TERMINAL = 20
APPS = {
    "owntracks": "owntracks",
    "traccar": "osmand",
    "osmand": "osmand",
    "fixes": "fixes",
    "gateway": "gateway",
    TERMINAL: "jt808",
}
"""App → the protocol whose door it knocks at."""
VEHICLES = frozenset({TERMINAL, "gateway"})
"""Protocols of what no person carries about, so that nobody has to be told."""
LONGEST_DUTY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a device's numbers are to be read, None leaving the speed's unit to its protocol.

    `notice`: no place is kept before whoever carries it has confirmed the notice on his page.
    """

    datum: Datum = "wgs84"
    speed_unit: SpeedUnit | None = None
    notice: bool = True

    def of(self, protocol: str) -> dict[str, Any]:
        """Return the values to store for a device of a protocol; vehicles need no notice."""
        return {**asdict(self), "notice": self.notice and protocol not in VEHICLES}


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device just registered; its token and its page's secret are told this once and never again."""

    id: int
    name: str
    person: str
    app: str
    token: str
    page: str


class DeviceKeeper:
    """The verbs on devices and duty; each is on record and followed by reception within a second."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def add(
        self,
        number: str,
        app: str,
        by: Act,
        setting: Setting = Setting(),
        *,
        name: str | None = None,
        since: datetime | None = None,
    ) -> NewDevice:
        """Register a device of an app for the person of a staff number, carried from now or `since` on.

        A terminal goes by its own number. Raises BadInput for an unknown app, NotFound for an unknown number.
        """
        if app not in APPS:
            raise BadInput(f"Unknown app; the choices are {', '.join(APPS)}.")
        check_setting(setting)
        token, page = secrets.token_urlsafe(18), secrets.token_urlsafe(18)
        async with self._database.begin() as connection:
            person_id, person = await stored.person_of_number(connection, number)
            if app == TERMINAL:
                name = terminal_number(name)
            else:
                name = await stored.free_name(connection, name or f"{number}-{app}")
            known = {"name": name, "protocol": APPS[app], **setting.of(APPS[app])}
            digests = {"token_digest": digest_of(token), "page_digest": digest_of(page)}
            device = await stored.add_device(connection, {**known, **digests})
            await stored.assign(connection, device, person_id, since or self._clock())
            await self._note(connection, by, "device.add", name)
        return NewDevice(device, name, person, app, token, page)

    async def claim(
        self, claim_id: int, number: str, by: Act, setting: Setting = Setting()
    ) -> tuple[str, str]:
        """Give a device that waits in the claim list to a person; it keeps its own secret.

        Returns its name and the secret of its page.
        """
        check_setting(setting)
        page = secrets.token_urlsafe(18)
        async with self._database.begin() as connection:
            person_id, _ = await stored.person_of_number(connection, number)
            waiting = await stored.waiting_claim(connection, claim_id)
            known = {**waiting, **setting.of(waiting["protocol"] or ""), "page_digest": digest_of(page)}
            device = await stored.add_device(connection, known)
            await stored.assign(connection, device, person_id, self._clock())
            await self._note(connection, by, "device.claim", waiting["name"] or "")
        return waiting["name"] or "", page

    async def new_page(self, name: str, by: Act) -> str:
        """Give a device's page a new secret, which is told this once; the old one opens nothing any more."""
        page = secrets.token_urlsafe(18)
        async with self._database.begin() as connection:
            await give_page(connection, name, digest_of(page))
            await record(connection, Act(by.actor, "device.page", target=name, address=by.address))
        return page

    async def revoke(self, name: str, by: Act) -> None:
        """Let a device in no longer."""
        async with self._database.begin() as connection:
            await stored.revoke_device(connection, name, self._clock())
            await self._note(connection, by, "device.revoke", name)

    async def put_on_duty(self, numbers: Sequence[str], span: tuple[datetime, datetime], by: Act) -> None:
        """Enter that people are on duty from a moment until another; BadInput above 24 hours."""
        begin, end = span
        if not timedelta(0) < end - begin <= LONGEST_DUTY:
            raise BadInput("A duty ends after it begins and lasts at most 24 hours.")
        async with self._database.begin() as connection:
            people = [(await stored.person_of_number(connection, number))[0] for number in numbers]
            await stored.put_on_duty(connection, "roster", [(who, begin, end) for who in people])
            await self._note(connection, by, "duty.add", ", ".join(numbers)[:200])

    async def _note(self, connection: Connection, by: Act, action: str, target: str) -> None:
        await record(connection, Act(by.actor, action, target=target, address=by.address))
        await raise_version(connection, ROLL_VERSION)


def terminal_number(given: str | None) -> str:
    """Return a terminal's number without the zeros that only fill its field; one made up when none is given.

    Raises BadInput for what is no number of 1 to 20 digits.
    """
    if given is None:
        return f"1{secrets.randbelow(10**10):010}"
    number = given.strip().lstrip("0")
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_TERMINAL):
        raise BadInput("A terminal's number has 1 to 20 digits.")
    return number


def check_setting(setting: Setting) -> None:
    """Raise BadInput for an unknown datum or unit of speed."""
    if setting.datum not in DATUMS:
        raise BadInput(f"Unknown datum; the choices are {', '.join(DATUMS)}.")
    if setting.speed_unit is not None and setting.speed_unit not in MPS:
        raise BadInput(f"Unknown unit of speed; the choices are {', '.join(MPS)}.")
