"""Kernels: functions in the part of Python that numba compiles."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

__all__ = ["compiled"]


@lru_cache(maxsize=128)
def compiled(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """A kernel compiled for the machine; the first call of each combination of types takes up to a second.

    Undecorated, the kernel gives the same answers slowly, and numba is not loaded: that is for small inputs.

    Source: ours
    """
    import numba

    return numba.njit(cache=True, nogil=True)(kernel)  # type: ignore[no-any-return, unused-ignore]
