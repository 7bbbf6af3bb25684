"""The contract of an analysis: a pure function with frozen parameters and a version; one file each."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gis.analysis


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis; its module names it `analysis`.

    `parameters` is a frozen dataclass, `run` a pure function that takes it last. `version` grows whenever the
    same input would give another answer.
    """

    name: str
    title: tuple[str, str]
    version: int
    parameters: type[Any]
    run: Callable[..., Any]

    def cache_key(self, parameters: Any) -> tuple[str, int, Any]:
        """Give what, beside the data, decides the answer."""
        return self.name, self.version, parameters


def analyses() -> dict[str, Analysis]:
    """Find every analysis of this package by name."""
    modules = (
        importlib.import_module(f"{gis.analysis.__name__}.{found.name}")
        for found in pkgutil.iter_modules(gis.analysis.__path__)
    )
    kept = (module.analysis for module in modules if hasattr(module, "analysis"))
    return {analysis.name: analysis for analysis in kept}
