"""Games of the literature on negotiation, worked out exactly by independent means."""

from fractions import Fraction

import pytest

from spi.negotiation.frontier import count_pareto_outcomes, find_frontier, multiplicity
from spi.negotiation.lotteries import (
    find_lottery_frontier,
    lottery_egalitarian,
    lottery_ideal_point,
    lottery_kalai_smorodinsky,
    lottery_nash,
)
from spi.negotiation.scenario import Scenario
from spi.negotiation.solutions import (
    egalitarian,
    ideal_point,
    kalai_smorodinsky,
    max_welfare,
    nash,
    utilitarian,
)
from tests.negotiation.vectors import LEASE, RENT, division, every_outcome, points, stairs, sums, thirds

F = Fraction

HALF = F(1, 2)


def chosen(negotiation: Scenario) -> set[tuple[tuple[F, ...], ...]]:
    """What Nash, both Kalai–Smorodinsky variants and the egalitarian solution choose."""
    f = find_frontier(negotiation)
    mingap = kalai_smorodinsky(f, variant="mingap")
    return {s.points for s in (nash(f), kalai_smorodinsky(f), mingap, egalitarian(f))}


@pytest.mark.parametrize(
    ("game", "distinct", "size", "pareto", "point", "ways", "welfare"),
    [
        (sums([RENT]), 11, 11, 11, (HALF, HALF), 1, 1),
        (sums([LEASE]), 11, 1, 1, (1, 1), 1, 2),
        (sums([RENT, RENT], [[HALF, HALF]] * 2), 21, 21, 121, (HALF, HALF), 11, 1),
        (sums([RENT, RENT], [thirds(2, 1), thirds(1, 2)]), 121, 21, 21, (F(2, 3), F(2, 3)), 1, F(4, 3)),
        (sums([RENT, LEASE], [[HALF, HALF]] * 2), None, 11, 11, (F(3, 4), F(3, 4)), 1, F(3, 2)),
        (sums([RENT, RENT, RENT, LEASE], [thirds(1, 1, 1, 1)] * 2), 341, 31, 1331, (F(5, 8), F(5, 8)), 91, F(5, 4)),
    ],
)
def test_all_solutions_agree(  # rental: one issue, two with equal and with opposed weights, four
    game: Scenario, distinct: int | None, size: int, pareto: int, point: tuple[F, F], ways: int, welfare: F
) -> None:
    frontier = find_frontier(game)
    assert len(frontier) == size
    assert count_pareto_outcomes(frontier) == pareto
    assert distinct in (None, len(set(every_outcome(game))))
    assert chosen(game) == {(point,)}
    assert multiplicity(frontier)[point] == ways
    assert max_welfare(frontier).value == welfare


def test_equal_weights_tie_in_welfare_and_floats_would_split_them() -> None:
    mixture = find_frontier(sums([RENT, LEASE], [[HALF, HALF]] * 2))
    assert len(max_welfare(mixture).points) == 11
    opposed = sums([RENT, RENT], [thirds(2, 1), thirds(1, 2)])
    assert len(find_lottery_frontier(opposed).vertices) == 3


def test_rent_and_duration_with_opposed_weights() -> None:
    game = sums([RENT, LEASE], [thirds(1, 2), thirds(2, 1)])
    f, hull = find_frontier(game), find_lottery_frontier(game)
    assert len(f) == 11
    assert nash(f).points == ((F(2, 3), 1),) and nash(f).value == F(2, 3)
    assert kalai_smorodinsky(f).points == egalitarian(f).points == ((F(23, 30), F(4, 5)),)
    assert max_welfare(f).value == F(5, 3) and max_welfare(f).points == ((F(2, 3), 1),)
    assert lottery_kalai_smorodinsky(hull).points == lottery_egalitarian(hull).points == ((F(7, 9), F(7, 9)),)
    assert not any(a >= F(5, 6) and b >= F(5, 6) for a, b in every_outcome(game))  # half the welfare for each


def test_loan() -> None:
    """One issue both want more of, three opposed; weights 4, 3, 2, 1 and 1, 2, 3, 4."""
    game = sums([LEASE, RENT, RENT, RENT], [thirds(4, 3, 2, 1), thirds(1, 2, 3, 4)])
    f = find_frontier(game)
    assert (len(set(every_outcome(game))), len(f)) == (4201, 31)
    assert nash(f).points == ((F(7, 10), F(4, 5)),) and nash(f).value == F(14, 25)
    assert kalai_smorodinsky(f).points == egalitarian(f).points == ((F(37, 50), F(37, 50)),)
    assert max_welfare(f).value == F(3, 2)


