"""A private cluster is made whole or made again, and its sockets' paths stay short."""

from pathlib import Path

import pytest

from gis.store.cluster import Cluster, cluster_of


@pytest.fixture
def small(tmp_path: Path) -> object:
    made = cluster_of(tmp_path / ("long" * 30), durable=False)
    yield made
    made.discard()


def test_a_making_that_was_cut_short_begins_again(small: Cluster) -> None:
    small.make()
    stray = small.data / "stray"
    stray.touch()
    small.make()
    assert stray.exists()  # a complete cluster is left as it is
    making = small.data.with_name(small.data.name + ".making")
    making.touch()
    small.make()
    assert not stray.exists()
    assert not making.exists()


def test_started_once_and_stopped_for_good(small: Cluster) -> None:
    small.make()
    assert small.start()
    assert not small.start()
    assert small.running()
    small.stop()
    assert not small.running()
    small.discard()
    assert not small.sockets.exists()
    assert not small.data.parent.exists()
    assert len(str(small.sockets / ".s.PGSQL.5432")) < 108
