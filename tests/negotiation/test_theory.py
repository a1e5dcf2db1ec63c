"""Random negotiations against brute force from the definitions."""

import itertools
import math
import random
from fractions import Fraction

import pytest

from spi.core.numbers import over_common
from spi.errors import GameError, HypothesisError
from spi.negotiation import layers
from spi.negotiation.frontier import (
    Frontier,
    count_pareto_outcomes,
    find_frontier,
    multiplicity,
    witness,
    witnesses,
)
from spi.negotiation.lotteries import (
    LotteryFrontier,
    find_lottery_frontier,
    lottery_egalitarian,
    lottery_kalai_smorodinsky,
    lottery_nash,
    lottery_utilitarian,
    rational_part,
)
from spi.negotiation.preferences import Computed, additive, tabular
from spi.negotiation.scenario import Scenario, scenario
from spi.negotiation.solutions import egalitarian, kalai_smorodinsky, max_welfare, nash, utilitarian
from tests.negotiation.vectors import brute_frontier, every_outcome, points, sums

F = Fraction

SCALES = (2, 5, 30, 10**6)


def random_game(rng: random.Random, sides: int) -> Scenario:
    top = rng.choice(SCALES)
    below = rng.choice((1, 1, 6, 10**25))  # the last leaves no room in 64 bits
    issues = [
        tuple([F(rng.randint(-top, top), rng.randint(1, below)) for _ in range(m)] for _ in range(sides))
        for m in (rng.randint(1, 4) for _ in range(rng.randint(1, 4)))
    ]
    weights = [[F(rng.randint(0, 5), 3) for _ in issues] for _ in range(sides)]
    return sums(issues, weights, d=[F(rng.randint(-top, top // 2), 2) for _ in range(sides)])


@pytest.mark.parametrize("sides", [2, 3, 4])
def test_frontier_by_brute_force(sides: int) -> None:
    rng = random.Random(sides)
    for _ in range(120 if sides < 4 else 40):
        game = random_game(rng, sides)
        frontier, true = find_frontier(game), brute_frontier(game)
        assert list(frontier.points) == list(true)
        assert multiplicity(frontier) == true and count_pareto_outcomes(frontier) == sum(true.values())
        for own, found in zip(frontier.points, witnesses(frontier, frontier.levels), strict=True):
            assert game.payoffs(found) == own
            assert game.payoffs(witness(frontier, own)) == own


def test_machine_integers_and_pythons_give_the_same_layers() -> None:
    rng = random.Random(5)
    for _ in range(60):
        top = rng.choice((3, 50, 2**58))
        tables = [
            [(rng.randint(-top, top), rng.randint(-top, top)) for _ in range(rng.randint(1, 5))]
            for _ in range(rng.randint(1, 5))
        ]
        assert layers.fits_int64(tables)
        assert layers.layers_of(tables, small=0) == layers.layers_of(tables, small=10**9)


def test_sums_of_63_bits_take_pythons_integers() -> None:
    half = 2**61
    tables = [[(half - 1, 0), (0, half)], [(half, 0), (0, half - 1)]]
    assert layers.fits_int64(tables[:1]) and layers.fits_int64([[(2**62 - 1, 0)]])
    assert not layers.fits_int64(tables[:1] * 2)  # the sums reach 2**62
    assert layers.layers_of(tables, small=0)[-1] == [(2**62 - 1, 0), (half, half), (0, 2**62 - 1)]


def test_tables_functions_and_constraints() -> None:
    """Outcomes that have to be listed: the same frontier as for sums, and fewer outcomes with a constraint."""
    rng = random.Random(9)
    for sides in (2, 3):
        for _ in range(40):
            game = random_game(rng, sides)
            values = dict(zip(itertools.product(*(i.options for i in game.issues)), every_outcome(game), strict=True))
            tables = {
                name: tabular(game.issues, {a: own[k] for a, own in values.items()})
                for k, name in enumerate(game.names)
            }
            d = game.disagreement
            listed = find_frontier(scenario(game.issues, tables, disagreement=d))
            assert listed.points == find_frontier(game).points
            assert multiplicity(listed) == multiplicity(find_frontier(game))
            first = Computed({a: own[0] for a, own in values.items()}.__getitem__)
            mixed = scenario(game.issues, {**tables, game.names[0]: first}, disagreement=d)
            assert find_frontier(mixed).points == listed.points
    game = points((5, 5), (1, 9), (9, 1))
    free = scenario(
        game.issues,
        {side.name: side.utility for side in game.sides},
        disagreement=[0, 0],
        feasible=lambda a: a != ("option 0",),
    )
    assert find_frontier(free).points == ((9, 1), (1, 9)) and witness(find_frontier(free), (9, 1)) == ("option 2",)
    with pytest.raises(GameError, match="not feasible"):
        free.payoffs(["option 0"])
    with pytest.raises(HypothesisError, match="would have to be listed"):
        find_frontier(free, budget=2)
    nothing = scenario(free.issues, {"a": additive([[1, 2, 3]]), "b": additive([[1, 2, 3]])}, disagreement=[0, 0],
                       feasible=lambda a: False)  # fmt: skip
    with pytest.raises(HypothesisError, match="no outcome is feasible"):
        find_frontier(nothing)
    with pytest.raises(GameError, match="not on the frontier"):
        witness(find_frontier(game), (4, 4))


def brute_solutions(game: Scenario) -> dict[str, set[tuple[F, ...]]]:
    """From the definitions, over the individually rational frontier."""
    d = game.disagreement
    f = [p for p in brute_frontier(game) if all(a >= b for a, b in zip(p, d, strict=True))]
    gains = {p: [a - b for a, b in zip(p, d, strict=True)] for p in f}
    best = [max(gains[p][i] for p in f) for i in range(len(d))]
    ratios = {p: [g / b for g, b in zip(gains[p], best, strict=True)] for p in f}

    def most(score: dict[tuple[F, ...], F]) -> set[tuple[F, ...]]:
        return {p for p in f if score[p] == max(score.values())}

    return {
        "nash": most({p: math.prod(gains[p], start=F(1)) for p in f}),
        "egalitarian": most({p: min(gains[p]) for p in f}),
        "utilitarian": most({p: sum(p, F(0)) for p in f}),
        "maxmin": most({p: min(ratios[p]) for p in f}),
        "mingap": most({p: min(ratios[p]) - max(ratios[p]) for p in f}),
    }


@pytest.mark.parametrize("sides", [2, 3])
def test_solutions_by_brute_force(sides: int) -> None:
    rng = random.Random(10 + sides)
    regular = 0
    for _ in range(300):
        game = random_game(rng, sides)
        f = find_frontier(game)
        assert max_welfare(f).value == max(map(sum, every_outcome(game)))
        if nash(f).degenerate:
            assert not any(all(a > b for a, b in zip(p, game.disagreement, strict=True)) for p in every_outcome(game))
            continue
        regular += 1
        true = brute_solutions(game)
        assert set(nash(f).points) == true["nash"]
        assert set(egalitarian(f).points) == true["egalitarian"]
        assert set(utilitarian(f).points) == true["utilitarian"]
        for variant in ("maxmin", "mingap"):
            assert set(kalai_smorodinsky(f, variant=variant).points) == true[variant]
    assert regular > 50


def brute_hull_chain(negotiation: Scenario) -> list[tuple[F, ...]]:
    """Frontier points that are the only best ones for some positive weights: above all chords."""
    f = list(brute_frontier(negotiation))

    def covered(p: tuple[F, ...], a: tuple[F, ...], b: tuple[F, ...]) -> bool:
        share = (a[0] - p[0]) / (a[0] - b[0])
        return a[1] + share * (b[1] - a[1]) >= p[1]

    return [p for k, p in enumerate(f) if not any(covered(p, a, b) for a in f[:k] for b in f[k + 1 :])]


def test_lottery_frontier_and_solutions_by_definition() -> None:
    rng = random.Random(21)
    seen = 0
    for _ in range(300):
        game = random_game(rng, 2)
        hull = find_lottery_frontier(game)
        assert list(hull.vertices) == brute_hull_chain(game)
        d = game.disagreement
        chain = rational_part(hull)
        nash_point = lottery_nash(hull)
        if not chain:
            assert not any(all(a >= b for a, b in zip(p, d, strict=True)) for p in hull.vertices)
            assert nash_point.points == (d,)
            continue
        shares = [F(k, 7) for k in range(8)]
        between = [
            tuple(x + t * (y - x) for x, y in zip(a, b, strict=True))
            for a, b in itertools.pairwise(hull.vertices) for t in shares
        ]  # fmt: skip
        inside = [p for p in [*between, *hull.vertices] if all(x >= y for x, y in zip(p, d, strict=True))]
        for p in chain:
            assert all(x >= y for x, y in zip(p, d, strict=True))
        for p in inside:
            g = [x - y for x, y in zip(p, d, strict=True)]
            assert g[0] * g[1] <= nash_point.value
            assert chain[0][0] >= p[0] and chain[-1][1] >= p[1]
            if not lottery_egalitarian(hull).degenerate:
                assert min(g) <= lottery_egalitarian(hull).value
            assert sum(p) <= lottery_utilitarian(hull).value
        equal = lottery_kalai_smorodinsky(hull)
        if not equal.degenerate:
            seen += 1
            ((x, y),) = equal.points
            assert (x - d[0]) * (chain[-1][1] - d[1]) == (y - d[1]) * (chain[0][0] - d[0])
    assert seen > 60


def test_lotteries_over_outcomes_that_are_listed() -> None:
    game = points((0, 10), (4, 5), (10, 0), (6, 6))
    values = {(option,): game.payoffs([option]) for option in game.issues[0].options}
    sides = {name: tabular(game.issues, {a: own[i] for a, own in values.items()}) for i, name in enumerate(game.names)}
    assert find_lottery_frontier(scenario(game.issues, sides, disagreement=[0, 0])).vertices == (
        (10, 0), (6, 6), (0, 10))  # fmt: skip
    with pytest.raises(HypothesisError, match="two sides"):
        find_lottery_frontier(points((1, 2, 3), d=(0, 0, 0)))


def test_a_disagreement_has_a_number_for_each_side() -> None:
    game = points((1, 2), d=(0, 0))
    with pytest.raises(GameError, match="3 numbers as disagreement of 2 sides"):
        nash(find_frontier(game), disagreement=[0, 0, 0])
    with pytest.raises(GameError, match="1 numbers as disagreement of 2 sides"):
        lottery_nash(find_lottery_frontier(game), disagreement=[0])


def test_scale_of_one_side() -> None:
    """Nash and Kalai–Smorodinsky do not depend on the units of a side; the others do."""
    game = points((10, 0), (6, 5), (5, 6), (0, 20))
    other = points((100, 0), (60, 5), (50, 6), (0, 20))
    assert nash(find_frontier(game)).points == ((6, 5), (5, 6))
    assert nash(find_frontier(other)).points == ((60, 5), (50, 6))
    assert egalitarian(find_frontier(game)).leximin == ((6, 5), (5, 6))
    assert egalitarian(find_frontier(other)).points == ((50, 6),)


def test_huge_denominators() -> None:
    prime, other = 2**521 - 1, 2**607 - 1
    game = points((F(1, prime), 0), (F(1, other), F(1, prime)), (0, F(1, other)))
    assert find_frontier(game).points == ((F(1, prime), 0), (F(1, other), F(1, prime)))
    assert isinstance(find_frontier(game), Frontier) and isinstance(find_lottery_frontier(game), LotteryFrontier)
    assert over_common([F(1, prime)]) == ([1], prime)


def test_ten_to_the_thirty_outcomes() -> None:
    """Twenty-nine issues of eleven options that pay j·i and (30 − j)·(10 − i): nobody lists 10**30 outcomes."""
    issues = [([j * i for i in range(11)], [(30 - j) * (10 - i) for i in range(11)]) for j in range(1, 30)]
    game = sums(issues)
    frontier = find_frontier(game)
    assert max_welfare(frontier).value == sum(max(j, 30 - j) * 10 for j in range(1, 30))
    assert frontier.points[0][0] == sum(10 * j for j in range(1, 30)) and frontier.points[0][1] == 0
    middle = frontier.points[len(frontier) // 2]
    assert game.payoffs(witness(frontier, middle)) == middle
