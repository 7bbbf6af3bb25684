"""Pieces give back what went in, stay small, and join into what any gzip reader unpacks."""

import gzip
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.analysis.piece import HEAD, Piece, decode, encode, merge
from gis.analysis.piece_join import SQUARES, combined, join
from gis.analysis.track_fixes import Fixes
from gis.errors import BadInput
from tests.analysis.walks import BEGIN_MS, line, walk

GRAIN = 1e-6
ROW = st.tuples(
    st.integers(0, 86_400_000),
    st.integers(-180_000_000, 180_000_000),
    st.integers(-90_000_000, 90_000_000),
    st.none() | st.integers(0, 254),
    st.none() | st.integers(0, 65_534),
    st.integers(0, 2**30),
)


def fixes_of(rows: list[tuple[int, int, int, int | None, int | None, int]]) -> Fixes:
    at, lon, lat, accuracy, speed, flags = (
        (list(column) for column in zip(*rows, strict=True)) if rows else [[]] * 6
    )
    return Fixes(
        np.array(at, np.int64) + BEGIN_MS,
        np.array(lon) / 1e6,
        np.array(lat) / 1e6,
        np.array(accuracy, np.float32),
        np.array(speed, np.float32) / np.float32(10),
        np.array(flags, np.int32),
    )


def equal(a: Fixes, b: Fixes) -> bool:
    names = ("at_ms", "lon", "lat", "accuracy_m", "speed_mps", "flags")
    return all(np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True) for name in names)


@settings(max_examples=100)
@given(st.lists(ROW, max_size=30, unique_by=lambda row: row[:3]))
def test_what_is_encoded_is_decoded(rows: list[tuple[int, int, int, int | None, int | None, int]]) -> None:
    fixes = fixes_of(sorted(rows, key=lambda row: row[0]))
    assert equal(decode(*encode(7, fixes)), fixes)


def test_a_walk_costs_little_and_is_kept_to_a_decimetre() -> None:
    walked = walk(*line(0, 28_800, (0, 0), (28_800, 0)))
    places, quality = encode(7, walked)
    assert len(places.body) + len(quality.body) < 0.6 * len(walked)
    back = decode(places, quality)
    assert (back.at_ms == walked.at_ms).all()
    assert np.abs(back.lon - walked.lon).max() <= GRAIN / 2 * 1.001
    assert np.abs(back.lat - walked.lat).max() <= GRAIN / 2 * 1.001
    assert (back.accuracy_m == 5).all()


def test_the_head_says_whose_and_when() -> None:
    places, _ = encode(4711, walk((0, 0, 0), (10, 0, 0), (20, 0, 0)))
    plain = zlib.decompressobj(-15).decompress(places.body)
    kind, *widths, number, count, begin_ms, unit_ms, _, _ = HEAD.unpack_from(plain)
    assert (kind, widths, number, count, begin_ms, unit_ms) == (1, [1, 1, 1], 4711, 3, BEGIN_MS, 10_000)
    assert (len(plain), zlib.crc32(plain)) == (places.length, places.crc32)
    assert plain[32:].hex() == "020000000000"


def test_qualities_are_rounded_to_the_safe_side() -> None:
    fixes = walk((0, 0, 0), (1, 1, 1), (2, 2, 2), accuracy_m=[4.2, 9000.0, float("nan")])
    back = decode(*encode(1, fixes))
    assert back.accuracy_m[:2].tolist() == [5, 254]
    assert np.isnan(back.accuracy_m[2])
    assert np.isnan(back.speed_mps).all()


def test_a_late_fix_is_merged_once() -> None:
    early, late = walk((0, 0, 0), (10, 10, 0), (20, 20, 0)), walk((5, 5, 0), (20, 20, 0), (5, 6, 0))
    merged = merge(1, encode(1, early), late)
    seconds = (decode(*merged).at_ms - BEGIN_MS) / 1000
    assert seconds.tolist() == [0, 5, 5, 10, 20]
    assert merge(1, merged, late) == merged


def test_a_person_without_fixes_and_one_with_too_many_days() -> None:
    assert len(decode(*encode(1, walk()))) == 0
    with pytest.raises(BadInput, match="too many days"):
        encode(1, walk((0, 0, 0), (0.001, 0, 0), (1.1e6, 0, 0)))


def test_pieces_join_into_one_gzip_member() -> None:
    pieces = [
        encode(number, walk(*line(0, 100 * number, (0, 0), (99, number))))[0] for number in range(1, 40)
    ]
    joined = join(pieces)
    reader = zlib.decompressobj(31)
    whole = reader.decompress(joined)
    assert reader.eof
    assert reader.unused_data == b""
    assert whole == b"".join(zlib.decompressobj(-15).decompress(piece.body) for piece in pieces)
    assert gzip.decompress(join([])) == b""


@settings(max_examples=100)
@given(st.lists(st.binary(max_size=5000), max_size=10))
def test_checksums_are_combined_as_zlib_counts_them(parts: list[bytes]) -> None:
    crcs = np.array([zlib.crc32(part) for part in parts], np.int64)
    lengths = np.array([len(part) for part in parts], np.int64)
    assert combined(crcs, lengths, SQUARES) == zlib.crc32(b"".join(parts))


def test_a_wrong_checksum_would_be_noticed() -> None:
    (piece, _) = encode(1, walk((0, 0, 0), (10, 10, 0)))
    broken = Piece(piece.body, piece.crc32 ^ 1, piece.length)
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(join([piece, broken]))
