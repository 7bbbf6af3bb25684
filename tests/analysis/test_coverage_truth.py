"""Coverage of some disturbed shifts against the true way; `./wangge soak coverage` holds months."""

import pytest

from tests.soak.coverage import Stage, measure, stage_of
from tests.soak.coverage_faults import DISTURBANCES


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of()


@pytest.mark.parametrize("kinds", [("silent", "sparse"), ("dead", "coarse", "jumping"), tuple(DISTURBANCES)])
def test_nobody_is_accused_and_nothing_is_credited(stage: Stage, kinds: tuple[str, ...]) -> None:
    found = measure(stage, [DISTURBANCES[kind] for kind in kinds], "+".join(kinds), 1, days=3)
    for count in found.values():
        assert count.days > 20
        assert (count.accused, count.credited) == (0, 0)
        assert count.unknown <= 1.5 * count.unknowable
        assert count.covered + count.not_covered + count.unknown == count.days


def test_a_rule_that_trusts_a_silence_would_be_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.soak.coverage.silences", lambda *_: ())
    found = measure(stage, [DISTURBANCES["dead"]], "trusting", 1, days=4)
    assert any(count.accused for count in found.values())
