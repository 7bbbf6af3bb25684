"""Codes of 15 to 19 characters through LibreOffice: exported, opened and saved again, and imported."""

import argparse
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from gis.errors import BadInput
from gis.exchange.damaged import credit_check
from gis.exchange.placing import Declared
from gis.exchange.writing import FORMATS, Table, write_table
from gis.service.importing.base import Home
from gis.service.importing.preparing import Options, prepare
from tests.small_town import TOWN

# 44: comma, 34: quotation mark, 76: UTF-8
TEXT = "44,34,76"
READ = f"CSV:{TEXT}"
SAVE = {"csv": f"csv:Text - txt - csv (StarCalc):{TEXT}", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
TRADE = "91320282MA1WANGG0"
CODES = {
    15: ("320282101001001", "320282101001000", "320282101001023"),
    16: ("3202821010010017", "3202821010010230", "3202821010010456"),
    18: (TRADE + credit_check(TRADE), "320282101001001023", "320282101001001456"),
    19: ("3202821010010010237", "3202821010010012370", "3202821010010014561"),
}


@dataclass(frozen=True)
class Journey:
    """One way through LibreOffice: how the file is exported and how it is saved again."""

    exported: str
    saved: str
    length: int

    @property
    def name(self) -> str:
        """The journey's name in the report."""
        return f"{self.length} characters, {self.exported} → {self.saved}"


def run(asked: argparse.Namespace) -> int:
    """Take every length of code every way; return how many came back wrong in silence."""
    version = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
    print(version.strip())  # noqa: T201
    ways = [
        Journey(exported, saved, length) for exported in SAVE for saved in SAVE for length in sorted(CODES)
    ]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for way in ways:
            told = _travel(way, Path(folder))
            wrong += told.startswith("WRONG")
            print(f"{way.name}: {told}")  # noqa: T201
    return wrong


def _travel(way: Journey, folder: Path) -> str:
    """Return what became of the codes: equal, refused (why), or WRONG when others came in unnoticed."""
    codes = CODES[way.length]
    points = shapely.points(120.001 + np.arange(len(codes)) / 1000, 31.61)
    names = [f"编号{code[-3:]}" for code in codes]
    path = folder / f"places{FORMATS[way.exported]}"
    write_table(path, Table("places", {"编号": codes, "名称": names}, points), way.exported)
    saved = _saved(path, way, folder / "saved")
    try:
        prepared = prepare(
            "places", saved, Options(declared=Declared("EPSG:4326")), Home(TOWN, ZoneInfo("UTC"))
        )
    except BadInput as refusal:
        return f"refused: {refusal}"
    found = [row["code"] for row in prepared.rows]
    return "equal" if found == list(codes) and not prepared.refused else f"WRONG: {found} {prepared.refused}"


def _saved(path: Path, way: Journey, folder: Path) -> Path:
    """Open a file in LibreOffice and save it into a folder, without a screen, with a profile of its own."""
    given = ["--infilter=" + READ] if way.exported == "csv" else []
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}",
            *given,
            "--convert-to",
            SAVE[way.saved],
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"{path.stem}{FORMATS[way.saved]}"
