"""Polytopes of beliefs: by hand, and against all their corners."""

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest

import spi
from spi.core.beliefs import BeliefConstraint, Beliefs, expectation
from spi.solve.beliefs import Extreme
from tests import lock_out_oracle as oracle


def random_beliefs(rng: random.Random) -> Beliefs[tuple[str, ...]]:
    """Up to four types, up to three constraints; perhaps without any law."""
    n = rng.randint(1, 4)
    top, below = rng.choice([(2, 1), (3, 2), (10**20, 10**19 + 51)])
    rows = []
    for _ in range(rng.randint(0, 3)):
        weights = tuple(Fraction(rng.randint(-top, top), below) for _ in range(n))
        bound = Fraction(rng.randint(-top, top), below * rng.choice([1, 2, 3]))
        rows.append(BeliefConstraint(weights, rng.choice(["at-most", "at-least", "equal"]), bound))
    return Beliefs(tuple((f"t{k}",) for k in range(n)), tuple(rows))


def test_ranges_are_those_of_the_corners() -> None:
    rng = random.Random(5)
    empty = 0
    for _ in range(500):
        about = random_beliefs(rng)
        values = [Fraction(rng.randint(-3, 3), rng.choice([1, 1, 7])) for _ in about.types]
        corners = list(oracle.corners(len(about.types), *oracle.of_beliefs(about)))
        named = dict(zip(about.types, values, strict=True))
        if not corners:
            empty += 1
            with pytest.raises(spi.HypothesisError, match="no law meets all constraints"):
                spi.expectation_range(about, named)
            continue
        found = spi.expectation_range(about, named)
        at_corners = [oracle.dot(values, x) for x in corners]
        for extreme, value, sign in ((found.lowest, min(at_corners), -1), (found.highest, max(at_corners), 1)):
            assert extreme.value == value == expectation(about.types, extreme.law, tuple(values))
            assert spi.is_admissible(about, extreme.law)
            assert bounds(about, extreme, values, sign)
    assert 50 < empty < 450


def bounds(
    about: Beliefs[tuple[str, ...]], extreme: Extreme[tuple[str, ...]], values: Sequence[Fraction], sign: int
) -> bool:
    """Do the multipliers show that nothing is higher (sign 1), or lower (−1)? By the words of the docstring."""
    signs = {"at-most": 1, "at-least": -1, "equal": 0}
    pairs = list(zip(extreme.multipliers, about.constraints, strict=True))
    ok = all(signs[c.relation] * sign * nu >= 0 for nu, c in pairs)
    for k, value in enumerate(values):
        ok &= sign * (extreme.total + sum(nu * c.weights[k] for nu, c in pairs) - value) >= 0
    return ok and extreme.total + sum(nu * c.bound for nu, c in pairs) == extreme.value


def test_support_or_refutation() -> None:
    rng = random.Random(6)
    supported = refuted = 0
    for _ in range(500):
        about = random_beliefs(rng)
        gains = [[Fraction(rng.randint(-2, 2)) for _ in about.types] for _ in range(rng.randint(0, 3))]
        seen = rng.sample(about.types, rng.randint(1, len(about.types)))
        named = [dict(zip(about.types, gain, strict=True)) for gain in gains]
        found = spi.supporting_belief(about, named, seen=seen)
        given = [Fraction(t in seen) for t in about.types]
        left = [[g * s for g, s in zip(gain, given, strict=True)] for gain in gains]
        above, equal = oracle.of_beliefs(about)
        corners = oracle.corners(len(about.types), above + [(row, Fraction(0)) for row in left], equal)
        best = max((oracle.dot(given, x) for x in corners), default=Fraction(0))
        if isinstance(found, spi.NoBelief):
            refuted += 1
            assert best <= 0 and refutes(about, found, left, given)
        else:
            supported += 1
            assert spi.is_admissible(about, found)
            assert sum(p for t, p in found if t in seen) == best > 0
            assert all(expectation(about.types, found, tuple(row)) >= 0 for row in left)
    assert min(supported, refuted) > 50


