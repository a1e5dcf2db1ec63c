"""Tolerated gaps, against the definition at many rates; losing plays, against all pairings and linear programs."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from spi import GameError, Optimal, PossibleThreat, linear_program, possible_threat, solve_lp, tolerance_interval
from spi import worse_fraction as worse
from spi.solve.tolerance import GapBound
from tests import threat_oracle as oracle

F = Fraction


def pair(
    d: object, g: object, h: object, c: object, b: object, r: object, e: object
) -> tuple[PossibleThreat, PossibleThreat]:
    """An original with harm h and cost c, a surrogate with harm r and cost b; the rest is the same."""
    same = {"loss": d, "gain": g, "execution": e}
    original = possible_threat("original", "original", harm=h, cost=c, **same)  # type: ignore[arg-type]
    return original, possible_threat("surrogate", "surrogate", harm=r, cost=b, **same)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("p", "numbers", "low", "high", "rates"),
    [
        # d > e·r: from −(1−p)e(c−b)/(g+eb) to (1−p)e(h−r)/(d−er), by hand
        ("1/2", (10, 10, 20, 8, 6, 0, "1/2"), "-1/26", "1/2", ("6/13", "1")),
        ("9/10", (100, 100, 50, 40, 40, 0, "1/2"), "0", "1/40", ("9/10", "37/40")),
        ("1/4", (3, 2, 5, 1, "1/2", 1, "4/5"), "-1/8", "12/11", ("1/8", "1")),  # 1/4 + 12/11 > 1
        # d < e·r: two lower bounds, −(1/2)(3−2)/(2−1) = −1/2 and −(1/2)(4−2)/(4+2) = −1/6
        ("1/2", (1, 4, 3, 4, 2, 2, 1), "-1/6", None, ("1/3", "1")),
        # … the principal's is the larger one: h=2.1: −(1/2)(1/10) = −1/20
        ("1/2", (1, 4, "21/10", 4, 2, 2, 1), "-1/20", None, ("9/20", "1")),
        # d = e·r and h ≥ r: no condition of the principal; h < r: never. The threatener's: −(1/2)(1)/(4+1) = −1/10
        ("1/2", (2, 4, 3, 2, 1, 2, 1), "-1/10", None, ("2/5", "1")),
        ("1/2", (2, 4, 1, 2, 1, 2, 1), "-1/10", None, None),
        # b > c and r = h: at least (1/2)(1)/(4+2) = 1/12, at most 0: empty
        ("1/2", (2, 4, 1, 1, 2, 1, 1), "1/12", "0", None),
        # never refused: only the same rate will do, above: d·(q−1) ≤ 0 < …
        ("1", (2, 4, 3, 2, 1, 0, 1), "0", "0", ("1", "1")),
        # never executed: gaps must be 0 for both
        ("1/2", (2, 4, 3, 2, 1, 0, 0), "0", "0", ("1/2", "1/2")),
        # a bound outside of [0, 1] on one side: −(9/10)(9)/(1+1) = −81/20
        ("1/10", (2, 1, 3, 10, 1, 0, 1), "-81/20", "27/20", ("0", "1")),
    ],
)
def test_intervals_by_hand(
    p: str, numbers: tuple[object, ...], low: str | None, high: str | None, rates: tuple[str, str] | None
) -> None:
    found = tolerance_interval(*pair(*numbers), p)
    assert (found.low, found.high) == tuple(x if x is None else F(x) for x in (low, high))
    assert found.rates == (None if rates is None else tuple(map(F, rates)))


def test_which_party_sets_which_bound() -> None:
    found = tolerance_interval(*pair(10, 10, 20, 8, 6, 0, "1/2"), "1/2")
    assert found.principal == GapBound("at most", F(1, 2))
    assert found.threatener == GapBound("at least", F(-1, 26))
    second = tolerance_interval(*pair(1, 4, 3, 4, 2, 2, 1), "1/2")
    assert second.principal == GapBound("at least", F(-1, 2))
    assert tolerance_interval(*pair(2, 4, 3, 2, 1, 2, 1), "1/2").principal == GapBound("always")
    never = tolerance_interval(*pair(2, 4, 1, 2, 1, 2, 1), "1/2")
    assert never.principal == GapBound("never") and never.is_empty
    # the threatener would rather be refused: he loses 3 by a concession, and 1 by an execution
    gift = tolerance_interval(*pair(1, -3, 1, 1, 1, 1, 1), "1/2")
    assert gift.threatener == GapBound("at most", F(0))


def test_as_costly_a_surrogate_deflects_nothing_if_it_is_conceded_any_less_often() -> None:
    found = tolerance_interval(*pair(100, 100, 50, 40, 40, 0, "1/2"), "9/10")
    assert found.low == 0
    assert "conceded any less often, q < p, the surrogate deflects nothing" in " ".join(str(found).split())
    cheaper = tolerance_interval(*pair(100, 100, 50, 40, 39, 0, "1/2"), "9/10")
    assert cheaper.low is not None and cheaper.low < 0
    assert "deflects nothing" not in str(cheaper)


def test_intervals_by_definition() -> None:
    """A rate is tolerated exactly if neither expects less, at 25 rates and at the ends themselves."""
    rng = random.Random(3)
    seen: Counter[object] = Counter()
    for _ in range(400):
        game, policy, becomes = oracle.random_game(rng)
        plain = oracle.to_oracle(game)
        for t, s in becomes.items():
            p = policy.rate(game[t])
            found = tolerance_interval(game[t], game[s], p)
            old = oracle.expected(plain[t], p)
            ends = [] if found.rates is None else list(found.rates)
            for q in [F(k, 24) for k in range(25)] + ends:
                new = oracle.expected(plain[s], q)
                inside = found.rates is not None and found.rates[0] <= q <= found.rates[1]
                assert inside == (new[0] >= old[0] and new[1] >= old[1])
            for party in ("principal", "threatener"):
                seen[party, getattr(found, party).condition] += 1
            seen["empty" if found.is_empty else "off" if found.rates is None else "some"] += 1
    assert len(seen) == 2 * 4 + 3 and min(seen.values()) >= 10, seen


def test_huge_denominators() -> None:
    big = 10**2000 + 1
    found = tolerance_interval(*pair(10, 10, 20, 8, 8 - F(1, big), 0, F(1, 2)), F(1, 2))
    assert found.low == -F(1, 4) * F(1, big) / (10 + F(1, 2) * (8 - F(1, big)))


@pytest.mark.parametrize(
    ("numbers", "p", "q", "fraction"),
    [
        # common randomness cannot help those who are no longer conceded to: p − q
        ((10, 10, 20, 8, 6, 0, "3/4"), "1/2", "3/10", "1/5"),
        # q > p, h ≥ d: of those who now concede a quarter would not have been executed
        ((10, 10, 20, 8, 6, 0, "3/4"), "1/2", "7/10", "1/20"),
        # q > p, h < d: conceding is worse than anything
        ((10, 10, 9, 8, 6, 0, "3/4"), "1/2", "7/10", "1/5"),
        ((10, 10, 20, 8, 6, 0, "3/4"), "1/2", "1/2", "0"),
        ((10, 10, 20, 8, 6, 0, 1), "1/2", "1", "0"),
        # b > c: each refused play is worse for the threatener, if it is executed
        ((10, 10, 20, 8, 9, 0, "3/4"), "1/2", "1/2", "3/8"),
        # conceding costs nothing: then more of it hurts nobody
        ((0, 10, 20, 8, 6, 0, "3/4"), "1/2", "7/10", "0"),
    ],
)
def test_losing_plays_by_hand(numbers: tuple[object, ...], p: str, q: str, fraction: str) -> None:
    original, surrogate = pair(*numbers)
    assert worse(original, surrogate, p, q) == F(fraction)


def test_the_gap_is_a_bound_and_when_it_is_attained() -> None:
    """d, g > 0, r ≤ h, 0 < b ≤ c: at most |q − p|; p − q if q < p; else q − p, or (q − p)(1 − e) if h ≥ d."""
    rng = random.Random(4)
    for _ in range(500):
        d, g, b = (F(rng.randint(1, 4), rng.randint(1, 3)) for _ in range(3))
        r = F(rng.randint(-2, 2))
        h, c = r + rng.randint(0, 4), b + rng.randint(0, 2)
        p, q, e = (F(rng.randint(0, 5), 5) for _ in range(3))
        found = worse(*pair(d, g, h, c, b, r, e), p, q)
        assert found <= abs(q - p)
        if q < p:
            assert found == p - q
        else:
            assert found == ((q - p) * (1 - e) if h >= d else q - p)


def by_linear_program(original: oracle.Threat, surrogate: oracle.Threat, p: Fraction, q: Fraction) -> Fraction:
    """The largest probability of pairs in which nobody is worse off, over joint laws with the given marginals."""
    laws = []
    for threat, rate in ((original, p), (surrogate, q)):
        e = threat["execution"]
        laws.append({"conceded": rate, "executed": (1 - rate) * e, "spared": (1 - rate) * (1 - e)})
    cells = [(x, y) for x in oracle.ENDS for y in oracle.ENDS]
    good = [
        int(all(v >= u for u, v in zip(oracle.end_payoffs(original, x), oracle.end_payoffs(surrogate, y), strict=True)))
        for x, y in cells
    ]
    rows = [[int(cell[side] == end) for cell in cells] for side in (0, 1) for end in oracle.ENDS]
    totals = [law[end] for law in laws for end in oracle.ENDS]
    found = solve_lp(linear_program(good, equal=zip(rows, totals, strict=True)))
    assert isinstance(found, Optimal)
    return 1 - found.value


def test_losing_plays_by_all_pairings_and_by_linear_programs() -> None:
    rng = random.Random(6)
    values = set()
    for k in range(1000):
        game, policy, becomes = oracle.random_game(rng)
        plain = oracle.to_oracle(game)
        t, s = rng.choice(sorted(becomes.items()))
        p, q = policy.rate(game[t]), policy.rate(game[s])
        found = worse(game[t], game[s], p, q)
        assert found == oracle.losing_plays(plain[t], plain[s], p, q)
        if k % 10 == 0:
            assert found == by_linear_program(plain[t], plain[s], p, q)
        values.add(found)
    assert {0, 1} < values and len(values) > 10


def test_rates_are_probabilities() -> None:
    original, surrogate = pair(1, 1, 1, 1, 1, 1, 1)
    for call in (lambda: tolerance_interval(original, surrogate, 2), lambda: worse(original, surrogate, 0, 2)):
        with pytest.raises(GameError, match="with probability 2; accepted: 0 to 1"):
            call()
