"""How a tile is answered: nothing there, unchanged, or its bytes as they are packed."""

import gzip

from gis.service.tile_cache import Tile

Headers = list[tuple[bytes, bytes]]
Reply = tuple[int, Headers, bytes]
CACHED = b"private, max-age=60"


def answer_of(tile: Tile, asked: Headers) -> Reply:
    """Return status, headers and body for a request with these headers."""
    if not tile.body:
        return 204, [(b"cache-control", CACHED)], b""
    told = [(b"etag", tile.tag), (b"cache-control", CACHED), (b"vary", b"accept-encoding")]
    wanted = dict(asked)
    if wanted.get(b"if-none-match") == tile.tag:
        return 304, told, b""
    body = tile.body
    if tile.packed and b"gzip" in wanted.get(b"accept-encoding", b""):
        told.append((b"content-encoding", b"gzip"))
    elif tile.packed:
        body = gzip.decompress(body)
    told += [(b"content-type", tile.media_type), (b"content-length", str(len(body)).encode())]
    return 200, told, body
