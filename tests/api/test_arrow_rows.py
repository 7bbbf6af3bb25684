"""Batches written from a form are those that pyarrow would write."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.arrow_layouts import END
from api.arrow_rows import form_of

CODES = ("a", "b", "c")


def sample(index: pa.DataType) -> pa.RecordBatch:
    """Return a batch of two dictionary columns with one row of nulls."""
    columns = [
        pa.DictionaryArray.from_arrays(pa.array([None], index), pa.array([f"{name}{code}" for code in CODES]))
        for name in ("grid ", "squad ")
    ]
    return pa.RecordBatch.from_arrays(columns, ["grid", "squad"])


@pytest.mark.parametrize("index", [pa.int16(), pa.int32()])
@settings(max_examples=40, deadline=None)
@given(found=st.lists(st.integers(-1, len(CODES) - 1), max_size=40))
def test_rows_are_read_back(index: pa.DataType, found: list[int]) -> None:
    batch = sample(index)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    whole = bytes(sink.getvalue())
    head = whole[: len(whole) - len(END) - len(batch.serialize())]
    written = b"".join((head, *form_of(batch).write(np.array(found, np.int32)), END))
    table = pa.ipc.open_stream(written).read_all()
    table.validate(full=True)
    wanted = [None if place < 0 else CODES[place] for place in found]
    assert table.column("grid").to_pylist() == [code and f"grid {code}" for code in wanted]
    assert table.column("squad").to_pylist() == [code and f"squad {code}" for code in wanted]
    assert table.column("grid").null_count == found.count(-1)
