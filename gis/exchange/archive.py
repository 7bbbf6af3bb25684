"""Unpack zip files from strangers: bounded in size, count and place, names in GBK understood."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from gis.errors import BadInput

MOST_BYTES = 4 * 1024**3
MOST_MEMBERS = 10_000
# text packs to a twentieth; what packs to less than a two-hundredth was made to burst
LARGEST_RATIO = 200
ALWAYS_FINE = 16 * 1024**2
UTF8_FLAG = 0x800


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Give a folder with the archive's files, removed afterwards; BadInput as `check_archive`."""
    with tempfile.TemporaryDirectory(prefix="wangge-") as folder:
        with _opened(path) as archive:
            _check(archive, path)
            for member in archive.infolist():
                _extract(archive, member, Path(folder))
        yield Path(folder)


def check_archive(path: Path) -> None:
    """Raise BadInput for what is no whole zip file, holds too much, or would burst when unpacked."""
    with _opened(path) as archive:
        _check(archive, path)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise BadInput(f"{path.name} is no whole zip file.") from None


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS or size > MOST_BYTES:
        raise BadInput(
            f"{path.name} unpacks to {len(members):,} files and {size:,} bytes; that is too much to read."
        )
    if size > max(ALWAYS_FINE, LARGEST_RATIO * packed):
        raise BadInput(f"{path.name} would burst when unpacked: {size:,} bytes out of {packed:,}.")
    if any(member.flag_bits & 1 for member in members):
        raise BadInput(f"{path.name} is locked by a password.")


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> None:
    name = PurePosixPath(_name(member).replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or "\0" in str(name):
        raise BadInput("The zip file names a place outside itself.")
    if member.is_dir():
        return
    target = folder.joinpath(*name.parts)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, 1024 * 1024)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise BadInput("The zip file is damaged.") from None


def _name(member: zipfile.ZipInfo) -> str:
    # archives made on a Chinese Windows hold names in GBK and do not say so
    if member.flag_bits & UTF8_FLAG:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename
