"""Compiles kernels when their module is imported, for written-out signatures only, kept in numba's cache."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(*signatures: Any) -> Callable[[Kernel], Kernel]:
    """Compile a kernel that holds no lock; a call with any other types raises TypeError.

    Without signatures the function is compiled with the kernels that call it.
    """
    jit: Any = numba.njit(list(signatures) or None, nogil=True, cache=True)

    def decorate(kernel: Kernel) -> Kernel:
        return cast(Kernel, jit(kernel))

    return decorate
