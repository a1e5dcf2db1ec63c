import random
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import gcd
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spi.errors import GameError, HypothesisError
from spi.solve.linear import Optimal, Unbounded, linear_program, solve_lp
from spi.solve.polygons import (
    Point,
    Polygon,
    clip,
    convex_hull,
    frontier,
    nash_point,
    weighted_sum,
)

F = Fraction
HUGE = 10**60 + 7
EMPTY, ORIGIN = Polygon(()), Polygon(((F(0), F(0)),))
SQUARE = convex_hull([(0, 0), (1, 0), (1, 1), (0, 1)])
TRIANGLE = convex_hull([(0, 0), (4, 0), (0, 2)])
DIRECTIONS = [(F(p), F(q)) for p, q in product((-2, -1, 0, 1, 2), repeat=2) if gcd(p, q) == 1]


def exactly(*points: tuple[Any, Any]) -> tuple[Point, ...]:
    return tuple((F(x), F(y)) for x, y in points)


# --- oracles: linear programs over the multipliers of the points that were given, and the definitions


def best_mix(
    points: Sequence[Point],
    goal: tuple[Fraction, Fraction],
    at_least: Iterable[tuple[tuple[Fraction, Fraction], Fraction]] = (),
) -> Fraction | None:
    """The largest goal·y over the mixtures y of the points with a·y ≥ b for all (a, b)."""
    result = solve_lp(
        linear_program(
            [dot(goal, p) for p in points],
            at_least=[([dot(a, p) for p in points], b) for a, b in at_least],
            equal=[([1] * len(points), 1)],
        )
    )
    return result.value if isinstance(result, Optimal) else None


def least_gain(points: Sequence[Point], origin: Point) -> Fraction:
    """The largest t such that both players gain at least t in some mixture of the points."""
    level = solve_lp(
        linear_program(
            [0] * len(points) + [1],
            at_least=[([*(y[k] for y in points), -1], origin[k]) for k in (0, 1)],
            equal=[([1] * len(points) + [0], 1)],
            free=[len(points)],
        )
    )
    assert isinstance(level, Optimal)
    return level.value


def dot(left: tuple[Fraction, Fraction], right: tuple[Fraction, Fraction]) -> Fraction:
    return left[0] * right[0] + left[1] * right[1]


def in_hull(points: Sequence[Point], y: Point) -> bool:
    return (
        best_mix(points, (F(0), F(0)), [((s * (1 - k), s * k), s * y[k]) for k in (0, 1) for s in (F(1), F(-1))]) == 0
    )


def turn(a: Point, b: Point, c: Point) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def well_formed(polygon: Polygon) -> None:
    """Counterclockwise from the least vertex: every other vertex is strictly left of every edge."""
    vertices = polygon.vertices
    assert len(set(vertices)) == len(vertices)
    assert not vertices or vertices[0] == min(vertices)
    assert all(type(u) is Fraction for vertex in vertices for u in vertex)
    if len(vertices) > 2:
        for k, a in enumerate(vertices):
            b = vertices[(k + 1) % len(vertices)]
            assert all(turn(a, b, c) > 0 for c in vertices if c not in (a, b))


def support(polygon: Polygon, direction: tuple[Fraction, Fraction]) -> Fraction | None:
    return max((dot(direction, vertex) for vertex in polygon.vertices), default=None)


def on_chain(chain: Sequence[Point], y: Point) -> bool:
    """By the definition of a segment: between neighbours in both coordinates, and on their line."""
    return y in chain or any(
        turn(a, b, y) == 0 and a[0] <= y[0] <= b[0] and b[1] <= y[1] <= a[1] for a, b in pairwise(chain)
    )