def refutes(
    about: Beliefs[tuple[str, ...]], found: spi.NoBelief, gains: Sequence[Sequence[Fraction]], given: Sequence[Fraction]
) -> bool:
    """By the words of the docstring."""
    signs = {"at-most": 1, "at-least": -1, "equal": 0}
    pairs = list(zip(found.multipliers, about.constraints, strict=True))
    ok = min(found.comparisons, default=Fraction(0)) >= 0
    ok &= all(signs[c.relation] * nu >= 0 for nu, c in pairs)
    for k, seen in enumerate(given):
        lost = sum(mu * gain[k] for mu, gain in zip(found.comparisons, gains, strict=True))
        ok &= found.total + sum(nu * c.weights[k] for nu, c in pairs) - lost >= seen
    return ok and found.total + sum(nu * c.bound for nu, c in pairs) <= 0


def test_fair_or_soft_by_hand() -> None:
    """Fair earns 2 of fair and 2 of soft, bold 0 and 3: bold is better from P(soft) = 2/3 on.

    With a fallback of 1 where bold fails it earns 1 and 3, and is better from 1/2 on.
    """
    about = spi.beliefs(["fair", "soft"], at_least=[({"soft": 1}, "1/4")], at_most=[({"soft": 1}, "3/5")])
    bold = {"fair": -2, "soft": 1}
    with_fallback = {"fair": -1, "soft": 1}
    found = spi.expectation_range(about, bold)
    assert (found.lowest.value, found.highest.value) == (Fraction(-5, 4), Fraction(-1, 5))
    assert isinstance(spi.supporting_belief(about, [bold]), spi.NoBelief)
    belief = spi.supporting_belief(about, [with_fallback])
    assert not isinstance(belief, spi.NoBelief)
    assert Fraction(1, 2) <= dict(belief)["soft"] <= Fraction(3, 5)
    for gains, at in ((bold, Fraction(2, 3)), (with_fallback, Fraction(1, 2))):
        threshold = spi.gain_threshold(about, {"fair": 1}, {"soft": 1}, gains)
        assert threshold is not None
        assert (threshold.at, threshold.flips) == (at, True)
        assert threshold.law == (("fair", 1 - at), ("soft", at))


def test_thresholds_on_random_segments() -> None:
    rng = random.Random(8)
    found_some = 0
    for _ in range(300):
        types = [f"t{k}" for k in range(rng.randint(1, 4))]
        about = spi.beliefs(types)
        first, second = (dict(zip(types, shares(rng, len(types)), strict=True)) for _ in range(2))
        gains = {t: Fraction(rng.randint(-3, 3), rng.choice([1, 5])) for t in types}
        g0, g1 = (sum(law[t] * gains[t] for t in types) for law in (first, second))
        found = spi.gain_threshold(about, first, second, gains)
        if found is None:
            assert g0 * g1 > 0 or g0 == g1 == 0
            continue
        found_some += 1
        assert 0 <= found.at <= 1 and found.ends == (g0, g1)
        mixed = {t: (1 - found.at) * first[t] + found.at * second[t] for t in types}
        assert found.law == tuple((t, p) for t, p in mixed.items() if p)
        assert sum(mixed[t] * gains[t] for t in types) == 0
        assert found.flips is (g0 * g1 < 0)
    assert found_some > 30


def shares(rng: random.Random, n: int) -> list[Fraction]:
    weights = [rng.randint(0, 4) for _ in range(n)]
    weights[rng.randrange(n)] += 1
    return [Fraction(w, sum(weights)) for w in weights]


def test_segments_without_a_threshold() -> None:
    about = spi.beliefs(["a", "b"])
    assert spi.gain_threshold(about, {"a": 1}, {"b": 1}, {"a": 1, "b": 2}) is None
    assert spi.gain_threshold(about, {"a": 1}, {"b": 1}, {}) is None
    at_an_end = spi.gain_threshold(about, {"a": 1}, {"b": 1}, {"b": 2})
    assert at_an_end is not None and at_an_end.at == 0 and not at_an_end.flips


def test_types_that_are_not_listed() -> None:
    about = spi.beliefs(["a"])
    for ask in (
        lambda: spi.expectation_range(about, {"b": 1}),
        lambda: spi.supporting_belief(about, [{"b": 1}]),
        lambda: spi.supporting_belief(about, [], seen=["b"]),
        lambda: spi.gain_threshold(about, {"b": 1}, {"a": 1}, {}),
    ):
        with pytest.raises(spi.GameError, match="'b' is none of the types"):
            ask()
