"""Keep the tiles made lately, within a bound of bytes, until boundaries or data change."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

OVERHEAD = 400


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile as it is sent: packed body (empty where nothing lies), tag, kind, who may see it."""

    body: bytes
    packed: bool
    tag: bytes
    media_type: bytes
    permission: str


def make_tile(body: bytes, media_type: str, permission: str) -> Tile:
    """Pack a vector tile (pictures are packed already) and tag it by its content."""
    packed = bool(body) and media_type != "image/png"
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    kept = gzip.compress(body, 6, mtime=0) if packed else body
    return Tile(kept, packed, f'"{digest}"'.encode(), media_type.encode(), permission)


class TileCache:
    """Tiles by all that decides them; the least recently used leave first when the bytes run out."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, Tile] = OrderedDict()

    def get(self, key: Hashable) -> Tile | None:
        """Return a kept tile."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, tile: Tile) -> None:
        """Keep a tile."""
        old = self._kept.pop(key, None)
        self._bytes += _size(tile) - (_size(old) if old else 0)
        self._kept[key] = tile
        while self._bytes > self._most and self._kept:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= _size(dropped)


def _size(tile: Tile) -> int:
    return len(tile.body) + OVERHEAD
