"""Reception, workers and the database killed with -9 in turn while phones report: nothing may be lost."""

from pathlib import Path

from tests.soak.kill_fixes import served, stored, torment


async def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    async with served(tmp_path) as town:
        tally = await torment(town, kills=12, fixes=20_000, between_s=lambda: 0.4)
        rows = await stored(town.cluster)
    assert len(tally.recoveries) >= 9
    assert len(tally.acknowledged) >= 20_000
    assert tally.acknowledged - set(rows) == set()
    assert len(rows) == len(set(rows))
