"""What a circle over the border of two squares suggests: half a circle, or the blocks in it."""

import math

import pytest
import shapely

from gis.redraw.suggesting import QUARTER_POINTS, Circle, offers
from tests.redraw.small import EAST, NORTH, small_partition
from tests.small_town import CODES

X, Y = EAST / 1000 + 1000, NORTH / 1000 + 500
HALF = 4 * QUARTER_POINTS * math.sin(2 * math.pi / (4 * QUARTER_POINTS)) / 4


def test_half_a_circle_goes_either_way() -> None:
    town = small_partition()
    first, second = offers(town, Circle(X, Y, 100), (CODES[0], CODES[1]), ())
    assert (first.edit.from_, first.edit.to) == (CODES[1], CODES[0]), "the first of the two takes first"
    assert (second.edit.from_, second.edit.to) == (CODES[0], CODES[1])
    for offer in (first, second):
        assert offer.ground.area == pytest.approx(HALF * 100**2, rel=1e-3)
        after = town.replaced(offer.patch)
        assert after.twice_area_mm2 == town.twice_area_mm2
        assert all(offer.sentence)


def test_whole_blocks_pass_where_there_are_some() -> None:
    town = small_partition()
    # 80 m into the second grid: most of it lies in the circle; of the other block a corner does
    block = shapely.box(X, Y - 40, X + 80, Y + 40)
    beyond = shapely.box(X + 80, Y - 40, X + 300, Y + 40)
    first, second = offers(town, Circle(X, Y, 100), (CODES[0], CODES[1]), [block, beyond])
    assert first.ground.area == pytest.approx(80 * 80, rel=1e-3)
    assert second.ground.area == pytest.approx(HALF * 100**2, rel=1e-3), "no block of the first grid"


def test_nothing_is_offered_that_would_give_a_grid_away_or_touches_nobody() -> None:
    town = small_partition()
    assert offers(town, Circle(X, Y, 5000), (CODES[0], CODES[1]), ()) == ()
    assert offers(town, Circle(X, Y, 100), (CODES[0], CODES[3]), ()) == ()
    most = [shapely.box(X, Y - 500, X + 900, Y + 500)]
    # the block is nine tenths of its grid: the circle is taken, of which a little less than half lies there
    found = offers(town, Circle(X - 100, Y, 450), (CODES[0], CODES[1]), most)
    assert found[0].ground.area < 0.3e6
