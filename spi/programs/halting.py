"""Does naive recursion end? Programs that stop with probability ε, and else simulate all others, each by itself."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from spi.core.numbers import Exact, exact
from spi.errors import HypothesisError

__all__ = ["Bracket", "halting_bracket", "halting_probability"]


@dataclass(frozen=True, slots=True)
class Bracket:
    """An interval that holds a number which need not be rational.

    Parameters
    ----------
    lower, upper : Fraction
        lower ≤ number ≤ upper; equal if the number is known.

    Source: ours
    """

    lower: Fraction
    upper: Fraction


def halting_probability(epsilon: Exact, players: int) -> Fraction:
    """The probability that a program halts if it stops with probability ε and else simulates all others likewise.

    Parameters
    ----------
    epsilon : exact number
        ε, from 0 to 1.
    players : int
        At least 2.

    Returns
    -------
    Fraction
        The least s ≥ 0 with s = ε + (1 − ε)·s^(players − 1). It is 1 if (players − 1)(1 − ε) ≤ 1 and ε > 0.

    Raises
    ------
    HypothesisError
        For four or more players if the probability is not 1: it need not be rational. `halting_bracket` encloses it.

    Examples
    --------
    >>> halting_probability("1/10", 3)
    Fraction(1, 9)

    Source: oesterheld-2019, more than two players
    """
    stop = _stopping(epsilon, players)
    if stop == 0 or (players - 1) * (1 - stop) <= 1:
        return Fraction(bool(stop))
    if players > 3:
        raise HypothesisError(
            f"{players} players who stop with probability {stop} halt with a probability that need not be rational; "
            "accepted: 2 or 3 players, or halting_bracket(…)"
        )
    return stop / (1 - stop)  # the other root of (1 − ε)s² − s + ε is 1


def halting_bracket(epsilon: Exact, players: int, *, width: Exact = Fraction(1, 10**12)) -> Bracket:
    """Enclose the probability that a program halts if it stops with probability ε and else simulates all others.

    Parameters
    ----------
    epsilon : exact number
        ε, from 0 to 1.
    players : int
        At least 2.
    width : exact number
        The greatest upper − lower, more than 0.

    Returns
    -------
    Bracket
        Exact ends; they are equal if `halting_probability` knows the number.

    Notes
    -----
    f(s) = ε + (1 − ε)·s^(players − 1) − s is convex with f(0) ≥ 0 = f(1); where it is negative lies between its least
    root and 1. So bisection by the sign of f encloses the least root.

    Examples
    --------
    >>> halting_bracket("1/10", 4, width="1/100")  # (√13/3 − 1)/2 = 0.1009…
    Bracket(lower=Fraction(3, 32), upper=Fraction(13, 128))

    Source: ours
    """
    stop, narrow = _stopping(epsilon, players), exact(width)
    if narrow <= 0:
        raise HypothesisError(f"a width of {narrow}; accepted: more than 0")
    if players <= 3 or stop == 0 or (players - 1) * (1 - stop) <= 1:
        known = halting_probability(stop, players)
        return Bracket(known, known)

    def excess(s: Fraction) -> Fraction:
        return stop + (1 - stop) * s ** (players - 1) - s

    lower, gap = Fraction(0), Fraction(1, 2)
    while excess(1 - gap) >= 0:  # f'(1) > 0, so that it ends
        gap /= 2
    upper = 1 - gap
    while upper - lower > narrow:
        middle = (lower + upper) / 2
        if excess(middle) < 0:
            upper = middle
        else:
            lower = middle
    return Bracket(lower, upper)


def _stopping(epsilon: Exact, players: int) -> Fraction:
    stop = exact(epsilon)
    if not 0 <= stop <= 1:
        raise HypothesisError(f"epsilon is {stop}; accepted: a probability from 0 to 1")
    if players < 2:
        raise HypothesisError(f"{players} players; accepted: at least 2")
    return stop
