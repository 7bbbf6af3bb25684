"""Zip files from strangers: what bursts, climbs, lies or is broken is refused, and nothing stays behind."""

import io
import zipfile
from pathlib import Path

import pytest

from gis.errors import BadInput
from gis.exchange import archive
from gis.exchange.archive import unpacked
from gis.exchange.opening import read_sheet


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "a.zip", {"a.csv": b"0" * (archive.ALWAYS_FINE + 1)})
    with pytest.raises(BadInput, match=r"a\.zip would burst when unpacked: 16,777,217 bytes out of"):
        read_sheet(bomb)


def test_a_workbook_is_a_zip_too(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": b" " * (archive.ALWAYS_FINE + 1)})
    with pytest.raises(BadInput, match=r"a\.xlsx would burst"):
        read_sheet(bomb)


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "..\\a.csv"])
def test_nobody_climbs_out(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="names a place outside itself"):
        read_sheet(packed(tmp_path / "a.zip", {name: b"x"}))
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    with pytest.raises(BadInput, match="unpacks to 3 files"):
        read_sheet(packed(tmp_path / "a.zip", {f"{n}.csv": b"x" for n in range(3)}))


def test_a_damaged_member(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.csv": bytes(range(256)) * 40})
    content = bytearray(path.read_bytes())
    content[60:80] = b"\0" * 20
    path.write_bytes(content)
    with pytest.raises(BadInput, match="damaged"):
        read_sheet(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\0" * 10, b"not a zip at all"])
def test_no_zip_at_all(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(BadInput, match="no whole zip file"):
        read_sheet(tmp_path / "a.zip")


def test_the_folder_is_gone_afterwards(tmp_path: Path) -> None:
    with unpacked(packed(tmp_path / "a.zip", {"x/a.csv": b"a,b\n1,2\n"})) as folder:
        assert (folder / "x" / "a.csv").read_bytes() == b"a,b\n1,2\n"
    assert not folder.exists()


def test_a_zip_in_a_zip_is_no_table(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("a.csv", "a,b\n1,2\n")
    with pytest.raises(BadInput, match=r"a\.zip holds none of"):
        read_sheet(packed(tmp_path / "a.zip", {"b.zip": inner.getvalue()}))
