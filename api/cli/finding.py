"""wangge finding: verify a finding on coverage from its file alone."""

import json
from pathlib import Path
from typing import Annotated

import typer

from gis.errors import BadInput
from gis.service.coverage.finding_recount import FORM, verified

app = typer.Typer(help="Verify findings on coverage.", no_args_is_help=True)


@app.callback()
def finding() -> None:
    """Verify findings on coverage."""


@app.command()
def verify(file: Annotated[Path, typer.Argument(help="A file of GET /api/findings/NUMBER.")]) -> None:
    """Count a finding again from its evidence and say equal, or what differs; needs no home."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        statement = told["statement"]
        if statement["form"] != FORM:
            raise BadInput("The file is no finding that this program can verify.")
        found = verified(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BadInput("The file is no finding, or it is damaged.") from error
    for line in found:
        typer.echo(line)
    if found:
        raise typer.Exit(1)
    result = statement["result"]
    cause = f" ({result['cause']})" if result["cause"] else ""
    typer.echo(
        f"Equal: {statement['number']}, {statement['grid']} on {statement['day']}: {result['state']}{cause}"
    )
