"""Totals of resampled values: the bootstrap, with the same result for any number of threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spi.core.compiling import compiled
from spi.empirical.streams import resampled_rows, stream_keys
from spi.errors import GameError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["resampled_totals"]

SMALL = 5_000_000
"""Up to so many draws numpy is as quick as loading numba."""

ROWS_AT_ONCE = 200_000
"""Draws that numpy holds in memory at a time."""


def resampled_totals(
    values: NDArray[np.int64], replicates: int, *, seed: int = 0, threads: int = 1, block: int = 4096
) -> NDArray[np.int64]:
    """The totals of bootstrap samples, each as large as the data.

    Values of several kinds with the same seed are resampled together: the rows that are taken depend on the seed, the
    replicate and the number of values alone.

    Parameters
    ----------
    values : array of int64, shape (S,)
        What is measured, as integers: over a common denominator, or in units that are small enough.
    replicates : int
    seed : int
    threads : int
        How many threads work at once.
    block : int
        How many replicates are one piece of work. Neither changes the result.

    Returns
    -------
    array of int64, shape (replicates,)
        Exact.

    Raises
    ------
    GameError
        If a total might not fit into 64 bits, or for no values, replicates, threads or block.

    Examples
    --------
    >>> import numpy as np
    >>> values = np.array([3, -1, 0, 7])
    >>> totals = resampled_totals(values, 50, seed=1)
    >>> bool((totals[20:] == resampled_totals(values, 50, seed=1, threads=2, block=3)[20:]).all())
    True

    Source: ours
    """
    import numpy as np

    values = np.ascontiguousarray(values, dtype=np.int64)
    if min(values.size, replicates, threads, block) < 1 or values.ndim != 1:
        raise GameError(
            f"{values.shape} values, {replicates} replicates, {threads} threads, blocks of {block}; "
            "accepted: one or more of each"
        )
    if int(np.abs(values).max()) * values.size >= 2**62 or values.size >= 2**31:
        raise GameError("totals of these values may not fit into 64 bits; accepted: fewer, or smaller integers")
    out = np.empty(replicates, dtype=np.int64)
    if values.size * replicates <= SMALL:
        step = max(1, ROWS_AT_ONCE // values.size)
        for start in range(0, replicates, step):
            keys = stream_keys(seed, start, min(step, replicates - start))
            out[start : start + step] = values[resampled_rows(keys, values.size)].sum(axis=1)
        return out

    from concurrent.futures import ThreadPoolExecutor

    from spi.empirical import _kernels

    kernel = compiled(_kernels.fill_resampled_totals)

    def work(start: int) -> None:
        part = out[start : start + block]
        kernel(values, stream_keys(seed, start, len(part)), part)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(0, replicates, block)))
    return out
