"""A thousand damaged messages at all device doors of a served town, terminals among them."""

from pathlib import Path

from tests.soak.doors_fuzz import rage


async def test_no_door_fails_and_no_process_is_lost(tmp_path: Path) -> None:
    storm = await rage(tmp_path, 1000)
    statuses = storm.answers.statuses
    assert storm.answers.failures == 0
    assert storm.lost == ()
    assert storm.alive
    assert storm.answers.frames > 100
    # what is authenticated is taken, however it is damaged; the rest is no HTTP or too large
    assert sum(count for (_, status), count in statuses.items() if status == 200) > 500
    assert {status for _, status in statuses} <= {0, 200, 204, 400, 401, 413}
