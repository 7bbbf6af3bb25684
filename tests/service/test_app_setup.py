"""What each app is told to be set up with."""

import pytest

from gis.service.app_setup import app_setup

URL = "https://phones.example/"


@pytest.mark.parametrize(
    ("protocol", "lines"),
    [
        (
            "owntracks",
            {"url": "https://phones.example/pub", "user": "zs-phone", "password": "secret"},
        ),
        (
            "osmand",
            {
                "server": "https://phones.example",
                "identifier": "secret",
                "osmand": "https://phones.example/devices/osmand/secret?lat={0}&lon={1}&timestamp={2}"
                "&hdop={3}&altitude={4}&speed={5}&bearing={6}",
            },
        ),
        ("jt808", {"terminal": "zs-phone", "code": "secret"}),
        (
            "fixes",
            {"url": "https://phones.example/devices/fixes", "header": "Authorization: Bearer secret"},
        ),
    ],
)
def test_the_lines_of_each_app(protocol: str, lines: dict[str, str]) -> None:
    setup = app_setup(protocol, "zs-phone", "secret", URL)
    assert dict(setup.lines) == lines
    assert (setup.link is None, setup.otrc is None) == (protocol != "owntracks",) * 2
