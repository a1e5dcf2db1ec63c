"""Negotiations whose frontiers and solutions are known in exact numbers, and brute force from the definitions."""

import itertools
from collections.abc import Sequence
from fractions import Fraction

from spi.negotiation.issues import issue
from spi.negotiation.preferences import additive
from spi.negotiation.scenario import Scenario, scenario

F = Fraction

Number = int | str | F
Steps = tuple[Sequence[Number], ...]
TENTHS = [F(k, 10) for k in range(11)]
UP, DOWN = TENTHS, TENTHS[::-1]
RENT, LEASE = (DOWN, UP), (UP, UP)  # opposed, and the same for both


def sums(
    issues: Sequence[Steps], weights: Sequence[Sequence[Number]] | None = None, d: Sequence[Number] = (0, 0)
) -> Scenario:
    """One entry per issue: for each side the values of its options."""
    named = [issue(f"issue {k}", [f"option {j}" for j in range(len(own[0]))]) for k, own in enumerate(issues)]
    sides = range(len(d))
    utilities = {
        f"side {i + 1}": additive([own[i] for own in issues], weights=None if weights is None else weights[i])
        for i in sides
    }
    return scenario(named, utilities, disagreement=d)


def points(*rows: Sequence[Number], d: Sequence[Number] = (0, 0)) -> Scenario:
    """One issue, whose options are points."""
    return sums([tuple(zip(*rows, strict=True))], d=d)


def division(
    pool: Sequence[int], first: Sequence[int], second: Sequence[int], d: Sequence[Number] = (0, 0)
) -> Scenario:
    """Items of some types are divided: one issue per type, how many the first side gets."""
    return sums(
        [
            ([v * k for k in range(n + 1)], [w * (n - k) for k in range(n + 1)])
            for n, v, w in zip(pool, first, second, strict=True)
        ],
        d=d,
    )


def stairs(k: int) -> Scenario:
    """k issues of 11 options that pay ((3j + 1)·i, (5j + 2)·(10 − i)) in issue j."""
    return sums([([(3 * j + 1) * i for i in range(11)], [(5 * j + 2) * (10 - i) for i in range(11)]) for j in range(k)])


def every_outcome(negotiation: Scenario) -> list[tuple[F, ...]]:
    return [negotiation.payoffs(a) for a in itertools.product(*(one.options for one in negotiation.issues))]


def dominates(a: Sequence[F], b: Sequence[F]) -> bool:
    return tuple(a) != tuple(b) and all(x >= y for x, y in zip(a, b, strict=True))


def brute_frontier(negotiation: Scenario) -> dict[tuple[F, ...], int]:
    """The undominated payoffs, and how many outcomes have them."""
    every = every_outcome(negotiation)
    return {a: every.count(a) for a in sorted(set(every), reverse=True) if not any(dominates(b, a) for b in every)}


def thirds(*weights: int) -> list[F]:
    return [F(w, sum(weights)) for w in weights]
