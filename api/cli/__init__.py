"""The command line: one verb a file, one sentence and exit code 2 for what is refused."""

import sys

from api.cli.program import app
from gis.errors import WanggeError


def main() -> None:
    """Run the command line; a refusal is one sentence on standard error and exit code 2."""
    try:
        app()
    except WanggeError as error:
        sys.stderr.write(f"wangge: {error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("wangge: stopped; nothing was left half done\n")
        sys.exit(130)
