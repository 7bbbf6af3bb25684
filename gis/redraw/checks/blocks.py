"""Borders that cut a block, such as a villagers' group 村民小组 or a housing estate 小区."""

from collections.abc import Iterable

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.checks.cut_shapes import by_grids, cut_shapes, place_in
from gis.redraw.partition import Partition

LEAST_M2 = 100.0
SHOWN = 3


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield the sets of grids whose border cuts blocks: how many, and the names of the deepest cut."""
    shapes = [shape for _, shape in reference.blocks]
    for codes, cuts in by_grids(cut_shapes(partition, shapes, LEAST_M2)):
        names = [reference.blocks[cut.number][0] or "—" for cut in cuts[:SHOWN]]
        more = ("等", " and others") if len(cuts) > SHOWN else ("", "")
        said = (
            f"{'、'.join(codes)} 的边界切过 {len(cuts)} 个小区或村民小组：{'、'.join(names)}{more[0]}",
            f"The border of {', '.join(codes)} cuts {len(cuts)} blocks: {', '.join(names)}{more[1]}",
        )
        yield Finding("block", "warning", codes, place_in(shapes[cuts[0].number]), said, cuts[0].lesser_m2)
