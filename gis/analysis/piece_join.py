"""Joins deflated pieces into one gzip member without compressing anything again."""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gis.analysis.piece import Piece
from gis.geometry.jit import compiled

GZIP_HEAD = bytes.fromhex("1f8b0800000000000003")
LAST_BLOCK = b"\x03\x00"
"""An empty final block of deflate: the full flush before it ends on a whole byte."""
POLYNOMIAL = 0xEDB88320
"""That of CRC-32, lowest power in the highest bit."""
ONE = 1 << 31


def join(pieces: Sequence[Piece]) -> bytes:
    """Return a gzip file of one member that unpacks to all pieces one after another."""
    crcs = np.array([piece.crc32 for piece in pieces], np.int64)
    lengths = np.array([piece.length for piece in pieces], np.int64)
    trailer = struct.pack("<II", combined(crcs, lengths, SQUARES), int(lengths.sum()) & 0xFFFFFFFF)
    return b"".join([GZIP_HEAD, *(piece.body for piece in pieces), LAST_BLOCK, trailer])


@compiled()
def _product(a: int, b: int) -> int:
    """Multiply two polynomials over GF(2), modulo that of CRC-32."""
    product = 0
    bit = ONE
    while bit:
        if a & bit:
            product ^= b
        b = (b >> 1) ^ POLYNOMIAL if b & 1 else b >> 1
        bit >>= 1
    return product


def _squares() -> NDArray[np.int64]:
    """Return x to the power of 8 · 2ᵏ for every k."""
    powers = [ONE >> 8]
    while len(powers) < 40:
        powers.append(_product(powers[-1], powers[-1]))
    return np.array(powers, np.int64)


SQUARES = _squares()


@compiled(lambda t: t.int64(t.int64[::1], t.int64[::1], t.int64[::1]))
def combined(crcs: NDArray[np.int64], lengths: NDArray[np.int64], squares: NDArray[np.int64]) -> int:
    """Return the CRC-32 of byte strings one after another from each one's CRC-32 and length.

    What comes before a string of n bytes is multiplied by x to the power of 8 n (after Mark Adler).
    """
    crc = 0
    for k in range(len(crcs)):
        length, power = lengths[k], 0
        while length:
            if length & 1:
                crc = _product(squares[power], crc)
            length >>= 1
            power += 1
        crc ^= crcs[k]
    return int(crc)
