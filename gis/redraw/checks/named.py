"""Grids that end and that scopes of accounts, alert rules or required visits still name."""

from collections.abc import Iterable

from gis.redraw.checks.base import Finding, Reference
from gis.redraw.partition import Partition


def check(partition: Partition, reference: Reference) -> Iterable[Finding]:
    """Yield each void code that something names; none of these follows an edition by itself."""
    for code, ((accounts, rules, demands), place) in sorted(reference.named.items()):
        said = (
            f"网格 {code} 撤销后，仍被 {accounts} 个账号范围、{rules} 条告警规则、{demands} 项巡查频次引用，"
            "请改用新网格",
            f"Grid {code} ends, but {accounts} scopes of accounts, {rules} alert rules and {demands} required"
            " visits name it: enter the new grids there",
        )
        yield Finding("named", "warning", (code,), place, said)
