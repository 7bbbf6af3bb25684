"""Every analysis keeps the contract."""

import dataclasses

import pytest

from gis.analysis.base import Analysis, analyses


def test_heat_is_found_by_its_name() -> None:
    assert "heat" in analyses()


@pytest.mark.parametrize("analysis", analyses().values(), ids=lambda analysis: analysis.name)
def test_analysis_keeps_the_contract(analysis: Analysis) -> None:
    assert analysis.run.__module__ == f"gis.analysis.{analysis.name}"
    assert dataclasses.is_dataclass(analysis.parameters)
    assert analysis.parameters.__hash__ is not None
    assert all(analysis.title)
    assert analysis.cache_key("p") == (analysis.name, analysis.version, "p")
