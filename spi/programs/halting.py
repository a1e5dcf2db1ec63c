"""Does naive recursion end? Programs that stop with some probability, and else simulate all others, each by itself.

Program i halts with probability s_i, where (s_1, …, s_n) is the least solution of s_i = ε_i + (1 − ε_i)·∏_{j≠i} s_j.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, prod

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.errors import HypothesisError

__all__ = ["Bracket", "halting_brackets", "halting_probability", "halting_step"]

Probabilities = tuple[Fraction, ...]


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

    _repr_html_ = html_of


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
        For four or more players if the probability is not 1: it need not be rational. `halting_brackets` encloses it.

    Examples
    --------
    >>> halting_probability("1/10", 3)
    Fraction(1, 9)

    Source: oesterheld-2019, more than two players
    """
    (stop, *_) = _stopping([epsilon] * max(players, 0))
    if stop == 0 or (players - 1) * (1 - stop) <= 1:
        return Fraction(bool(stop))
    if players > 3:
        raise HypothesisError(
            f"{players} players who stop with probability {stop} halt with a probability that need not be rational; "
            "accepted: 2 or 3 players, or halting_brackets(…)"
        )
    return stop / (1 - stop)  # the other root of (1 − ε)s² − s + ε is 1


def halting_brackets(epsilons: Sequence[Exact], *, width: Exact = Fraction(1, 10**12)) -> tuple[Bracket, ...]:
    """Enclose the probability with which each of n programs halts.

    Parameters
    ----------
    epsilons : sequence of n exact numbers
        With which probability each stops at once, from 0 to 1; else it simulates all others, each by itself. At least
        two.
    width : exact number
        The greatest upper − lower, more than 0.

    Returns
    -------
    tuple of n Bracket
        Exact ends. They are equal where all programs halt with probability 1, where two can never stop by themselves,
        and where rational probabilities with small denominators are found.

    Notes
    -----
    With p = s_1·…·s_n each s_i is the root h_i(p) = (ε_i + √(ε_i² + 4(1 − ε_i)p))/2, and p is the least with
    p = h_1(p)·…·h_n(p). All halt with probability 1 exactly if Σ (1 − ε_i)/(2 − ε_i) ≤ 1 (and not two of the ε_i are
    0). Else p is enclosed by bisection: h_1(p)·…·h_n(p) is more than p below the least p, and less between it and 1.

    Examples
    --------
    >>> bracket, *_ = halting_brackets(["1/10"] * 4, width="1/1000")  # (√13/3 − 1)/2 = 0.1009…
    >>> bracket.lower < Fraction("0.10093") < bracket.upper <= bracket.lower + Fraction(1, 1000)
    True
    >>> [str(bracket.lower) for bracket in halting_brackets(["1/10", "1/2", "1/2"])]
    ['1/2', '2/3', '2/3']

    Source: oesterheld-2019, more than two players, and ours
    """
    stops, narrow = _stopping(epsilons), exact(width)
    if narrow <= 0:
        raise HypothesisError(f"a width of {narrow}; accepted: more than 0")
    if stops.count(0) > 1:  # each of these waits for the other
        return _known(stops)
    if sum((1 - e) / (2 - e) for e in stops) <= 1:
        return _known((Fraction(1),) * len(stops))
    bits = 2 * max(number.denominator.bit_length() for number in (narrow, *stops)) + 8
    while (found := _enclosed(stops, narrow, bits)) is None:
        bits *= 2
    lower, upper = found
    most = max(1, isqrt(int(1 / narrow)))  # no two fractions with such denominators are nearer to one another
    guess = tuple(((low + high) / 2).limit_denominator(most) for low, high in zip(lower, upper, strict=True))
    if min(guess) < 1 and halting_step(stops, guess) == guess:  # there is one solution that is not 1 everywhere
        return _known(guess)
    return tuple(map(Bracket, lower, upper))


def halting_step(epsilons: Sequence[Fraction], halting: Sequence[Fraction]) -> Probabilities:
    """With which probability each program halts if the simulated ones halt with these probabilities.

    Parameters
    ----------
    epsilons, halting : sequence of n Fraction

    Returns
    -------
    tuple of n Fraction

    Source: oesterheld-2019, more than two players, and ours
    """
    rest = [prod((s for j, s in enumerate(halting) if j != i), start=Fraction(1)) for i in range(len(halting))]
    return tuple(e + (1 - e) * r for e, r in zip(epsilons, rest, strict=True))


def _known(halting: Sequence[Fraction]) -> tuple[Bracket, ...]:
    return tuple(Bracket(s, s) for s in halting)


def _enclosed(stops: Probabilities, narrow: Fraction, bits: int) -> tuple[Probabilities, Probabilities] | None:
    """Bounds with so many bits, below and above the least solution, where it is below 1; None if more are needed.

    Below: all l_i ≤ h_i(p) with l_1·…·l_n ≥ p; above: all u_i ≥ h_i(p) with u_1·…·u_n ≤ p.
    """
    unit = 1 << bits

    def roots(p: Fraction) -> list[tuple[int, int]]:  # ε_i and the square root, in units, rounded down
        return [(int(e * unit), isqrt(int((e * e + 4 * (1 - e) * p) * unit * unit))) for e in stops]

    def below(p: Fraction) -> Probabilities:
        return tuple(Fraction(e + root, 2 * unit) for e, root in roots(p))

    def above(p: Fraction) -> Probabilities:
        return tuple(min(Fraction(1), Fraction(e + root + 2, 2 * unit)) for e, root in roots(p))

    low = prod(halting_step(stops, stops), start=Fraction(1))  # after two levels; positive, as one ε at most is 0
    gap = Fraction(1, 2)
    while prod(above(1 - gap)) > 1 - gap:
        gap /= 2
        if gap * unit < 1:
            return None
    high = 1 - gap
    while True:
        lower, upper = below(low), above(high)
        if min(lower) > 0 and all(u - x <= narrow for x, u in zip(lower, upper, strict=True)):
            return lower, upper
        for middle in ((low + high) / 2, (2 * low + high) / 3):  # one of them may be the solution: then no bits tell
            if prod(above(middle)) <= middle:
                high = middle
                break
            if prod(below(middle)) >= middle:
                low = middle
                break
        else:
            return None
        if (high - low) * unit < 1:
            return None


def _stopping(epsilons: Sequence[Exact]) -> Probabilities:
    stops = tuple(exact(epsilon) for epsilon in epsilons)
    for stop in stops:
        if not 0 <= stop <= 1:
            raise HypothesisError(f"epsilon is {stop}; accepted: a probability from 0 to 1")
    if len(stops) < 2:
        raise HypothesisError(f"{len(stops)} players; accepted: at least 2")
    return stops
