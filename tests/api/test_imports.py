"""Processes that must be back soon import no more than they use."""

import subprocess
import sys

import pytest

HEAVY = (
    "pandas",
    "geopandas",
    "pyogrio",
    "folium",
    "scipy.stats",
    "openpyxl",
    "weasyprint",
    "dask",
    "pypinyin",
)
DOORS = ("fastapi", "pypinyin", *HEAVY)


@pytest.mark.parametrize(
    ("module", "without"), [("api.receiver", DOORS), ("api.keeper", DOORS), ("api.worker", HEAVY)]
)
def test_a_process_imports_no_more_than_it_uses(module: str, without: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*(name for name in {without} if name in sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ""
