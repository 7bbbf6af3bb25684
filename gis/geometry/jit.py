"""Compiles kernels when their module is imported, for written-out signatures only, kept in numba's cache."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

try:
    import numba
except ImportError:  # the same loops then run as plain Python
    numba = None  # type: ignore[assignment]

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
AVAILABLE = numba is not None


def compiled(*signatures: Callable[[Any], Any]) -> Callable[[Kernel], Kernel]:
    """Compile a kernel that holds no lock; a call with any other types raises TypeError.

    Each signature is a function of `numba.types`. Without any, the function is compiled with the kernels
    that call it. Without numba the function stays as it is.
    """
    if numba is None:
        return lambda kernel: kernel
    written = [signature(numba.types) for signature in signatures]
    jit: Any = numba.njit(written or None, nogil=True, cache=True, error_model="numpy")

    def decorate(kernel: Kernel) -> Kernel:
        return cast(Kernel, jit(kernel))

    return decorate
