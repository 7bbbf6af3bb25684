"""Processes that must be back soon import no more than they use."""

import subprocess
import sys

import pytest

HEAVY = ("fastapi", "pypinyin", "pandas", "geopandas", "pyogrio", "folium", "openpyxl", "weasyprint", "dask")


@pytest.mark.parametrize("module", ["api.receiver", "api.keeper"])
def test_what_stands_by_to_receive_or_keeps_house_imports_no_doors(module: str) -> None:
    code = f"import sys, {module}; print(*(name for name in {HEAVY} if name in sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ""
