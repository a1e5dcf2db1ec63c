"""Counts of responses: how often an answer was given, out of how many, in each of two arms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import index
from typing import TypeAlias

from spi.errors import GameError, HypothesisError

__all__ = ["Scenario", "read_categories", "read_scenario", "read_scenarios", "repeated"]

Scenario: TypeAlias = tuple[int, int, int, int]
"""(x, n, y, m): x of n responses in the first arm, y of m in the second."""


def whole(value: object, name: str, place: str = "") -> int:
    """A whole number from 0 on, also one of numpy's; truth values and floats are refused.

    Source: ours
    """
    where = f"{place}: " if place else ""
    try:
        number = index(value) if not isinstance(value, bool) else -1  # type: ignore[arg-type]
    except TypeError:
        number = -1
    if number < 0:
        raise GameError(f"{where}{name} = {value!r}; accepted: how often something was seen, a whole number from 0 on")
    return number


def read_scenario(x: object, n: object, y: object, m: object, *, place: str = "") -> Scenario:
    """Counts of one answer in two arms, with at most as many answers as responses.

    Parameters
    ----------
    x, n, y, m : whole numbers
        x of n responses in the first arm, y of m in the second.
    place : str
        Which scenario, for the message.

    Returns
    -------
    (x, n, y, m)

    Raises
    ------
    GameError
        For what is no whole number from 0 on, and for more answers than responses.

    Source: ours
    """
    counts = whole(x, "x", place), whole(n, "n", place), whole(y, "y", place), whole(m, "m", place)
    for part, all_of, arm in ((counts[0], counts[1], "first"), (counts[2], counts[3], "second")):
        if part > all_of:
            where = f"{place}: " if place else ""
            raise GameError(f"{where}{part} of {all_of} responses in the {arm} arm; accepted: at most all of them")
    return counts


def read_scenarios(scenarios: Iterable[Sequence[object]]) -> tuple[Scenario, ...]:
    """Counts of several scenarios, at least one.

    Raises
    ------
    GameError
        With the number of the scenario, counted from 1.

    Source: ours
    """
    read = []
    for k, counts in enumerate(scenarios, start=1):
        if len(counts) != 4:
            raise GameError(f"scenario {k} has {len(counts)} counts; accepted: four, (x, n, y, m)")
        read.append(read_scenario(*counts, place=f"scenario {k}"))
    if not read:
        raise GameError("no scenario; accepted: at least one, as (x, n, y, m)")
    return tuple(read)


def read_categories(first: Iterable[object], second: Iterable[object]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Counts of the same answers in two arms.

    Raises
    ------
    GameError
        If the arms do not count the same number of answers, at least two, or for what is no count.

    Source: ours
    """
    xs = tuple(whole(x, f"answer {k} of the first arm") for k, x in enumerate(first, start=1))
    ys = tuple(whole(y, f"answer {k} of the second arm") for k, y in enumerate(second, start=1))
    if len(xs) != len(ys) or len(xs) < 2:
        raise GameError(
            f"{len(xs)} answers are counted in the first arm and {len(ys)} in the second; "
            "accepted: the same answers in the same order, at least two"
        )
    return xs, ys


def repeated(*sizes: int, least: int = 2, place: str = "") -> None:
    """Refuse too few repetitions: the reason is mathematics, not taste.

    The expectation of any function of k responses is a polynomial of degree k in their probability, so that p² has no
    unbiased estimator from one response. A missing value is missing, and not 0.

    Raises
    ------
    HypothesisError
        If an arm has fewer than `least` responses.

    Source: ours
    """
    if min(sizes) < least:
        where = f"{place}: " if place else ""
        raise HypothesisError(
            f"{where}missing: an arm has {min(sizes)} response{'' if min(sizes) == 1 else 's'}, and from "
            f"fewer than {least} there is no unbiased estimate; accepted: repeat it, or leave it out and say so"
        )
