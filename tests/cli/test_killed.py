"""What writes and is killed with -9 leaves the tables as before or as after."""

from pathlib import Path

from gis.store.cluster import Cluster
from tests.soak.kill import CHAIN, kill, place_in, run_whole, write_files

MOMENTS = 3


async def test_killed_at_random_moments_it_leaves_before_or_after(
    cluster: Cluster, small_template: str, tmp_path: Path
) -> None:
    write_files(tmp_path, side=12)
    template = small_template
    async with place_in(cluster, tmp_path) as place:
        for number, command in enumerate(CHAIN):
            whole = await run_whole(place, template, command, f"chain_{number}")
            assert whole.before != whole.after
            for moment in whole.moments(MOMENTS)[-MOMENTS:]:
                killed = await kill(place, template, command, whole, moment)
                assert killed.left in ("before", "after"), (command, killed)
            template = whole.database
