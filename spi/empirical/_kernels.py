"""The inner loop of the bootstrap; undecorated here, compiled by `resampling` where it pays.

Arrays and scalars in and out, nothing allocated, nothing raised. All numbers are integers, so that a compiler may add
them up in any order and the sum is still the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["fill_resampled_totals"]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
LOW = np.uint64(0xFFFFFFFF)
R27, R30, R31, R32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)


def fill_resampled_totals(values: NDArray[np.int64], keys: NDArray[np.uint64], out: NDArray[np.int64]) -> None:
    """For each key the total of as many values as there are, taken with replacement.

    Parameters
    ----------
    values : array of int64, shape (S,)
    keys : array of uint64, shape (R,)
    out : array of int64, shape (R,)
        Is overwritten. The rows are those of `spi.empirical.streams.resampled_rows`.

    Source: ours
    """
    size = values.shape[0]
    width = np.uint64(size)
    for r in range(keys.shape[0]):
        state = keys[r]
        total = np.int64(0)
        for _ in range(size // 2):
            state = state + GOLDEN
            word = (state ^ (state >> R30)) * FIRST
            word = (word ^ (word >> R27)) * SECOND
            word = word ^ (word >> R31)
            total += values[np.int64(((word >> R32) * width) >> R32)] + values[np.int64(((word & LOW) * width) >> R32)]
        if size % 2:
            state = state + GOLDEN
            word = (state ^ (state >> R30)) * FIRST
            word = (word ^ (word >> R27)) * SECOND
            word = word ^ (word >> R31)
            total += values[np.int64(((word >> R32) * width) >> R32)]
        out[r] = total