def test_merger() -> None:
    game = sums([LEASE, RENT, RENT], [thirds(1, 2, 3), thirds(3, 2, 1)])
    f = find_frontier(game)
    assert (len(every_outcome(game)), len(set(every_outcome(game))), len(f)) == (1331, 953, 21)
    assert nash(f).points == ((F(23, 30), F(11, 15)), (F(11, 15), F(23, 30)))
    assert lottery_nash(find_lottery_frontier(game)).points == ((F(3, 4), F(3, 4)),)
    assert max_welfare(f).value == F(3, 2)


def test_division_of_items() -> None:
    game = division((1, 2, 3), (8, 1, 0), (4, 0, 2))
    f = find_frontier(game)
    assert (len(every_outcome(game)), len(f)) == (24, 2)
    assert nash(f).points == ((10, 6),) and max_welfare(f).value == 16
    assert lottery_kalai_smorodinsky(find_lottery_frontier(game)).points == ((F(22, 3), F(22, 3)),)

    game = division((1, 4, 1), (4, 1, 2), (2, 2, 0))
    f = find_frontier(game)
    assert (len(every_outcome(game)), len(f)) == (20, 6)
    assert nash(f).points == ((6, 8),)
    assert kalai_smorodinsky(f).points == ((7, 6), (6, 8))
    assert kalai_smorodinsky(f, variant="mingap").points == ((7, 6),)
    assert lottery_kalai_smorodinsky(find_lottery_frontier(game)).points == ((F(20, 3), F(20, 3)),)

    game = division((2, 3, 1), (2, 1, 0), (0, 1, 7))  # a context of DealOrNoDeal
    f = find_frontier(game)
    assert (len(every_outcome(game)), len(f), ideal_point(f)) == (24, 4, (7, 10))
    assert nash(f).points == ((7, 7),) and kalai_smorodinsky(f).points == ((6, 8),)
    assert lottery_kalai_smorodinsky(find_lottery_frontier(game)).points == ((F(98, 17), F(140, 17)),)
    assert max_welfare(f).value == 14


def test_camping_goods_with_opposed_needs_in_part() -> None:
    game = division((3, 3, 3), (5, 4, 3), (4, 3, 5), d=(5, 5))
    f, hull = find_frontier(game), find_lottery_frontier(game)
    assert (len(every_outcome(game)), len(f)) == (64, 19)
    assert sum(a >= 5 and b >= 5 for a, b in f.points) == 16
    assert ideal_point(f) == (33, 32)
    assert nash(f).points == ((22, 19),) and nash(f).value == 238
    assert max_welfare(f).value == 42 and max_welfare(f).points == ((27, 15),)
    assert egalitarian(f).points == ((22, 19), (19, 21)) and egalitarian(f).leximin == ((22, 19),)
    assert lottery_nash(hull).points == ((F(89, 4), F(94, 5)),)
    assert lottery_egalitarian(hull).points == ((F(61, 3), F(61, 3)),)
    assert lottery_kalai_smorodinsky(hull).points == ((F(6807, 331), F(6669, 331)),)
    assert lottery_ideal_point(hull) != ideal_point(f)  # disagreement cuts an edge


def test_camping_goods_opposed_and_identical() -> None:
    opposed = division((3, 3, 3), (5, 4, 3), (3, 4, 5), d=(5, 5))
    f = find_frontier(opposed)
    assert (len(set(every_outcome(opposed))), len(f)) == (46, 10)
    assert nash(f).points == ((23, 19), (19, 23)) and nash(f).value == 252
    assert lottery_nash(find_lottery_frontier(opposed)).points == ((21, 21),)
    same = division((3, 3, 3), (5, 4, 3), (5, 4, 3), d=(5, 5))
    f = find_frontier(same)
    assert (len(f), count_pareto_outcomes(f)) == (33, 64)
    assert nash(f).points == ((18, 18),) and nash(f).value == 169 and multiplicity(f)[(F(18), F(18))] == 4


