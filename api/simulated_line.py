"""A made-up phone's end of the line: forms over one connection that is kept."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit


async def post_forms(address: str, queue: asyncio.Queue[bytes]) -> None:
    """Post forms over one connection for ever; a form waits until the service has answered it."""
    host, port = urlsplit(address).hostname, urlsplit(address).port
    while True:
        form = await queue.get()
        while True:
            with suppress(OSError, asyncio.IncompleteReadError, ValueError):
                reader, writer = await asyncio.open_connection(host, port)
                while form is not None:
                    await _post(reader, writer, form)
                    queue.task_done()
                    form = await queue.get()
            await asyncio.sleep(0.5)


async def _post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, form: bytes) -> None:
    head = (
        "POST / HTTP/1.1\r\nHost: wangge\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\n\r\n"
    )
    writer.write(head.encode() + form)
    answer = await reader.readuntil(b"\r\n\r\n")
    status = int(answer.split(b" ", 2)[1])
    lengths = [line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length")]
    await reader.readexactly(int(lengths[0].split(b":")[1]))
    if status >= 500:
        raise ConnectionResetError
