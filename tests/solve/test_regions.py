import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spi.errors import GameError
from spi.solve.best_points import lexicographic_maximum, leximin, maximise
from spi.solve.linear import Optimal, linear_program, solve_lp
from spi.solve.polygons import Polygon
from spi.solve.region_points import contains, find_point, intersection, is_empty
from spi.solve.regions import Polytope, Region, cut, finite_region, hull, union
from tests.solve.planar import to_polygon

F = Fraction
HUGE = 10**60 + 7
Vector = tuple[Fraction, ...]
TRIANGLE = hull([(0, 0), (4, 0), (0, 2)])
SQUARE = hull([(0, 0), (2, 0), (2, 2), (0, 2)])
CUBE = hull(product((0, 2), repeat=3))
NOTHING = hull([], dimension=2)


def exactly(*numbers: Any) -> Vector:
    return tuple(map(F, numbers))


# --- oracles: x as free variables of its own, beside the multipliers of every hull; and the definitions


def by_program(
    piece: Polytope, goal: Sequence[Fraction | int], at_least: Sequence[tuple[Sequence[Fraction | int], Fraction]] = ()
) -> Fraction | None:
    """The largest goal·x over the x in the piece with a·x ≥ b for all (a, b); None if there is none."""
    n, width = piece.dimension, sum(map(len, piece.hulls))
    equal: list[tuple[list[Fraction | int], int]] = []
    start = 0
    for points in piece.hulls:
        before, after = [0] * start, [0] * (width - start - len(points))
        equal.append(([*[0] * n, *before, *[1] * len(points), *after], 1))
        for i in range(n):
            equal.append(([*(-(i == j) for j in range(n)), *before, *(v[i] for v in points), *after], 0))
        start += len(points)
    program = linear_program(
        [*goal, *[0] * width],
        at_most=[([*a, *[0] * width], b) for a, b in piece.at_most],
        at_least=[([*a, *[0] * width], b) for a, b in at_least],
        equal=equal,
        free=range(n),
    )
    result = solve_lp(program)
    return result.value if isinstance(result, Optimal) else None


def unit(i: int, n: int) -> list[int]:
    return [int(i == j) for j in range(n)]


def within(piece: Polytope, x: Sequence[Fraction]) -> bool:
    n = piece.dimension
    pinned = [([sign * k for k in unit(i, n)], sign * x[i]) for i in range(n) for sign in (1, -1)]
    return by_program(piece, [0] * n, pinned) is not None


def dot(left: Sequence[Fraction | int], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), F(0))


def grid(n: int, half: int = 3) -> list[Vector]:
    return list(product(map(F, range(-half, half + 1)), repeat=n))


def draw_piece(rng: random.Random, n: int) -> Polytope:
    """One hull or two, some half-spaces, now and then a hyperplane; of every dimension, sometimes empty."""

    def entry() -> Fraction:
        return F(rng.randint(-3, 3), rng.choice([1, 1, 2]))

    def corners() -> Polytope:
        least = 0 if rng.random() < 0.1 else 1
        return hull([[entry() for _ in range(n)] for _ in range(rng.randint(least, n + 3))], dimension=n)

    piece = corners()
    if rng.random() < 0.3:
        other = corners()
        piece = Polytope(piece.hulls + other.hulls, (), n)
    for _ in range(rng.choice([0, 0, 1, 2])):
        piece = cut(piece, [rng.randint(-2, 2) for _ in range(n)], entry(), equal=rng.random() < 0.2)
    return piece


def draw_region(rng: random.Random, n: int, most: int = 3) -> Region:
    return union(*(draw_piece(rng, n) for _ in range(rng.randint(0, most))), dimension=n)


# --- construction


def test_hulls() -> None:
    assert hull([(1, 1), (0, 0), (2, 2), (0, 0)]) == hull([(2, 2), (0, 0)])  # vertices alone
    assert hull([["1/2"], [3], [1], [3]]).hulls == ((exactly("1/2"), exactly(3)),)
    assert hull([[3], [3]]).hulls == ((exactly(3),),)
    assert hull([(0, 0, 1), (0, 0, 0), (0, 0, 1)]).hulls == ((exactly(0, 0, 0), exactly(0, 0, 1)),)
    assert hull([], dimension=3) == Polytope(((),), (), 3)
    assert hull((point for point in [(0, 0), (4, 0), (0, 2)]), dimension=2) == TRIANGLE