def test_unsupported_and_tied_points() -> None:
    unsupported = points((0, 10), (4, 5), (10, 0))
    assert nash(find_frontier(unsupported)).points == ((4, 5),)
    assert lottery_nash(find_lottery_frontier(unsupported)).points == ((5, 5),)
    tied = points((0, 0), (4, 1), (1, 4))
    assert nash(find_frontier(tied)).points == ((4, 1), (1, 4))
    assert lottery_nash(find_lottery_frontier(tied)).points == ((F(5, 2), F(5, 2)),)


def test_the_two_readings_of_kalai_smorodinsky_differ() -> None:
    game = points((100, 0), (90, 60), (59, 61), (0, 100))
    f = find_frontier(game)
    assert kalai_smorodinsky(f).points == ((90, 60),)
    assert kalai_smorodinsky(f, variant="mingap").points == ((59, 61),)
    assert lottery_kalai_smorodinsky(find_lottery_frontier(game)).points == ((F(900, 13), F(900, 13)),)


@pytest.mark.parametrize(
    ("k", "size", "best", "product", "equal", "welfare", "total", "hull"),
    [
        (8, 921, (458, 789), 361362, {(581, 581)}, 1560, 423660, F(4068, 7)),
        (12, 2101, (1055, 1770), 1867350, {(1322, 1321), (1321, 1322)}, 3540, 2206050, F(77980, 59)),
    ],
)
def test_stairs(
    k: int,
    size: int,
    best: tuple[int, int],
    product: int,
    equal: set[tuple[int, int]],
    welfare: int,
    total: int,
    hull: F,
) -> None:
    game = stairs(k)
    f = find_frontier(game)
    assert len(f) == size and sum(a for a, _ in f.points) == total
    assert nash(f).points == (best,) and nash(f).value == product
    assert set(egalitarian(f).leximin) == equal and max_welfare(f).value == welfare
    assert lottery_egalitarian(find_lottery_frontier(game)).points == ((hull, hull),)


def test_price() -> None:
    """A seller with cost 40, a buyer with value 60, a price from 0 to 1000."""
    game = sums([([p - 40 for p in range(1001)], [60 - p for p in range(1001)])])
    f = find_frontier(game)
    assert len(f) == 1001 and sum(min(p) >= 0 for p in f.points) == 21
    assert chosen(game) == {((10, 10),)}
    best = nash(f).value
    ratios = [F(a * b) / best for a, b in ((0, 20), (6, 14), (7, 13), (8, 12))]
    assert ratios == [0, F(21, 25), F(91, 100), F(24, 25)]


def test_three_sides_are_filtered_before_products_are_compared() -> None:
    game = points((-4, -3, 10), (3, 3, 3), d=(0, 0, 0))
    assert nash(find_frontier(game)).points == ((3, 3, 3),)  # though (−4)(−3)(10) = 120 > 27


def test_nobody_or_not_everybody_can_gain() -> None:
    f = find_frontier(points((1, 0), (0, 1), d=(2, 2)))
    for solution in (nash(f), egalitarian(f), kalai_smorodinsky(f), utilitarian(f)):
        assert solution.points == ((2, 2),) and "no outcome gives any side more" in solution.degenerate
    hull = find_lottery_frontier(points((1, 0), (0, 1), d=(2, 2)))
    assert lottery_nash(hull).points == ((2, 2),) and lottery_nash(hull).degenerate
    apart = find_frontier(points((1, 0), (0, 1)))  # both can gain, but never at once
    assert nash(apart).points == ((1, 0), (0, 1)) and nash(apart).value == 0
    assert "as many gain as possible" in nash(apart).degenerate
    one = find_frontier(points((3, 0), (2, 0)))  # only one side can gain
    assert nash(one).points == ((3, 0),) and nash(one).degenerate
    assert kalai_smorodinsky(one).points == ((3, 0),) and "side 2 cannot gain" in kalai_smorodinsky(one).degenerate
    three = find_frontier(points((5, 1, 0), (1, 4, 0), (0, 0, 9), d=(0, 0, 0)))
    assert nash(three).points == ((5, 1, 0),)  # two gain, with product 5 > 4
    assert not nash(find_frontier(points((1, 1)))).degenerate


def test_ideal_points_of_rational_and_of_all_outcomes() -> None:
    f = find_frontier(points((10, 0), (6, 4), (4, 6), (0, 8), d=(3, 3)))
    assert ideal_point(f) == (6, 6)
    assert ideal_point(f, ideal="global") == (10, 8)
    assert utilitarian(f).points == ((6, 4), (4, 6)) and max_welfare(f).points == ((10, 0), (6, 4), (4, 6))
