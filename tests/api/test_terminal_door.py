"""The door of vehicle terminals over a real socket: sign-on, locations, answers after the commit."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from api.devices.terminal_door import MOST_REFUSED, TerminalDoor
from gis.protocols import jt808
from gis.protocols.jt808_frame import FLAG, Edition, Frame, build, parse, split
from gis.protocols.jt808_session import ACKNOWLEDGED, REGISTERED, Registered, Result
from gis.service.devices import DeviceKeeper
from gis.service.reception.claims import Claims
from gis.service.reception.registering import Registrar
from gis.service.reception.terminals import Terminals
from gis.store.record import Act
from tests.protocols.wire import PART_1, PART_2
from tests.service.reception.conftest import EIGHT, Reception, reception
from tests.small_town import NOON

assert reception  # the fixture of this name

PHONE = "13800000007"
BY = Act("test", "")
SAID = bytes(4) + b"MAKER" + b"MODEL".ljust(20, b"\0") + b"T000001" + b"\x01" + "苏B12345".encode("gbk")
SAID_2019 = bytes(4) + b"MAKER".ljust(11) + b"MODEL".ljust(30) + b"T000001".ljust(30) + b"\x01X"


def located(second: int, lon: float = 120.006, lat: float = 31.626) -> bytes:
    """Return the body of a location so many seconds after noon in Beijing."""
    places = b"".join(round(value * 1e6).to_bytes(4, "big") for value in (lat, lon))
    return bytes(4) + (2).to_bytes(4, "big") + places + bytes.fromhex(f"000600b9010f2611021200{second:02}")


@dataclass
class Vehicle:
    """A terminal at the other end of the wire."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    edition: Edition = 2013
    serial: int = 0

    def send(self, message_id: int, body: bytes = b"", phone: str = PHONE) -> None:
        """Send one message."""
        self.serial += 1
        self.writer.write(build(Frame(message_id, phone, self.serial, body, self.edition)))

    async def answer(self) -> Frame:
        """Return the next answer."""
        wire = await asyncio.wait_for(self._frame(), 30)
        (raw,), _ = split(wire)
        frame = parse(raw)
        assert isinstance(frame, Frame)
        return frame

    async def _frame(self) -> bytes:
        return await self.reader.readexactly(1) + await self.reader.readuntil(FLAG)

    async def result(self, message_id: int, body: bytes = b"", phone: str = PHONE) -> int:
        """Send one message and return the result of its general answer."""
        self.send(message_id, body, phone)
        frame = await self.answer()
        assert (frame.message_id, frame.phone, frame.edition) == (ACKNOWLEDGED, phone, self.edition)
        assert frame.body[:4] == self.serial.to_bytes(2, "big") + message_id.to_bytes(2, "big")
        return frame.body[4]

    async def register(self, said: bytes = SAID) -> tuple[int, bytes]:
        """Register and return the result and the code."""
        self.send(jt808.REGISTER, said)
        frame = await self.answer()
        assert frame.message_id == REGISTERED
        return frame.body[2], frame.body[3:]

    async def sign_on(self, code: bytes) -> int:
        """Authenticate in the way of the edition and return the result."""
        whole = bytes([len(code)]) + code + bytes(35) if self.edition == 2019 else code
        return await self.result(jt808.AUTHENTICATE, whole)


@dataclass
class Town:
    """The small town with its door open."""

    reception: Reception
    claims: Claims
    port: int
    door: TerminalDoor
    vehicles: list[Vehicle] = field(default_factory=list)

    async def vehicle(self, edition: Edition = 2013) -> Vehicle:
        """Connect a terminal."""
        made = Vehicle(*await asyncio.open_connection("127.0.0.1", self.port), edition)
        self.vehicles.append(made)
        return made

    async def add(self) -> str:
        """Register the terminal for the person on duty and return the code shown."""
        keeper = DeviceKeeper(self.reception.database, lambda: EIGHT)
        added = await keeper.add("001", "jt808", BY, name=f"0{PHONE}")
        await self.reception.desk.refresh()
        assert added.name == PHONE
        return added.token

    async def fixes(self) -> int:
        """Return how many fixes are stored."""
        return len(await self.reception.rows("SELECT * FROM fix"))


@pytest.fixture
async def town(reception: Reception) -> AsyncIterator[Town]:
    claims = Claims(reception.database, lambda: NOON)
    terminals = Terminals(reception.desk, claims, Registrar(reception.database))
    listener = socket.create_server(("127.0.0.1", 0))
    door = TerminalDoor(terminals, lambda: NOON)
    task = asyncio.create_task(door.serve(listener))
    made = Town(reception, claims, listener.getsockname()[1], door)
    yield made
    for vehicle in made.vehicles:
        vehicle.writer.close()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(("edition", "said"), [(2013, SAID), (2019, SAID_2019)])
