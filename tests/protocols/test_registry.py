"""Every protocol is found by its file's name and described in the reference."""

import re
from pathlib import Path

from gis.protocols.registry import protocols

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "protocols.md"


def test_protocols_are_found_by_their_files_names() -> None:
    found = protocols()
    assert {"osmand", "owntracks", "traccar", "jt808", "fixes", "gpx", "track_csv"} <= found.keys()
    assert [name for name, protocol in found.items() if protocol.name != name] == []
    assert all(len(protocol.title) == 2 for protocol in found.values())


def test_every_protocol_has_its_heading() -> None:
    headings = re.findall(r"^## (.+)$", REFERENCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert headings == sorted(protocols())
