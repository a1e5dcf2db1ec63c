"""Expectations by the definition: sums over all outcomes, each with its probability, in fractions."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import comb, factorial, prod

Law = list[tuple[tuple[int, ...], Fraction]]


def binomial_law(p: Fraction, n: int, q: Fraction, m: int) -> Law:
    """All (x, n, y, m) with their probabilities."""
    return [
        ((x, n, y, m), comb(n, x) * p**x * (1 - p) ** (n - x) * comb(m, y) * q**y * (1 - q) ** (m - y))
        for x in range(n + 1)
        for y in range(m + 1)
    ]


def dealt_law(x: int, n: int, y: int, m: int) -> Law:
    """All (k, n, x + y - k, m) with their probabilities if responses are dealt to the arms anew."""
    hits = x + y
    return [
        ((k, n, hits - k, m), Fraction(comb(n, k) * comb(m, hits - k), comb(n + m, hits)))
        for k in range(n + 1)
        if 0 <= hits - k <= m
    ]


def multinomial(law: Sequence[Fraction], n: int) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    """All vectors of counts of n responses, with their probabilities."""
    for counts in product(range(n + 1), repeat=len(law)):
        if sum(counts) == n:
            ways = Fraction(factorial(n), prod(factorial(k) for k in counts))
            yield counts, ways * prod((p**k for p, k in zip(law, counts, strict=True)), start=Fraction(1))


def expectation(law: Law, of: Callable[..., Fraction]) -> Fraction:
    return sum((weight * of(*outcome) for outcome, weight in law if weight), Fraction(0))


def gap_by_pairs(first: Sequence[int], second: Sequence[int], kernel: Sequence[Sequence[Fraction | int]]) -> Fraction:
    """The estimate by its definition, from lists of responses: mean similarities over pairs of different responses."""

    def within(arm: Sequence[int]) -> Fraction:
        pairs = [kernel[a][b] for i, a in enumerate(arm) for j, b in enumerate(arm) if i != j]
        return Fraction(sum(pairs, Fraction(0)), len(pairs))

    between = [kernel[a][b] for a in first for b in second]
    return within(first) + within(second) - 2 * Fraction(sum(between, Fraction(0)), len(between))
