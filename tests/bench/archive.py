"""a county's archive on this machine: twelve towns of a month each, read here and by two Dask workers."""

import argparse
import asyncio
import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from api.clock import now_utc
from gis.analysis.coverage import CoverageParameters
from gis.service.archive.coverage import coverage
from gis.service.archive.engines import Dask, Engine, engine_of
from gis.service.archive.layout import open_town
from gis.service.archive.reading import Part, parts_of
from gis.service.archive.squares import HeatParameters, heat
from gis.service.archive.writing import Archiver
from gis.service.atlas import Atlas
from gis.store.database import Database
from tests.bench.serving import ROOT, demo_town

TOWNS, DAYS, WORKERS = 12, 30, 2
FEWEST, MOST_BYTES = 50_000_000, 2 << 30
FOLDER = ROOT / ".data" / "bench" / "archive"


def run(_: argparse.Namespace) -> int:
    """Make the county, run both engines, and return how many goals were missed."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with demo_town() as (_server, url):
        first, last = asyncio.run(_archived(url))
    _multiplied(FOLDER)
    parts = parts_of(FOLDER, first, last)
    fixes = sum(part.town.about(part.day)["fixes"] for part in parts)
    sys.stdout.write(f"{TOWNS} towns, {len(parts)} days of a town, {fixes:,} fixes\n")
    missed = int(fixes < FEWEST)
    for name, work in _works(parts).items():
        missed += _compared(name, work)
    return missed


async def _archived(url: str) -> tuple[date, date]:
    """Write a month of the made-up town."""
    database = Database(url.replace("postgresql://", "postgresql+asyncpg://"), statement_seconds=600)
    atlas = Atlas(database, now_utc)
    await atlas.refresh()
    last = atlas.today() - timedelta(days=1)
    first = last - timedelta(days=DAYS - 1)
    begin = time.perf_counter()
    done = await Archiver(database, atlas, FOLDER).write(first, last)
    await database.close()
    took, fixes = time.perf_counter() - begin, sum(one.fixes for one in done)
    size = sum(each.stat().st_size for each in FOLDER.rglob("*") if each.is_file())
    sys.stdout.write(
        f"written: {len(done)} days, {fixes:,} fixes in {took:.1f} s, "
        f"{size / max(fixes, 1):.1f} bytes a fix\n"
    )
    return first, last


def _multiplied(folder: Path) -> None:
    """Give the archive more towns: the same month under other codes, its files linked."""
    (town,) = (open_town(each) for each in folder.iterdir())
    for n in range(1, TOWNS):
        code = f"{int(town.code) + 1000 * n}"
        copy = folder / f"town={code}"
        shutil.copytree(town.path, copy, copy_function=os.link)
        head = json.loads((copy / "town.json").read_text("utf-8"))
        (copy / "town.json").unlink()
        (copy / "town.json").write_text(json.dumps({**head, "code": code}), "utf-8")


def _works(parts: list[Part]) -> dict[str, Callable[[Engine], list[Any]]]:
    def quiet(_done: int, _all: int) -> None:
        """Hear nothing."""

    return {
        "heat of fixes": lambda engine: heat(engine, parts, HeatParameters("fixes", 100.0, 5), quiet),
        "coverage": lambda engine: coverage(engine, parts, CoverageParameters(), quiet),
    }


def _compared(name: str, work: Callable[[Engine], list[Any]]) -> int:
    with engine_of("local", None, 1) as local:
        here, here_s = _timed(work, local)
    with engine_of("dask", None, WORKERS) as dask:
        assert isinstance(dask, Dask)
        there, there_s = _timed(work, dask)
        largest = max(dask.on_every(_peak_bytes))
    missed = int(here != there) + int(largest > MOST_BYTES)
    sys.stdout.write(
        f"{name}: {len(here):,} rows, local {here_s:.0f} s, {WORKERS} workers {there_s:.0f} s, "
        f"equal: {here == there}, a worker at most {largest / 2**20:,.0f} MiB "
        f"({'reached' if largest <= MOST_BYTES else 'MISSED'}, must {MOST_BYTES >> 20:,})\n"
    )
    return missed


def _timed(work: Callable[[Engine], list[Any]], engine: Engine) -> tuple[list[Any], float]:
    begin = time.perf_counter()
    found = work(engine)
    return found, time.perf_counter() - begin


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
