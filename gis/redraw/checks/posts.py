"""Posts 一长五员 whose grid ends and which no grid takes."""

from collections.abc import Iterable

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.partition import Partition


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield each code that is void and has posts that go nowhere: how many, and where the grid was."""
    for code, (count, place) in sorted(reference.posts_without_grid.items()):
        said = (
            f"网格 {code} 撤销后，其 {count} 个岗位没有承接网格，请在“影响”中指定",
            f"Grid {code} ends and no grid takes its {count} posts: choose one under Impact",
        )
        yield Finding("post", "warning", (code,), place, said)
