"""Wrong words, options, files and settings: exit code 2 and one sentence, never a traceback."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from gis.store.cluster import Cluster
from tests.cli.conftest import Home, Run, make_home

JUNK = bytes(range(256)) * 40
FILES: Mapping[str, bytes] = {
    "empty.csv": b"",
    "other.csv": b"a,b\n1,2\n",
    "junk.csv": JUNK,
    "nul.csv": b"lon,lat\n1\x00,2\n",
    "short.csv": b"lon,lat\n1\n",
    "good.csv": b"lon,lat\n120,31\n",
    "junk.gpkg": JUNK,
    "junk.geojson": JUNK,
    "junk.zip": JUNK,
    "junk.xlsx": JUNK,
    "grids.nonsense": b"",
}
PAPER = ("--from", "2099-01-01", "--document", "1", "--approver", "x")


@pytest.fixture(scope="module")
def home(cluster: Cluster, small_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Give the module one home, since nothing here may change it."""
    with pytest.MonkeyPatch.context() as patched:
        yield make_home(cluster, small_template, tmp_path_factory.mktemp("bad_usage"), patched)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fill the working folder with what no command can read; root may read everything but /proc/self/mem."""
    for name, body in FILES.items():
        (tmp_path / name).write_bytes(body)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "unreadable.csv").symlink_to("/proc/self/mem")
    (tmp_path / "dangling.csv").symlink_to("/nowhere")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("nonsense", "No such command 'nonsense'"),
        ("import nonsense x.csv", "No such command 'nonsense'"),
        ("serve --nonsense", "No such option: --nonsense"),
        ("serve --port abc", "valid integer"),
        ("serve --port 70000", "65535"),
        ("serve --workers 0", "greater than or equal to 1"),
        ("publish 1 --from 2026-13-01", "2026-13-01"),
        ("publish one --from 2026-12-01", "valid integer"),
        ("publish 99999999999999999999 --from 2026-12-01", "less than or equal to"),
        ("lookup", "Missing argument"),
        ("lookup good.csv", "Missing option"),
        ("account add", "Missing argument"),
        ("account token --role viewer --days soon", "valid integer"),
        ("export grids --on 2026-13-01", "2026-13-01"),
    ],
)
def test_words_and_options_that_there_are_not(home: Home, run: Run, command: str, words: str) -> None:
    before = home.counts()
    code, out, err = run(*command.split())
    assert (code, out) == (2, "")
    assert words in err
    assert home.counts() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("publish", 99, *PAPER), "There is no such draft."),
        (("publish", 1, *PAPER), "There is no such draft."),
        (("account", "add", "somebody", "--role", "king"), "Give at least one role of"),
        (("account", "add", "s" * 61, "--role", "viewer", "--title", "x"), "A name has 2 to 60"),
        (("account", "add", "somebody", "--role", "viewer", "--title", "s" * 61), "A title or label has"),
        (("account", "token", "--role", "king"), "Give at least one role of"),
        (("account", "token", "--role", "viewer", "--days", 10**12), "A token lives between"),
        (("account", "token", "--role", "viewer", "--label", ""), "A title or label has"),
        (("account", "token", "--role", "viewer", "--label", "\udcff"), "An argument is not in UTF-8"),
        (("account", "close", "nobody"), "There is no such account."),
        (("account", "revoke", "nobody"), "There is no live token"),
        (("export", "nonsense"), "There is no layer nonsense"),
        (("export", "grids", "--format", "nonsense"), "There is no format nonsense"),
        (("export", "grids", "-o", "nowhere/x.gpkg"), "There is no folder"),
        (("export", "grids", "--format", "shp", "-o", "x.shp"), "give x.zip as its name"),
        (("export", "grids", "-o", "/proc/x.gpkg"), "No such file or directory"),
    ],
)
def test_what_cannot_be_done(
    home: Home, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...], words: str
) -> None:
    monkeypatch.setenv("WANGGE_PASSWORD", "a long enough password")
    before = home.counts()
    _refused(run(*arguments), words)
    assert home.counts() == before


@pytest.mark.parametrize(
    ("points", "output", "words"),
    [
        ("missing.csv", "out.csv", "There is no file missing.csv."),
        ("dangling.csv", "out.csv", "There is no file dangling.csv."),
        ("folder.csv", "out.csv", "There is no file folder.csv."),
        ("unreadable.csv", "out.csv", "Input/output error"),
        ("empty.csv", "out.csv", "The CSV is empty."),
        ("other.csv", "out.csv", "There is no column lon."),
        ("junk.csv", "out.csv", "The CSV cannot be read"),
        ("nul.csv", "out.csv", "Line 2: lon and lat must be numbers."),
        ("short.csv", "out.csv", "Line 2: lon and lat must be numbers."),
        ("good.csv", "folder.csv", "folder.csv cannot be written"),
        ("good.csv", "nowhere/out.csv", "out.csv cannot be written"),
    ],
)
def test_a_look_up_of_no_points(
    home: Home, run: Run, files: Path, points: str, output: str, words: str
) -> None:
    before = sorted(files.iterdir())
    _refused(run("lookup", points, "-o", output), words)
    assert sorted(files.iterdir()) == before


@pytest.mark.parametrize(
    "name",
    [*FILES, "missing.csv", "folder.csv", "dangling.csv", "unreadable.csv"],
)
@pytest.mark.parametrize("kind", ["grids", "people"])
def test_an_import_of_no_table(home: Home, run: Run, files: Path, kind: str, name: str) -> None:
    before = home.counts()
    code, _, err = run("import", kind, name)
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("wangge: ")
    assert home.counts() == before


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("WANGGE_HOME", "", "set WANGGE_HOME to the folder"),
        ("WANGGE_BASEMAP_DATUM", "mars", "WANGGE_BASEMAP_DATUM: Input should be"),
        ("WANGGE_SESSION_HOURS", "abc", "WANGGE_SESSION_HOURS: Input should be"),
        ("WANGGE_DATABASE_URL", "mysql://x", "must begin with postgresql://"),
        ("WANGGE_DATABASE_URL", "postgresql://[::bad", "is not an address"),
        ("WANGGE_DATABASE_URL", "postgresql://x@127.0.0.1:1/x", "The database is away"),
    ],
)
def test_settings_that_cannot_be(
    home: Home, run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    _refused(run("account", "list"), words)


@pytest.mark.parametrize(("old", "new"), [("/cli_", "/nosuch_"), ("wangge@", "nobody@")])
def test_a_database_that_lets_nobody_in(
    home: Home, run: Run, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    address = home.url.replace("+asyncpg", "").replace(old, new)
    monkeypatch.setenv("WANGGE_DATABASE_URL", address)
    _refused(run("account", "list"), "The database lets nobody in")


def _refused(ended: tuple[int, str, str], words: str) -> None:
    code, out, err = ended
    assert (code, out) == (2, "")
    assert err.startswith("wangge: ")
    assert words in err
    assert err.count("\n") == 1
