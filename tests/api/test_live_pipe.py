"""Events written straight to a connection: framed as the rest of the answer is, and only where it can be."""

import asyncio
from typing import cast

from api.live_pipe import MOST_UNSENT, TRANSPORT, direct_of


class Connection:
    """What a pipe needs of a transport."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.unsent = 0
        self.closing = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def is_closing(self) -> bool:
        return self.closing


def piped(connection: Connection, version: str = "1.1") -> object:
    return direct_of({TRANSPORT: cast(asyncio.Transport, connection), "http_version": version})


def test_an_event_is_one_chunk() -> None:
    connection = Connection()
    write = direct_of({TRANSPORT: connection, "http_version": "1.1"})
    assert write
    assert write("événement".encode())
    assert connection.written == [b"b\r\n" + "événement".encode() + b"\r\n"]


def test_who_reads_no_more_or_has_gone_is_told_nothing() -> None:
    connection = Connection()
    write = direct_of({TRANSPORT: connection, "http_version": "1.1"})
    assert write
    connection.unsent = MOST_UNSENT + 1
    assert not write(b"event")
    connection.unsent, connection.closing = 0, True
    assert not write(b"event")
    assert connection.written == []


def test_there_is_no_pipe_without_a_connection_or_without_chunks() -> None:
    assert direct_of({"http_version": "1.1"}) is None
    assert piped(Connection(), "1.0") is None
