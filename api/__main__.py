"""Lets `python -m api` stand for the command `wangge`."""

from api.cli import main

main()
