"""The documents name everything that exists, and nothing that does not."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from api.cli.program import app
from gis.analysis.base import analyses
from gis.analysis.coverage import KNOWN, CoverageParameters
from gis.analysis.crossing import Hysteresis
from gis.analysis.stillness import StillParameters
from gis.analysis.suspicion_parameters import SuspicionParameters
from gis.analysis.track_fixes import TrackParameters
from gis.service.importing.base import kinds
from gis.service.rights import ROLES
from gis.settings import Settings
from layers import all_layers

ROOT = Path(__file__).parent.parent


def headings(name: str) -> list[str]:
    text = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    return re.findall(r"^## (.+)$", text, flags=re.MULTILINE)


def test_every_layer_has_its_heading() -> None:
    assert headings("layers.md") == sorted(all_layers())


def test_every_analysis_has_its_heading() -> None:
    assert headings("analyses.md") == sorted(analyses())


def test_every_threshold_stands_with_its_default_and_source() -> None:
    text = (ROOT / "docs" / "reference" / "thresholds.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w ]+) \| `(\w+)` \| ([\d.]+) \| (.+?) \| (.+) \|$", text, flags=re.MULTILINE)
    tracks = asdict(TrackParameters())
    in_code = {
        "track": tracks,
        "suspicion": asdict(SuspicionParameters()),
        "crossing": asdict(Hysteresis()),
        "not moving": asdict(StillParameters()),
        "coverage": asdict(CoverageParameters()),
        # what differs from any other track
        "known way": {name: value for name, value in asdict(KNOWN).items() if value != tracks[name]},
    }
    told: dict[str, dict[str, float]] = {}
    for of, name, default, _, _ in rows:
        assert name not in told.get(of, {})
        told.setdefault(of, {})[name] = float(default)
    assert told == in_code


def test_every_setting_has_its_heading() -> None:
    assert headings("settings.md") == [f"WANGGE_{name.upper()}" for name in Settings.model_fields]


def test_every_command_has_its_heading() -> None:
    verbs = {command.name for command in app.registered_commands}
    groups = {group.name for group in app.registered_groups}
    told = {heading.split()[0] for heading in headings("commands.md")}
    assert told == verbs | groups | {"test", "soak", "bench"}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_names_both_commands_and_links_only_what_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "./wangge demo" in text
    assert "./wangge test" in text
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_role_of_a_readme_command_exists() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for role in re.findall(r"--role (\w+)", path.read_text(encoding="utf-8")):
            assert role in ROLES or role == "ROLE"


def test_tracked_text_names_no_machine_and_no_address() -> None:
    forbidden = re.compile(r"/(work|root|tmp/[a-z])/|find-links|index-url")
    paths = [
        *ROOT.glob("requirements*.lock"),
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        ROOT / "wangge",
    ]
    assert [path.name for path in paths if forbidden.search(path.read_text(encoding="utf-8"))] == []


def test_every_kind_of_import_has_its_heading_and_fields() -> None:
    assert headings("imports.md") == sorted(kinds())
    text = (ROOT / "docs" / "reference" / "imports.md").read_text(encoding="utf-8")
    for name, kind in kinds().items():
        told = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert re.findall(r"^- `(\w+)`", told, flags=re.MULTILINE) == [field.key for field in kind.fields]
        assert f"`{name}`" in (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
