"""The command line: one verb a file, one sentence and exit code 2 for what is refused."""

import sys
from pathlib import Path

from api.cli.program import app
from gis.errors import BadInput, WanggeError

# Typer ends with it after Ctrl-C
INTERRUPTED = 130


def main() -> None:
    """Run the command line; a refusal is one sentence on standard error and exit code 2."""
    try:
        _check_encoding(sys.argv)
        app()
    except WanggeError as error:
        sys.stderr.write(f"wangge: {error}\n")
        sys.exit(2)
    except OSError as error:
        sys.stderr.write(f"wangge: {_sentence(error)}\n")
        sys.exit(2)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write("wangge: stopped; nothing was left half done\n")
        raise


def _check_encoding(arguments: list[str]) -> None:
    try:
        "".join(arguments).encode()
    except UnicodeEncodeError:
        raise BadInput("An argument is not in UTF-8; rename the file, or type the text anew.") from None


def _sentence(error: OSError) -> str:
    """Return what the system says of a file that cannot be read or written."""
    reason = error.strerror or "The system refuses"
    return f"{reason}: {Path(error.filename).name}." if isinstance(error.filename, str) else f"{reason}."
