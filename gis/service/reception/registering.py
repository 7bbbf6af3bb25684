"""Give JT/T 808 terminals the code that they sign on with: the same one to the same terminal."""

import hashlib
import hmac

from gis.protocols.jt808_session import Registration
from gis.service.reception.roll import digest_of
from gis.store import devices as stored
from gis.store.database import Connection, Database
from gis.store.devices import DeviceRow
from gis.store.record import Act, record
from gis.store.town import ROLL_VERSION, raise_version

CODE_LENGTH = 24
"""Hexadecimal digits, hence 96 bits."""


class Registrar:
    """Answers registrations; a code follows from the home's key and what the terminal says of itself.

    So no code is stored, a terminal may register as often as it likes, and another one that merely knows the
    number is told no code once the first has been heard.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def code_for(self, device: DeviceRow, said: Registration, address: str) -> str | None:
        """Return a terminal's code, None when another one has been heard under its number.

        Raises Unavailable when the code is not known to be durable.
        """
        async with self._database.begin() as connection:
            code = code_of(await stored.terminal_key(connection), device.name, said)
            digest = digest_of(code)
            if device.token_digest == digest:
                return code
            if not await stored.give_secret(connection, device.id, digest):
                return None
            await _note(connection, device, address)
        return code


def code_of(key: str, phone: str, said: Registration) -> str:
    """Return the code of the terminal that says this of itself under a number."""
    about = "\0".join((phone, said.maker, said.model, said.terminal, str(said.plate_colour), said.plate))
    return hmac.new(key.encode(), about.encode(), hashlib.sha256).hexdigest()[:CODE_LENGTH]


async def _note(connection: Connection, device: DeviceRow, address: str) -> None:
    await record(connection, Act("terminal", "device.register", target=device.name, address=address))
    await raise_version(connection, ROLL_VERSION)
