"""Bodies that would unpack to far more than they weigh are refused before they do."""

import pyarrow as pa
import pytest

from api.lookup_tables import read_arrow, read_csv
from gis.arrow_messages import plain_batches
from gis.errors import BadInput
from gis.service.places import MAX_BATCH


def stream(compression: str | None = None, **columns: pa.Array) -> bytes:
    """Return an Arrow stream of one batch."""
    batch = pa.RecordBatch.from_pydict(columns)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


PLACES = {"lon": pa.array([120.0, 121.0]), "lat": pa.array([31.0, 32.0])}


def test_plain_numbers_pass() -> None:
    _, [batch] = plain_batches(stream(**PLACES))
    assert batch.to_pydict() == {"lon": [120.0, 121.0], "lat": [31.0, 32.0]}
    lon, lat = read_arrow(stream(**PLACES, note=pa.array(["one", None])))
    assert (lon.tolist(), lat.tolist()) == ([120.0, 121.0], [31.0, 32.0])


@pytest.mark.parametrize("compression", ["zstd", "lz4"])
def test_a_compressed_batch_is_refused_unopened(compression: str) -> None:
    zeros = pa.array([0.0] * 100_000)
    packed = stream(compression, lon=zeros, lat=zeros)
    assert len(packed) < zeros.nbytes / 10
    with pytest.raises(BadInput, match="no compression, no dictionaries"):
        plain_batches(packed)


def test_a_dictionary_is_refused() -> None:
    with pytest.raises(BadInput, match="no compression, no dictionaries"):
        read_arrow(stream(**PLACES, note=pa.array(["one", "one"]).dictionary_encode()))


def test_columns_that_weigh_nothing_are_counted_first() -> None:
    light = stream(lon=pa.nulls(MAX_BATCH + 1), lat=pa.nulls(MAX_BATCH + 1))
    assert len(light) < 1000
    with pytest.raises(BadInput, match="At most 1,000,000 points"):
        read_arrow(light)


def test_empty_lines_of_a_csv_take_no_room() -> None:
    lon, lat = read_csv(b"lon,lat\n" + b"\n" * 100_000 + b"120,31\n")[2:]
    assert (lon.tolist(), lat.tolist()) == ([120.0], [31.0])


def test_a_csv_of_too_many_lines_is_cut_while_it_is_read() -> None:
    with pytest.raises(BadInput, match="At most 1,000,000 points"):
        read_csv(b"lon,lat\n" + b"1\n" * (MAX_BATCH + 1))


def test_a_stream_that_begins_with_a_batch_is_refused_and_kills_nobody() -> None:
    batch = pa.RecordBatch.from_pydict(PLACES).serialize().to_pybytes()
    for body in (batch, b"", batch * 2):
        with pytest.raises(ValueError, match="no schema"):
            plain_batches(body)
        with pytest.raises(BadInput, match="no Arrow IPC stream"):
            read_arrow(body)
