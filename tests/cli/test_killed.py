"""What writes and is killed with -9 leaves the tables as before or as after."""

from pathlib import Path

from gis.store.cluster import Cluster
from tests.soak.chain import CHAIN, write_files
from tests.soak.kill import kill, place_in, run_whole

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
            # one moment of writing each, since a process takes seconds to start; three of the longest
            for moment in whole.moments(MOMENTS)[-MOMENTS if number == 0 else -1 :]:
                killed = await kill(place, template, command, whole, moment)
                assert killed.left in ("before", "after"), (command, killed)
            template = whole.database