def test_cuts() -> None:
    once = cut(TRIANGLE, (1, 0), 1)
    assert once.at_most == ((exactly(1, 0), F(1)),) and once.hulls == TRIANGLE.hulls
    assert cut(once, (1, 0), 1) == once
    assert cut(TRIANGLE, (1, 0), 1, equal=True).at_most == ((exactly(1, 0), F(1)), (exactly(-1, 0), F(-1)))
    assert cut(union(TRIANGLE, SQUARE), (1, 0), 1) == union(once, cut(SQUARE, (1, 0), 1))


def test_unions() -> None:
    both = union(TRIANGLE, union(SQUARE, TRIANGLE))
    assert both == Region((TRIANGLE, SQUARE), 2)
    assert union(dimension=3) == Region((), 3) == finite_region([], dimension=3)
    assert finite_region([(1, 2), (3, 4)]) == union(hull([(1, 2)]), hull([(3, 4)]))


# --- points, membership and maxima


@pytest.mark.parametrize("n", [1, 2, 3])
def test_points_membership_and_maxima_of_polytopes(n: int) -> None:
    rng = random.Random(f"polytopes {n}")
    empty = 0
    for _ in range(120):
        piece = draw_piece(rng, n)
        goal = [F(rng.randint(-3, 3), rng.randint(1, 2)) for _ in range(n)]
        best, point = maximise(piece, goal), find_point(piece)
        assert is_empty(piece) == (point is None) == (best is None) == (by_program(piece, [0] * n) is None)
        if best is None or point is None:
            empty += 1
            continue
        assert within(piece, point) and within(piece, best[1])
        assert best[0] == dot(goal, best[1]) == by_program(piece, goal)
        assert contains(piece, point)
        for x in rng.sample(grid(n), min(6, 7**n)):
            assert contains(piece, x) == within(piece, x)
    assert 10 < empty < 70


@pytest.mark.parametrize("n", [1, 2, 3])
def test_unions_and_intersections_by_points(n: int) -> None:
    rng = random.Random(f"regions {n}")
    shared = 0
    for _ in range(40):
        left, right = draw_region(rng, n), draw_region(rng, n)
        if rng.random() < 0.5:  # so that they surely overlap at times
            right = union(right, *(cut(piece, unit(0, n), 1) for piece in left.pieces[:1]))
        either, both = union(left, right), intersection(left, right)
        assert is_empty(both) == (not both.pieces)  # empty pieces are dropped
        assert is_empty(either) == (is_empty(left) and is_empty(right))
        own = [x for shape in (left, right, both) if (x := find_point(shape)) is not None]
        for x in [*own, *rng.sample(grid(n, 1), min(8, 3**n))]:
            here = any(within(piece, x) for piece in left.pieces), any(within(piece, x) for piece in right.pieces)
            assert (contains(left, x), contains(right, x)) == here
            assert contains(either, x) == any(here)
            assert contains(both, x) == all(here)
            shared += all(here)
        goal = [rng.randint(-3, 3) for _ in range(n)]
        values = [value for piece in either.pieces if (value := by_program(piece, goal)) is not None]
        best = maximise(either, goal)
        assert (None if best is None else best[0]) == max(values, default=None)
        assert best is None or (contains(either, best[1]) and dot(goal, best[1]) == best[0])
    assert shared > 15


def test_polygons_of_polytopes() -> None:
    rng = random.Random(4)
    sizes = set()
    for _ in range(150):
        piece = draw_piece(rng, 2)
        polygon = to_polygon(piece)
        sizes.add(len(polygon.vertices))
        assert polygon.is_empty == is_empty(piece)
        for x in rng.sample(grid(2), 8):
            assert polygon.contains(x) == within(piece, x)
        for goal in [] if polygon.is_empty else [normal for normal, _ in polygon.facets]:
            assert max(dot(goal, v) for v in polygon.vertices) == by_program(piece, goal)
    assert {0, 1, 2, 3, 4, 5} <= sizes