def samples(polygon: Polygon, parts: int = 6) -> list[Point]:
    """Vertices, midpoints of all pairs of vertices, and a grid that goes one step beyond the polygon."""
    vertices = polygon.vertices
    found = {((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in product(vertices, repeat=2)}
    if vertices:
        (left, right), (low, high) = ((min(v[k] for v in vertices), max(v[k] for v in vertices)) for k in (0, 1))
        across, up = (right - left or F(1)) / parts, (high - low or F(1)) / parts
        found |= {(left + across * i, low + up * j) for i, j in product(range(-1, parts + 2), repeat=2)}
    return sorted(found)


# --- polygons to try: few small integers give points, segments, repetitions and points on a line often

integers = st.integers(-3, 3).map(Fraction)
fractions = st.fractions(-3, 3, max_denominator=5)
corners = st.lists(st.tuples(integers, integers), max_size=7) | st.lists(st.tuples(fractions, fractions), max_size=5)
some_corners = corners.filter(bool)


def draw_corners(rng: random.Random, most: int = 7, least: int = 0) -> list[Point]:
    """Also on a line, repeated, and with huge denominators."""
    entry: Callable[[], Fraction] = rng.choice(
        [lambda: F(rng.randint(-3, 3)), lambda: F(rng.randint(-12, 12), rng.randint(1, 6))]
    )
    points = [(entry(), entry()) for _ in range(rng.randint(least, most))]
    if points and rng.random() < 0.3:
        (x, y), (dx, dy) = points[0], rng.choice([(1, 0), (0, 1), (1, 1), (2, -1)])
        points = [(x + dx * t, y + dy * t) for t in (rng.randint(-2, 2) for _ in points)]
    if points and rng.random() < 0.3:
        points += rng.choices(points, k=2)
    if rng.random() < 0.2:
        points = [(x / HUGE + F(1, 3), y / HUGE) for x, y in points]
    return points


# --- hulls


def test_hulls_by_hand() -> None:
    assert convex_hull([]) == EMPTY and EMPTY.is_empty and not ORIGIN.is_empty
    assert convex_hull([(1, "1/2"), (F(1), "0.5")]).vertices == exactly((1, F(1, 2)))
    assert convex_hull([(2, 2), (0, 0), (1, 1), (0, 0)]).vertices == exactly((0, 0), (2, 2))
    assert convex_hull([(0, 3), (0, -1), (0, 2)]).vertices == exactly((0, -1), (0, 3))
    assert convex_hull((F(x), F(y)) for x in range(3) for y in range(3)).vertices == exactly(
        (0, 0), (2, 0), (2, 2), (0, 2)
    )


@given(corners, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_vertices_are_the_points_outside_the_hull_of_the_others(points: list[Point], rng: random.Random) -> None:
    polygon = convex_hull(points)
    well_formed(polygon)
    distinct = set(points)
    assert set(polygon.vertices) == {p for p in distinct if not in_hull(sorted(distinct - {p}), p)}
    rng.shuffle(points)
    assert convex_hull(points) == convex_hull(polygon.vertices) == polygon


def test_vertices_with_huge_and_nearly_equal_numbers() -> None:
    rng = random.Random(1)
    for _ in range(60):
        points = draw_corners(rng)
        moved = [(x / HUGE + 5, 10**40 * y - F(1, 7)) for x, y in points]  # increasing and affine: the same hull
        expected = [(x / HUGE + 5, 10**40 * y - F(1, 7)) for x, y in convex_hull(points).vertices]
        assert list(convex_hull(moved).vertices) == expected
        distinct = set(points)
        assert set(convex_hull(points).vertices) == {p for p in distinct if not in_hull(sorted(distinct - {p}), p)}


def test_many_points() -> None:
    # the points (s, s²) are in convex position, and all the others lie strictly above the parabola and below its chord
    rng = random.Random(2)
    parabola = {F(rng.randint(-10_000, 10_000), rng.randint(1, 999)) for _ in range(2000)} | {F(-10_000), F(10_000)}
    inside = [(F(rng.randint(-9999, 9999)), F(10**8 - rng.randint(1, 10_000))) for _ in range(3000)]
    expected = [(s, s * s) for s in sorted(parabola)]
    points = expected + inside
    rng.shuffle(points)
    assert list(convex_hull(points).vertices) == expected


# --- membership and facets


@given(corners, st.tuples(fractions, fractions))
@settings(deadline=None)
def test_membership(points: list[Point], y: Point) -> None:
    polygon = convex_hull(points)
    assert polygon.contains(y) == in_hull(points, y)


def test_membership_on_grids_agrees_with_the_facets() -> None:
    rng = random.Random(3)
    for _ in range(60):
        polygon = convex_hull(draw_corners(rng, most=6, least=1))
        for y in samples(polygon):
            held = polygon.contains(y)
            assert held == all(dot((F(p), F(q)), y) <= bound for (p, q), bound in polygon.facets)
            assert held == in_hull(polygon.vertices, y)


def test_every_facet_is_needed() -> None:
    rng = random.Random(4)
    for _ in range(60):
        polygon = convex_hull(draw_corners(rng, least=1))
        facets, count = polygon.facets, len(polygon.vertices)
        assert len(facets) == max(4, count) if count < 3 else len(facets) == count
        assert all(type(p) is int and type(q) is int and gcd(p, q) == 1 for (p, q), _ in facets)
        assert all(support(polygon, (F(p), F(q))) == bound for (p, q), bound in facets)
        for k, (normal, bound) in enumerate(facets):
            others = [facet for j, facet in enumerate(facets) if j != k]
            result = solve_lp(linear_program(normal, at_most=others, free=[0, 1]))
            assert isinstance(result, Unbounded) or (isinstance(result, Optimal) and result.value > bound)


def test_facets_by_hand() -> None:
    half = convex_hull([(0, 0), ("1/2", "1/3")])  # on the line 2x = 3y
    assert set(half.facets) == {((2, -3), F(0)), ((-2, 3), F(0)), ((3, 2), F(13, 6)), ((-3, -2), F(0))}
    assert set(ORIGIN.facets) == {(normal, F(0)) for normal in [(1, 0), (-1, 0), (0, 1), (0, -1)]}
    assert set(TRIANGLE.facets) == {((-1, 0), F(0)), ((0, -1), F(0)), ((1, 2), F(4))}
    with pytest.raises(HypothesisError, match="the empty polygon has no facets"):
        EMPTY.facets  # noqa: B018


# --- clipping and intersecting


def test_clips_by_hand() -> None:
    assert clip(SQUARE, (1, 0), "1/2") == convex_hull([(0, 0), ("1/2", 0), ("1/2", 1), (0, 1)])
    assert clip(SQUARE, (1, 1), 2) == SQUARE
    assert clip(SQUARE, (-1, -1), -2) == convex_hull([(1, 1)])  # touches in a vertex
    assert clip(SQUARE, (-1, 0), -1) == convex_hull([(1, 0), (1, 1)])  # touches along an edge
    assert clip(SQUARE, (1, 0), -1) == clip(EMPTY, (1, 0), 5) == EMPTY
    assert clip(SQUARE, (0, 0), 0) == SQUARE and clip(SQUARE, (0, 0), -1) == EMPTY
    assert clip(convex_hull([(0, 0), (3, 3)]), (1, 2), 3) == convex_hull([(0, 0), (1, 1)])


def test_clips_against_linear_programs() -> None:
    # a closed convex set is what all its supporting half-planes leave: here in 16 directions and in the facets' own
    rng = random.Random(5)
    kinds = set()
    for _ in range(60):
        points = draw_corners(rng)
        normal, bound = (F(rng.randint(-3, 3)), F(rng.randint(-3, 3), 2)), F(rng.randint(-6, 6), rng.randint(1, 3))
        polygon, clipped = convex_hull(points), clip(convex_hull(points), normal, bound)
        well_formed(clipped)
        kinds.add(len(clipped.vertices))
        own = [] if clipped.is_empty else [(F(p), F(q)) for (p, q), _ in clipped.facets]
        for direction in [*rng.sample(DIRECTIONS, 4), *own]:
            below = ((-normal[0], -normal[1]), -bound)
            assert support(clipped, direction) == best_mix(points, direction, [below])
        for y in samples(polygon):
            assert clipped.contains(y) == (polygon.contains(y) and dot(normal, y) <= bound)
    assert {0, 1, 2, 3, 4, 5} <= kinds


# --- sums


def test_weighted_sums_are_hulls_of_weighted_sums_of_corners() -> None:
    rng = random.Random(7)
    for _ in range(150):
        parts = [
            (F(rng.randint(0, 4), rng.randint(1, 5)), draw_corners(rng, most=4, least=rng.random() < 0.95))
            for _ in range(rng.randint(0, 3))
        ]
        total = weighted_sum((weight, convex_hull(points)) for weight, points in parts)
        well_formed(total)
        weights = [weight for weight, _ in parts]
        assert total == convex_hull(
            [
                (
                    sum((w * y[0] for w, y in zip(weights, chosen, strict=True)), F(0)),
                    sum((w * y[1] for w, y in zip(weights, chosen, strict=True)), F(0)),
                )
                for chosen in product(*(points for _, points in parts))
            ]
        )


def test_weighted_sums_by_hand() -> None:
    assert weighted_sum([]) == ORIGIN
    assert weighted_sum([(0, SQUARE)]) == ORIGIN
    assert weighted_sum([(0, EMPTY)]) == weighted_sum([(1, SQUARE), (0, EMPTY)]) == EMPTY
    assert weighted_sum([("1/2", SQUARE), ("1/2", SQUARE)]) == SQUARE
    assert weighted_sum([(2, SQUARE)]) == convex_hull([(0, 0), (2, 0), (2, 2), (0, 2)])
    diagonal, other = convex_hull([(0, 0), (1, 1)]), convex_hull([(0, 1), (1, 0)])
    # (0, 0) or (1, 1) plus (0, 1) or (1, 0)
    assert weighted_sum([(1, diagonal), (1, other)]) == convex_hull([(0, 1), (1, 0), (1, 2), (2, 1)])
    assert weighted_sum([(1, diagonal), (1, diagonal)]) == convex_hull([(0, 0), (2, 2)])


def test_order_does_not_matter_in_a_long_sum() -> None:
    rng = random.Random(8)
    parts = [(F(rng.randint(0, 5), rng.randint(1, 9)), convex_hull(draw_corners(rng, least=1))) for _ in range(30)]
    total = weighted_sum(parts)
    well_formed(total)
    rng.shuffle(parts)
    assert weighted_sum(parts) == total
    for direction in DIRECTIONS:  # the support of a sum is the sum of the supports
        assert support(total, direction) == sum(w * max(dot(direction, v) for v in p.vertices) for w, p in parts)


# --- the efficient frontier


@pytest.mark.parametrize(
    ("points", "chain"),
    [
        ([], []),
        ([(2, 3)], [(2, 3)]),
        ([(0, 0), (1, 0), (1, 1), (0, 1)], [(1, 1)]),  # of the horizontal and the vertical edge only the better end
        ([(0, 0), (2, 0), (0, 2)], [(0, 2), (2, 0)]),
        ([(0, 0), (1, 1)], [(1, 1)]),
        ([(0, 1), (1, 0)], [(0, 1), (1, 0)]),
        ([(0, 0), (3, 0)], [(3, 0)]),
        ([(0, 0), (0, 3)], [(0, 3)]),
        ([(0, 0), (4, 0), (4, 1), (3, 2), (1, 3), (0, 3)], [(1, 3), (3, 2), (4, 1)]),
        ([(0, 0), (2, 1), (1, 2)], [(1, 2), (2, 1)]),
    ],
)
def test_frontiers_by_hand(points: list[tuple[int, int]], chain: list[tuple[int, int]]) -> None:
    assert frontier(convex_hull(points)) == exactly(*chain)


def test_frontier_is_what_nothing_improves_on() -> None:
    rng = random.Random(9)
    for _ in range(50):
        points = draw_corners(rng, least=1, most=6)
        polygon = convex_hull(points)
        chain = frontier(polygon)
        assert set(chain) <= set(polygon.vertices)
        assert all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(chain))
        for y in samples(polygon):
            if polygon.contains(y):
                reach = best_mix(points, (F(1), F(1)), [((F(1), F(0)), y[0]), ((F(0), F(1)), y[1])])
                assert (reach == y[0] + y[1]) == on_chain(chain, y)


# --- the Nash bargaining solution


def test_nash_points_by_hand() -> None:
    # on y1 + 2 y2 = 4 the product (4 - 2 y2) y2 peaks at y2 = 1; from (1, 0), (3 - 2 y2) y2 peaks at y2 = 3/4
    assert nash_point(TRIANGLE, (0, 0)) == exactly((2, 1))[0]
    assert nash_point(TRIANGLE, (1, 0)) == exactly((F(5, 2), F(3, 4)))[0]
    assert nash_point(SQUARE, ("1/3", "-5")) == exactly((1, 1))[0]
    # the peak (1, 1) of y1 y2 on y1 + y2 = 2 is cut off by y2 ≤ 1/2: the corner (3/2, 1/2)
    assert nash_point(clip(convex_hull([(0, 0), (2, 0), (0, 2)]), (0, 2), 1), (0, 0)) == exactly((F(3, 2), F(1, 2)))[0]
    assert nash_point(convex_hull([(0, 3), (3, 0)]), (0, 0)) == exactly((F(3, 2), F(3, 2)))[0]


@pytest.mark.parametrize(
    ("polygon", "disagreement"),
    [
        (EMPTY, (0, 0)),
        (ORIGIN, (0, 0)),
        (SQUARE, (1, 0)),  # only the first player's gain is 0
        (SQUARE, (0, 1)),
        (SQUARE, (1, 1)),
        (SQUARE, (5, 5)),
        (SQUARE, (5, -5)),
        (convex_hull([(0, 3), (3, 0)]), (2, 2)),
        (convex_hull([(0, 0), (3, 0)]), (0, 0)),
        (convex_hull([(0, 2), (1, 1), (2, 0)]), (1, 1)),
    ],
)
def test_nash_needs_gains_for_both(polygon: Polygon, disagreement: tuple[int, int]) -> None:
    with pytest.raises(HypothesisError, match="strictly positive gains for both"):
        nash_point(polygon, disagreement)


def test_nash_points_are_supported_by_the_inverse_gains_and_beat_every_grid() -> None:
    rng = random.Random(10)
    found = 0
    for _ in range(250):
        points = draw_corners(rng, least=1)
        polygon = convex_hull(points)
        d = rng.choice([rng.choice(points), (F(rng.randint(-5, 5), 2), F(rng.randint(-5, 5), 3))])
        # some point has both gains positive: the largest t with both gains ≥ t is positive
        both = least_gain(points, d) > 0
        try:
            y = nash_point(polygon, d)
        except HypothesisError:
            assert not both
            continue
        assert both
        found += 1
        gains = (y[0] - d[0], y[1] - d[1])
        assert min(gains) > 0 and polygon.contains(y)
        # for y' in the polygon with gains g' ≥ 0: g1'/g1 + g2'/g2 ≤ 2, hence g1' g2' ≤ g1 g2 (means)
        weights = (1 / gains[0], 1 / gains[1])
        assert support(polygon, weights) == dot(weights, y)
        for z in samples(polygon, 24) if found % 10 == 0 else samples(polygon):
            if polygon.contains(z) and z[0] >= d[0] and z[1] >= d[1]:
                assert (z[0] - d[0]) * (z[1] - d[1]) < gains[0] * gains[1] or z == y
    assert found > 100


@given(some_corners, st.tuples(fractions, fractions), st.tuples(fractions, fractions))
@settings(deadline=None)
def test_nash_points_do_not_depend_on_units(points: list[Point], d: Point, shift: Point) -> None:
    def change(y: Point) -> Point:
        return 7 * y[0] / HUGE + shift[0], F(2, 3) * y[1] + shift[1]

    try:
        y = nash_point(convex_hull(points), d)
    except HypothesisError:
        with pytest.raises(HypothesisError):
            nash_point(convex_hull(map(change, points)), change(d))
        return
    assert nash_point(convex_hull(map(change, points)), change(d)) == change(y)
    x1, x2 = nash_point(convex_hull([(b, a) for a, b in points]), (d[1], d[0]))
    assert (x2, x1) == y


# --- what is refused


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: convex_hull([(0, 0), (0.5, 1)]), r"0\.5 at point 1 is a float"),  # type: ignore[list-item]
        (lambda: convex_hull([(0, 0), (1, 2, 3)]), r"point 1 is \(1, 2, 3\); accepted: a pair of exact numbers"),
        (lambda: convex_hull(["12"]), "point 0 is '12'; accepted: a pair"),
        (lambda: convex_hull([3]), "point 0 is 3; accepted: a pair"),  # type: ignore[list-item]
        (lambda: SQUARE.contains((1, None)), "None at the point is a NoneType"),  # type: ignore[arg-type]
        (lambda: clip(SQUARE, (1,), 0), r"the normal is \(1,\); accepted: a pair"),
        (lambda: clip(SQUARE, (1, 0), 0.5), r"0\.5 at the bound is a float"),  # type: ignore[arg-type]
        (lambda: weighted_sum([(1, SQUARE), ("-1/2", SQUARE)]), "weight 1 is -1/2; accepted: weights of at least 0"),
        (lambda: nash_point(SQUARE, (0, 0, 0)), "the disagreement point is"),
    ],
)
def test_refusals(call: Callable[[], object], words: str) -> None:
    with pytest.raises(GameError, match=words):
        call()
