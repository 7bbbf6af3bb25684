"""Answer Arrow streams of points at memory speed: what does not depend on the points is made beforehand."""

from collections.abc import Hashable
from datetime import date
from typing import Any

from api.arrow_layouts import END
from api.arrow_rows import form_of
from api.kits import Kit
from api.lookup_tables import COLUMNS, texts_of
from api.services import Services
from gis.service.atlas import Boundaries
from gis.service.lookup import Batch
from gis.service.places import Floats, check_places
from gis.service.rights import Caller

GRID = ("grid", "village", "squad")
FEW = 2**15


def kept_kit(services: Services, caller: Caller) -> Kit | None:
    """Return the kit of today's edition for a caller who may read grids, if it is kept."""
    return services.kits.get(_key(services, caller))


async def kit_of(services: Services, caller: Caller, on: date | None) -> Kit:
    """Return the kit of a day's edition for a caller; today's is kept."""
    kept = kept_kit(services, caller) if on is None else None
    if kept is not None:
        return kept
    key = _key(services, caller)
    boundaries = await services.atlas.on(on)
    kit = make_kit(boundaries, await services.lookup.all_of(boundaries, on, caller), caller)
    if on is None:
        services.kits.put(key, kit)
    return kit


def make_kit(boundaries: Boundaries, batch: Batch, caller: Caller) -> Kit:
    """Return the kit of an edition; `batch` answers every grid of it that the caller sees."""
    import pyarrow as pa

    texts = texts_of(batch, caller)
    rows = [texts.get(member.code, ("",) * len(COLUMNS)) for member in boundaries.base]
    index = pa.array([None], pa.int16() if len(rows) < FEW else pa.int32())
    values = [pa.array([row[COLUMNS.index(name)] for row in rows], pa.string()) for name in GRID]
    arrays = [pa.DictionaryArray.from_arrays(index, value) for value in values]
    sample = pa.RecordBatch.from_arrays(arrays, list(GRID))
    whole = _stream(sample)
    people = [pa.array([text[at] for text in texts.values()], pa.string()) for at in range(len(COLUMNS))]
    return Kit(
        index=boundaries.index,
        visible=None if caller.scope.everything else boundaries.visible(caller.scope),
        head=whole[: len(whole) - len(END) - len(sample.serialize())],
        rows=form_of(sample),
        people=_stream(pa.RecordBatch.from_arrays(people, list(COLUMNS))),
    )


def answer_points(lon: Floats, lat: Floats, kit: Kit) -> bytes:
    """Return two Arrow streams, one behind the other, for points (n,) in WGS-84 degrees.

    The first has grid, village and squad for each point in order, null where none of the audience's grids
    holds it; the second has a row for each grid with names and people. Errors as `check_places`.
    """
    check_places(lon, lat)
    found = kit.index.find(lon, lat)
    if kit.visible is not None:
        found[~kit.visible[found]] = -1
    return b"".join((kit.head, *kit.rows.write(found), END, kit.people))


def _stream(batch: Any) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return bytes(sink.getvalue().to_pybytes())


def _key(services: Services, caller: Caller) -> Hashable:
    return services.atlas.stamp(), caller.scope, caller.roles
