"""Write record batches whose columns share one index: the message is made once, then its counts filled in."""

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.arrow_messages import HEADER, field_at, pointed

# positions of fields in the tables Message and RecordBatch of Arrow's Message.fbs
BODY_LENGTH = 3
LENGTH, NODES, BUFFERS = 0, 1, 2
# a message begins with a mark and the length of its metadata
PREFIX = 8
COUNT = 4


@dataclass(frozen=True, slots=True)
class RowsForm:
    """The message of a batch of dictionary columns, and where in it the counts stand."""

    message: bytes
    columns: int
    index_type: np.dtype[np.signedinteger[Any]]
    rows_at: int
    body_at: int
    nodes_at: int
    buffers_at: int

    def write(self, found: NDArray[np.int32]) -> list[bytes]:
        """Return the parts of a batch: these places (n,) in the dictionary of every column, -1 for null."""
        present = found >= 0
        validity = _padded(np.packbits(present, bitorder="little").tobytes())
        index = _padded(found.astype(self.index_type).tobytes())
        rows, nulls = len(found), len(found) - int(np.count_nonzero(present))
        column, first = len(validity) + len(index), len(validity)
        buffers: list[int] = []
        for number in range(self.columns):
            buffers += [number * column, first, number * column + first, len(index)]
        message = bytearray(self.message)
        struct.pack_into("<q", message, self.rows_at, rows)
        struct.pack_into("<q", message, self.body_at, self.columns * column)
        struct.pack_into(f"<{2 * self.columns}q", message, self.nodes_at, *(rows, nulls) * self.columns)
        struct.pack_into(f"<{len(buffers)}q", message, self.buffers_at, *buffers)
        return [bytes(message), *(validity, index) * self.columns]


def form_of(batch: Any) -> RowsForm:
    """Return the form of batches like this one, which has dictionary columns and a row at least."""
    import pyarrow as pa

    whole = batch.serialize().to_pybytes()
    size = PREFIX + struct.unpack_from("<i", whole, COUNT)[0]
    message = whole[:size]
    root = PREFIX + struct.unpack_from("<I", message, PREFIX)[0]
    table = pointed(message, root, HEADER)
    rows_at, body_at = field_at(message, table, LENGTH), field_at(message, root, BODY_LENGTH)
    if rows_at is None or body_at is None:
        raise ValueError("the batch has no rows")
    return RowsForm(
        message=message,
        columns=batch.num_columns,
        index_type=np.dtype(pa.DataType.to_pandas_dtype(batch.schema.field(0).type.index_type)),
        rows_at=rows_at,
        body_at=body_at,
        nodes_at=pointed(message, table, NODES) + COUNT,
        buffers_at=pointed(message, table, BUFFERS) + COUNT,
    )


def _padded(values: bytes) -> bytes:
    return values + bytes(-len(values) % 8)
