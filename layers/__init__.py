"""The map's layers, one file each: what is drawn, how, from which source."""

import importlib
import pkgutil
from functools import cache

from layers.base import Layer


@cache
def all_layers() -> dict[str, Layer]:
    """Return every layer by name, in drawing order: ground first, then boundaries, facts and analyses.

    A module of this package is a layer when it holds a value named `layer`.
    """
    modules = [importlib.import_module(f"layers.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found: list[Layer] = [module.layer for module in modules if hasattr(module, "layer")]
    return {layer.name: layer for layer in sorted(found, key=lambda layer: (layer.rank, layer.name))}
