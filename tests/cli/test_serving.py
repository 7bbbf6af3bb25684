"""`wangge serve` in an empty home prints the link to found a town, which every worker honours."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx2

from gis.store.cluster import cluster_of

PROGRAM = [sys.executable, "-m", "api", "serve", "--port", "18865", "--workers", "2"]


def test_an_empty_home_is_served_with_a_code_for_its_founding(tmp_path: Path) -> None:
    environment = {**os.environ, "WANGGE_HOME": str(tmp_path)}
    environment.pop("WANGGE_DATABASE_URL", None)
    process = subprocess.Popen(PROGRAM, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        title, _, link = process.stdout.readline().strip().rpartition(": ")
        assert "还没有镇" in title
        address, _, code = link.partition("setup#")
        assert len(code) >= 40
        # each request opens a connection of its own, which either worker may take
        for given, status in ((code, 200), (code[:-1], 403)) * 4:
            answer = httpx2.get(f"{address}api/setup/crs?epsg=4549", headers={"Setup-Code": given})
            assert answer.status_code == status
        assert httpx2.get(address).headers["location"] == "/setup"
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        process.stdout.close()
        cluster_of(tmp_path).discard()
