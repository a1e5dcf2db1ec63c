"""Random numbers that are looked up, not drawn: word k of replicate r of a seed is a function of (seed, r, k).

Nothing is drawn in any order, so that results are the same for any number of threads, any size of blocks, and for one
replicate computed alone. The function is that of splitmix64: a counter in steps of the golden ratio, mixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spi.errors import GameError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["approx_uniforms", "resampled_rows", "stream_keys", "stream_words"]

GOLDEN = 0x9E3779B97F4A7C15
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB
MASK = 2**64 - 1


def _mixed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    import numpy as np

    words = (words ^ (words >> np.uint64(30))) * np.uint64(FIRST)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(SECOND)
    return words ^ (words >> np.uint64(31))


def stream_keys(seed: int, first: int, count: int) -> NDArray[np.uint64]:
    """Where the streams of the replicates first, first + 1, … begin.

    Parameters
    ----------
    seed : int
        From 0 to 2^64 − 1.
    first, count : int
        Which replicates, and how many.

    Returns
    -------
    array of uint64, shape (count,)

    Raises
    ------
    GameError
        If the seed is out of range.

    Source: steele-lea-flood-2014, Splitmix64
    """
    import numpy as np

    if not 0 <= seed <= MASK:
        raise GameError(f"seed = {seed}; accepted: a whole number from 0 to 2^64 - 1")
    start = _mixed(np.array([(seed + GOLDEN) & MASK], dtype=np.uint64))
    replicates = np.arange(first, first + count, dtype=np.uint64)
    return _mixed(start + replicates * np.uint64(GOLDEN))


def stream_words(keys: NDArray[np.uint64], count: int) -> NDArray[np.uint64]:
    """The first words of some streams.

    Parameters
    ----------
    keys : array of uint64, shape (R,)
        From `stream_keys`.
    count : int
        How many words of each.

    Returns
    -------
    array of uint64, shape (R, count)

    Examples
    --------
    >>> few, many = stream_words(stream_keys(7, 0, 5), 3), stream_words(stream_keys(7, 4, 9), 8)
    >>> bool((few[4] == many[0, :3]).all())
    True

    Source: steele-lea-flood-2014, Splitmix64
    """
    import numpy as np

    return _mixed(keys[:, None] + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GOLDEN))


def resampled_rows(keys: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """Which rows each replicate of a bootstrap takes: `size` out of `size`, with replacement.

    Each word serves for two rows, its upper half first. Some rows are more probable than others by at most one part in
    2^32/size: 0.0003 % for ten thousand rows.

    Parameters
    ----------
    keys : array of uint64, shape (R,)
    size : int
        Below 2^31.

    Returns
    -------
    array of int64, shape (R, size)

    Source: salmon-et-al-2011, Counter-based generators, and ours
    """
    import numpy as np

    words = stream_words(keys, (size + 1) // 2)
    halves = np.stack([words >> np.uint64(32), words & np.uint64(0xFFFFFFFF)], axis=2).reshape(len(keys), -1)
    return ((halves[:, :size] * np.uint64(size)) >> np.uint64(32)).astype(np.int64)


def approx_uniforms(seed: int, first: int, count: int, width: int) -> NDArray[np.float64]:
    """Numbers strictly between 0 and 1: one row a replicate.

    Parameters
    ----------
    seed, first, count : int
        As for `stream_keys`.
    width : int
        How many in each row.

    Returns
    -------
    array of float, shape (count, width)
        Odd multiples of 2^-53.

    Source: steele-lea-flood-2014, Splitmix64
    """
    import numpy as np

    words = stream_words(stream_keys(seed, first, count), width)
    return ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