def test_empty_sets() -> None:
    outside = cut(TRIANGLE, (-1, 0), -5)  # no point with x ≥ 5
    for shape in (NOTHING, outside, union(NOTHING, outside), finite_region([], dimension=2)):
        assert is_empty(shape) and find_point(shape) is None
        assert not contains(shape, (0, 0))
        assert maximise(shape, (1, 1)) is leximin(shape) is lexicographic_maximum(shape, [(1, 1)]) is None
        assert intersection(shape, TRIANGLE) == Region((), 2)
    assert to_polygon(NOTHING) == to_polygon(outside) == Polygon(())
    assert is_empty(cut(SQUARE, (0, 0), -1)) and not is_empty(cut(SQUARE, (0, 0), 0))


# --- leximin


def leximin_by_players(piece: Polytope) -> Vector | None:
    """The textbook's way: after each level, ask for every player whether she alone can have more."""
    n = piece.dimension
    settled: dict[int, Fraction] = {}
    if by_program(piece, [0] * n) is None:
        return None
    while len(settled) < n:
        left = [i for i in range(n) if i not in settled]
        fixed = [([s * k for k in unit(i, n)], s * g) for i, g in settled.items() for s in (1, -1)]
        # the level t as a coordinate of its own: hulls of points (x, t) with t from far below to far above
        far = 100
        lifted = Polytope(
            tuple(tuple((*v, F(t)) for v in points for t in (-far, far)) for points in piece.hulls),
            tuple(((*a, F(0)), b) for a, b in piece.at_most),
            n + 1,
        )
        level = by_program(
            lifted,
            [*[0] * n, 1],
            [*(([*a, 0], b) for a, b in fixed), *(([*unit(i, n), -1], F(0)) for i in left)],
        )
        assert level is not None and abs(level) < far
        floors = [*fixed, *((unit(i, n), level) for i in left)]
        stuck = [i for i in left if by_program(piece, unit(i, n), floors) == level]
        assert stuck
        settled |= dict.fromkeys(stuck, level)
    return tuple(settled[i] for i in range(n))


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_leximin_of_polytopes(n: int) -> None:
    rng = random.Random(f"leximin {n}")
    found = 0
    for _ in range(60):
        piece = draw_piece(rng, n)
        x = leximin(piece)
        assert x == leximin_by_players(piece)
        if x is not None:
            found += 1
            assert within(piece, x)
    assert found > 30


@pytest.mark.parametrize("n", [1, 2, 3])
def test_leximin_of_regions_beats_corners_and_grids(n: int) -> None:
    rng = random.Random(f"leximin of regions {n}")
    for _ in range(30):
        region = union(*(hull([v], dimension=n) for v in rng.sample(grid(n, 2), 3)), *draw_region(rng, n).pieces)
        x = leximin(region)
        assert x is not None and contains(region, x)
        best = (sorted(x), x)
        for piece in region.pieces:
            single = leximin_by_players(piece)
            assert single is None or (sorted(single), single) <= best
        for y in rng.sample(grid(n), min(10, 7**n)):
            assert sorted(y) <= best[0] or not any(within(piece, y) for piece in region.pieces)


