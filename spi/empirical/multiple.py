"""Several tests at once: Holm's procedure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

from spi.core.numbers import Exact, exact
from spi.errors import GameError

__all__ = ["holm"]

K = TypeVar("K", bound=Hashable)


def holm(p_values: Mapping[K, Exact]) -> dict[K, Fraction]:
    """Adjust p-values for being several, without any assumption on how the tests depend on each other.

    The smallest of k is multiplied by k, the next by k − 1, and so on, and none may fall below one before it. To reject
    whatever is at most α keeps the probability of any false rejection at most α.

    Parameters
    ----------
    p_values : mapping from a test, such as the name of a method, to an exact number from 0 to 1

    Returns
    -------
    dict from test to Fraction
        Adjusted p-values, in the order given.

    Raises
    ------
    GameError
        For a value that is no exact number from 0 to 1.

    Examples
    --------
    >>> {name: str(p) for name, p in holm({"prompt": "1/50", "scaffold": "1/100", "tuned": "3/100"}).items()}
    {'prompt': '1/25', 'scaffold': '3/100', 'tuned': '1/25'}

    Source: holm-1979, Sequentially rejective procedure
    """
    read = {name: exact(p, place=f"the p-value of {name!r}") for name, p in p_values.items()}
    if wrong := [name for name, p in read.items() if not 0 <= p <= 1]:
        raise GameError(f"the p-value of {wrong[0]!r} is {read[wrong[0]]}; accepted: from 0 to 1")
    adjusted: dict[K, Fraction] = {}
    largest = Fraction(0)
    for k, name in enumerate(sorted(read, key=lambda name: read[name])):
        largest = adjusted[name] = max(largest, min(Fraction(1), (len(read) - k) * read[name]))
    return {name: adjusted[name] for name in read}
