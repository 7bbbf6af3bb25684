"""Finds every protocol of this package by its file's name."""

import importlib
import pkgutil
from functools import cache

import gis.protocols
from gis.protocols.base import Protocol


@cache
def protocols() -> dict[str, Protocol]:
    """Return the protocols by name; a file that names no `protocol` is not one."""
    modules = (
        importlib.import_module(f"{gis.protocols.__name__}.{found.name}")
        for found in pkgutil.iter_modules(gis.protocols.__path__)
    )
    kept: tuple[Protocol, ...] = tuple(module.protocol for module in modules if hasattr(module, "protocol"))
    return {protocol.name: protocol for protocol in kept}