async def test_a_terminal_registers_signs_on_and_reports(town: Town, edition: Edition, said: bytes) -> None:
    await town.add()
    vehicle = await town.vehicle(edition)
    result, code = await vehicle.register(said)
    assert (result, len(code)) == (Registered.OK, 24)
    assert await vehicle.sign_on(code) == Result.OK
    assert await vehicle.result(jt808.HEARTBEAT) == Result.OK
    assert await vehicle.result(jt808.LOCATION, located(1)) == Result.OK
    # acknowledged means durable
    ((speed, flags),) = await town.reception.rows("SELECT round(speed_mps::numeric, 2), flags FROM fix")
    assert (float(speed), flags) == (5.14, 0)
    late = bytes.fromhex("000201") + b"".join(b"\0\x1c" + located(second) for second in (2, 3))
    assert await vehicle.result(jt808.BATCH, late) == Result.OK
    assert await town.fixes() == 3


async def test_nothing_is_taken_before_the_sign_on(town: Town) -> None:
    code = await town.add()
    vehicle = await town.vehicle()
    assert await vehicle.result(jt808.LOCATION, located(1)) == Result.FAILED
    assert await vehicle.sign_on(b"a guess") == Result.FAILED
    assert await vehicle.result(jt808.HEARTBEAT) == Result.FAILED
    assert await town.fixes() == 0
    assert await vehicle.sign_on(code.encode()) == Result.OK
    assert await vehicle.result(jt808.LOCATION, located(1)) == Result.OK
    # one connection serves one terminal, and what it asks beyond that is told so
    assert await vehicle.result(jt808.LOCATION, located(2), phone="13800000008") == Result.FAILED
    assert await vehicle.result(0x0900, b"x") == Result.UNSUPPORTED
    assert await town.fixes() == 1


async def test_a_code_is_told_to_one_terminal_as_often_as_it_asks(town: Town) -> None:
    await town.add()
    vehicle = await town.vehicle()
    _, code = await vehicle.register()
    await vehicle.sign_on(code)
    await vehicle.result(jt808.HEARTBEAT)
    assert await vehicle.register() == (Registered.OK, code)
    other = SAID.replace(b"T000001", b"T000002")
    assert await vehicle.register(other) == (Registered.TERMINAL_TAKEN, b"")
    assert (await town.reception.rows("SELECT count(*) FROM audit WHERE action = 'device.register'")) == [
        (1,)
    ]


async def test_an_unknown_terminal_waits_to_be_claimed(town: Town) -> None:
    vehicle = await town.vehicle()
    assert await vehicle.register() == (Registered.NO_TERMINAL, b"")
    assert await vehicle.sign_on(b"another town's code") == Result.FAILED
    assert list(town.claims._noted) == [(PHONE, "jt808")]


async def test_a_revoked_terminal_is_refused_at_once_and_may_be_given_again(town: Town) -> None:
    code = await town.add()
    vehicle = await town.vehicle()
    await vehicle.sign_on(code.encode())
    await DeviceKeeper(town.reception.database, lambda: NOON).revoke(PHONE, BY)
    await town.reception.desk.refresh()
    assert await vehicle.result(jt808.LOCATION, located(1)) == Result.FAILED
    again = await town.add()
    assert await vehicle.sign_on(code.encode()) == Result.FAILED
    assert await vehicle.sign_on(again.encode()) == Result.OK


async def test_parts_are_acknowledged_together_once_the_whole_is_stored(town: Town) -> None:
    vehicle = await town.vehicle()
    await vehicle.sign_on((await town.add()).encode())
    vehicle.writer.write(bytes.fromhex(PART_1))
    vehicle.writer.write(bytes.fromhex(PART_2))
    answers = [await vehicle.answer(), await vehicle.answer()]
    assert [answer.body[4] for answer in answers] == [Result.OK, Result.OK]
    assert answers[0].body[:2] != answers[1].body[:2]


async def test_what_cannot_be_read_is_kept_and_blocks_nothing(town: Town) -> None:
    vehicle = await town.vehicle()
    await vehicle.sign_on((await town.add()).encode())
    wire = build(Frame(jt808.LOCATION, PHONE, 9, located(1)))
    vehicle.writer.write(b"noise" + wire[:-2] + b"\x00" + FLAG + wire[:20])
    vehicle.writer.write(FLAG)
    assert await vehicle.result(jt808.LOCATION, located(61)) == Result.OK
    assert await vehicle.result(jt808.LOCATION, located(2)) == Result.OK
    reasons = {row[0] for row in await town.reception.rows("SELECT reason FROM quarantine")}
    assert {"The frame's checksum is wrong.", "The time cannot be read."} <= reasons
    assert await town.fixes() == 1


async def test_what_is_not_durable_is_not_acknowledged(town: Town) -> None:
    vehicle = await town.vehicle()
    await vehicle.sign_on((await town.add()).encode())
    assert await vehicle.result(jt808.LOCATION, located(1)) == Result.OK
    await town.reception.writer._connection.close()  # type: ignore[union-attr]
    vehicle.send(jt808.LOCATION, located(2))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(vehicle.reader.read(1), 0.5)
    assert await vehicle.result(jt808.LOCATION, located(2)) == Result.OK
    assert await town.fixes() == 2


async def test_the_silent_and_the_guessing_are_cut_off(town: Town) -> None:
    guessing = await town.vehicle()
    for _ in range(MOST_REFUSED):
        assert await guessing.sign_on(b"a guess") == Result.FAILED
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await guessing.reader.readexactly(1)
    town.door._idle_s = 0.2
    silent = await town.vehicle()
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await asyncio.wait_for(silent.reader.readexactly(1), 20)
