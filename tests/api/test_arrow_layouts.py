"""Streams of a known form are read as pyarrow reads them, and only those."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.arrow_layouts import END, MOST, Layouts
from api.lookup_tables import read_arrow
from gis.errors import BadInput

DEGREES = st.floats(-180, 180)


def stream(*batches: dict[str, pa.Array]) -> bytes:
    """Return an Arrow stream of these batches."""
    rows = [pa.RecordBatch.from_pydict(batch) for batch in batches]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows[0].schema) as writer:
        for batch in rows:
            writer.write_batch(batch)
    return bytes(sink.getvalue())


def places(*points: tuple[float, float]) -> dict[str, pa.Array]:
    """Return the columns of points."""
    lon, lat = zip(*points, strict=True)
    return {"lon": pa.array(lon), "lat": pa.array(lat)}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.tuples(DEGREES, DEGREES), min_size=1, max_size=4), min_size=1, max_size=8))
def test_every_stream_is_read_as_by_the_library(requests: list[list[tuple[float, float]]]) -> None:
    layouts = Layouts()
    for points in requests:
        for columns in (places(*points), dict(reversed(places(*points).items()))):
            body = stream(columns)
            for found, wanted in zip(layouts.read(body), read_arrow(body), strict=True):
                np.testing.assert_array_equal(found, wanted)
    assert len(layouts._kept) == 2 * len({len(points) for points in requests})


def test_what_is_copied_leaves_no_form_behind() -> None:
    layouts = Layouts()
    two = stream(places((1.0, 2.0)), places((3.0, 4.0)))
    missing = stream({"lon": pa.array([1.0, None]), "lat": pa.array([1.0, 2.0])})
    whole = stream({"lon": pa.array([1, 2]), "lat": pa.array([3, 4])})
    endless = stream(places((1.0, 2.0)))[: -len(END)]
    for body in (two, missing, whole, endless):
        for _ in range(2):
            for found, wanted in zip(layouts.read(body), read_arrow(body), strict=True):
                np.testing.assert_array_equal(found, wanted)
    assert not layouts._kept


@pytest.mark.parametrize("cut", [0, 3, 12, 200, -20])
def test_half_a_stream_of_a_known_form_is_refused(cut: int) -> None:
    layouts = Layouts()
    body = stream(places((1.0, 2.0), (3.0, 4.0)))
    layouts.read(body)
    with pytest.raises(BadInput):
        layouts.read(body[:cut])


def test_forms_are_bounded() -> None:
    layouts = Layouts()
    for count in range(1, MOST + 10):
        layouts.read(stream(places(*[(1.0, 2.0)] * count)))
    assert len(layouts._kept) == MOST
