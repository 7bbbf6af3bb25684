"""Posts 一长五员 whose grid ends and which no grid takes, and new grids that nobody has a post in."""

from collections.abc import Iterable

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.partition import Partition


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield each void code whose posts go nowhere, and each new one without a post: how many, and where."""
    for code, (count, place) in sorted(reference.posts_without_grid.items()):
        said = (
            f"网格 {code} 撤销后，其 {count} 个岗位没有承接网格，请在“影响”中指定",
            f"Grid {code} ends and no grid takes its {count} posts: choose one under Impact",
        )
        yield Finding("post", "warning", (code,), place, said)
    for code, place in sorted(reference.nobody_posted.items()):
        said = (
            f"新设网格 {code} 还没有任何人员任岗，请在生效前安排",
            f"Nobody has a post in the new grid {code}: appoint somebody before its first day",
        )
        yield Finding("post", "warning", (code,), place, said)
