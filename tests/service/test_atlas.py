"""The shelf of editions: bounded by bytes, the ones used last stay."""

from datetime import date

from shapely import box

from gis.geometry.locate import GridIndex
from gis.model import EditionRef
from gis.service.atlas import Boundaries, Shelf


def edition(number: int) -> Boundaries:
    index = GridIndex.build([box(0, 0, 1, 1)])
    return Boundaries(number, EditionRef(number, "made up", date(2026, 1, 1)), {}, (), index, (0, 0, 1, 1))


def test_the_edition_not_used_for_longest_makes_room() -> None:
    first, second, third = (edition(number) for number in (1, 2, 3))
    shelf = Shelf(2 * first.nbytes)
    shelf.put(first)
    shelf.put(second)
    assert shelf.get(1) is first
    shelf.put(third)
    assert [shelf.get(number) for number in (1, 2, 3)] == [first, None, third]


def test_an_edition_larger_than_the_room_is_kept_alone() -> None:
    shelf = Shelf(1)
    shelf.put(edition(1))
    large = edition(2)
    shelf.put(large)
    assert (shelf.get(1), shelf.get(2)) == (None, large)
