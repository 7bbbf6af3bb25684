"""Of whom nothing was known on duty, when, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from gis.analysis.coverage import Silence, Spans, Stretch, Unheard, silences
from gis.store.coverage import Ways

Silent = tuple[Silence, Unheard]


def unheard(ways: Sequence[Ways], duties: Mapping[int, Spans]) -> dict[int, list[Silent]]:
    """Return the silences of everybody on duty, each with its reason."""
    days: dict[int, list[Ways]] = defaultdict(list)
    for one in ways:
        days[one.person].append(one)
    return {person: _silent(days[person], spans) for person, spans in duties.items()}


def _silent(days: Sequence[Ways], duties: Spans) -> list[Silent]:
    poor = [(begin, end) for one in days for begin, end in one.poor]
    doubts = [(begin, end) for one in days for begin, end in one.doubts]
    known = [_stretch(each) for one in days for each in one.stretches]
    return [(one, one.why(poor, doubts)) for one in silences(duties, known)]


def _stretch(values: Sequence[float]) -> Stretch:
    """Return a stretch as it is kept: begin and end (ms), place at the begin and at the end."""
    begin, end, x0, y0, x1, y1 = values
    return Stretch(int(begin), int(end), (x0, y0), (x1, y1))
