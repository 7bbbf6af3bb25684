"""Refuse Arrow streams that hold more than they weigh: a few bytes must not unpack to gigabytes."""

import struct

from gis.errors import BadInput

# positions of fields in the tables of Arrow's Message.fbs
HEADER = 2
COMPRESSION = 3


def check_plain(body: bytes) -> None:
    """Raise BadInput unless every message of a stream (Arrow IPC) is a schema or an uncompressed batch.

    Dictionaries are refused with the compressed, since one that grows is copied whole at every step. Raises
    pyarrow's own errors for what is no stream.
    """
    import pyarrow as pa

    for message in pa.ipc.MessageReader.open_stream(body):
        batch = message.type == "record batch"
        if not (batch or message.type == "schema") or (batch and _compressed(message.metadata.to_pybytes())):
            raise BadInput("Send lon and lat as plain numbers: no compression, no dictionaries.")


def _compressed(message: bytes) -> bool:
    """Tell whether a batch's message (a flatbuffer that pyarrow has verified) names a compression."""
    (root,) = struct.unpack_from("<I", message)
    header = _field(message, root, HEADER)
    if header is None:
        return False
    (batch,) = struct.unpack_from("<I", message, header)
    return _field(message, header + batch, COMPRESSION) is not None


def _field(message: bytes, table: int, number: int) -> int | None:
    """Return where a field of a flatbuffer's table stands, or None when it has its default."""
    (back,) = struct.unpack_from("<i", message, table)
    entry = 4 + 2 * number
    (size,) = struct.unpack_from("<H", message, table - back)
    if entry >= size:
        return None
    (offset,) = struct.unpack_from("<H", message, table - back + entry)
    return table + offset if offset else None