@given(st.lists(st.tuples(*[st.integers(-3, 3)] * 3), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_leximin_of_finite_regions_is_a_sort(points: list[tuple[int, ...]]) -> None:
    assert leximin(finite_region(points)) == max(points, key=lambda p: (sorted(p), p))


def test_leximin_by_hand() -> None:
    assert leximin(TRIANGLE) == exactly("4/3", "4/3")  # y1 + 2 y2 = 4 at y1 = y2
    # nobody has more than 2; the first at most 1, so the others share what x2 + x3 ≤ 7/2 leaves: 7/4 each
    assert leximin(cut(cut(CUBE, (1, 0, 0), 1), (0, 1, 1), "7/2")) == exactly(1, "7/4", "7/4")
    assert leximin(cut(CUBE, (1, 0, 0), 1)) == exactly(1, 2, 2)
    assert leximin(finite_region([(1, 2), (2, 1)])) == exactly(2, 1)  # a tie: the lexicographically largest
    assert leximin(finite_region([(2, 1), (1, 2)])) == exactly(2, 1)
    assert leximin(finite_region([(1, 9), (2, 2)])) == exactly(2, 2)
    assert leximin(hull([[5], [-1]])) == exactly(5)


# --- lexicographic maxima


@pytest.mark.parametrize("n", [1, 2, 3])
def test_lexicographic_maxima_are_at_corners(n: int) -> None:
    rng = random.Random(f"lexicographic {n}")
    for _ in range(50):
        pieces: list[Polytope] = []
        corners: list[Vector] = []
        for _ in range(rng.randint(1, 3)):
            piece = draw_piece(rng, n)
            if n == 2:
                points: Sequence[Vector] = to_polygon(piece).vertices
            else:  # without cuts the corners are among the points that were given
                piece = Polytope(piece.hulls[:1], (), n)
                points = piece.hulls[0]
            pieces.append(piece)
            corners += points
        goals = [[rng.randint(-1, 1) for _ in range(n)] for _ in range(rng.randint(0, 2))]
        expected = max(corners, key=lambda v: ([dot(goal, v) for goal in goals], v), default=None)
        assert lexicographic_maximum(union(*pieces), goals) == expected


def test_lexicographic_maxima_by_hand() -> None:
    # the second player's best in the square is 2; there the first player's worst is 0, her best 2
    assert lexicographic_maximum(SQUARE, [(0, 1), (-1, 0)]) == exactly(0, 2)
    assert lexicographic_maximum(SQUARE, [(0, 1)]) == exactly(2, 2)
    assert lexicographic_maximum(SQUARE, []) == exactly(2, 2)
    # both pieces reach the sum 4, on the line from (1, 3) to (3, 1) and at (2, 2)
    two = union(hull([(1, 3), (3, 1)]), SQUARE)
    assert lexicographic_maximum(two, [(1, 1), (0, 1)]) == exactly(1, 3)
    assert lexicographic_maximum(two, [(1, 1)]) == exactly(3, 1)


# --- sizes of numbers, and what is refused


def test_huge_denominators() -> None:
    shift = F(1, 3) + F(1, HUGE)
    small = hull([(shift, 0), (shift + F(1, HUGE), 0), (shift, F(1, HUGE))])
    # the triangle (0, 0), (1, 0), (0, 1) in units of 1/HUGE, far to the right: the second has the least
    assert leximin(small) == (shift, F(1, HUGE))
    assert maximise(small, (HUGE, 2 * HUGE)) == (HUGE * shift + 2, (shift, F(1, HUGE)))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: hull([(0, 0), (0, 0.5)]), r"0\.5 at point 1 is a float"),  # type: ignore[list-item]
        (lambda: hull([(0, 0), (1,)]), r"point 1 is \(1,\); accepted: 2 exact numbers"),
        (lambda: hull(["12"], dimension=2), "point 0 is '12'; accepted: 2 exact numbers"),
        (lambda: hull([]), "None as the first point has no dimension; accepted: a vector, or dimension=n"),
        (lambda: hull([3]), "3 as the first point has no dimension; accepted: a vector"),  # type: ignore[list-item]
        (lambda: hull([()]), "the dimension is 0; accepted: at least 1"),
        (lambda: finite_region([]), "None as the first point has no dimension"),
        (union, "a union of nothing has no dimension of its own; accepted: a shape, or dimension=n"),
        (lambda: union(SQUARE, CUBE), "a shape of dimension 3 beside one of 2; accepted: the same for all"),
        (lambda: intersection(SQUARE, CUBE), "a shape of dimension 3 beside one of 2"),
        (lambda: Region((SQUARE, CUBE), 2), "piece 1 has dimension 3; accepted: 2"),
        (lambda: Polytope((), (), 2), "accepted: at least one hull"),
        (lambda: cut(SQUARE, (1, 0, 0), 1), "the normal is"),
        (lambda: cut(SQUARE, (1, 0), 0.5), r"0\.5 at the bound is a float"),  # type: ignore[arg-type]
        (lambda: contains(SQUARE, (1,)), "the point is"),
        (lambda: maximise(SQUARE, (1, None)), "None at the weights is a NoneType"),  # type: ignore[arg-type]
        (lambda: lexicographic_maximum(SQUARE, [(1, 0), (1,)]), "goal 1 is"),
    ],
)
def test_refusals(call: Callable[[], object], words: str) -> None:
    with pytest.raises(GameError, match=words):
        call()
