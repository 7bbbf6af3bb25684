"""Read Arrow streams that hold no more than they weigh: a few bytes must not unpack to gigabytes."""

import struct
from typing import Any

from gis.errors import BadInput

# positions of fields in the tables of Arrow's Message.fbs
HEADER = 2
COMPRESSION = 3


def plain_batches(body: bytes) -> tuple[Any, list[Any]]:
    """Return a stream's (Arrow IPC) schema and its batches, uncopied; columns are not yet validated in full.

    Raises BadInput for compressed batches, and for dictionaries, since one that grows is copied whole at
    every step; pyarrow's own errors and ValueError for what is no stream.
    """
    import pyarrow as pa

    messages = list(pa.ipc.MessageReader.open_stream(body))
    # reading another kind of message as a schema kills the process
    if not messages or messages[0].type != "schema":
        raise ValueError("the stream has no schema")
    schema = pa.ipc.read_schema(messages[0])
    batches = []
    for message in messages[1:]:
        if message.type != "record batch" or _compressed(message.metadata.to_pybytes()):
            raise BadInput("Send plain columns: no compression, no dictionaries.")
        batch = pa.ipc.read_record_batch(message, schema)
        batch.validate()
        batches.append(batch)
    return schema, batches


def _compressed(message: bytes) -> bool:
    """Tell whether a batch's message (a flatbuffer that pyarrow has verified) names a compression."""
    (root,) = struct.unpack_from("<I", message)
    return field_at(message, pointed(message, root, HEADER), COMPRESSION) is not None


def pointed(message: bytes, table: int, number: int) -> int:
    """Return where the table or vector stands to which a flatbuffer's field points; ValueError for none."""
    field = field_at(message, table, number)
    if field is None:
        raise ValueError("the message lacks a field")
    (offset,) = struct.unpack_from("<I", message, field)
    return field + int(offset)


def field_at(message: bytes, table: int, number: int) -> int | None:
    """Return where a field of a flatbuffer's table stands, or None when it has its default."""
    (back,) = struct.unpack_from("<i", message, table)
    entry = 4 + 2 * number
    (size,) = struct.unpack_from("<H", message, table - back)
    if entry >= size:
        return None
    (offset,) = struct.unpack_from("<H", message, table - back + entry)
    return table + offset if offset else None
