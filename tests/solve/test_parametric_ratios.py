"""Whether one factor turns differences into others everywhere in a cell: by hand, and random ones at points."""

import random
from fractions import Fraction

import pytest

from spi.solve.cells import Cell, Leaf, OpenError, explore, leaves
from spi.solve.parametric_ratios import Apart, Multiples, NotAffineError, Pair, Scale, ratio_in
from spi.solve.systems import Test

X_POSITIVE: Test = ((0, 1), True)


def cell_of(*tests: Test) -> Cell:
    leaf = explore(tests, 1, lambda cell: None)
    assert isinstance(leaf, Leaf)
    return leaf.cell


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([((0, 0), (0, 0)), ((0, 0), (0, 0))], Scale(Fraction(1))),
        ([((2, 0), (1, 0)), ((0, 2), (0, 1))], Scale(Fraction(2))),  # 2, 2x against 1, x
        ([((0, 1), (1, 0)), ((0, 2), (2, 0))], Multiples(0, (Fraction(1), Fraction(2)))),  # x, 2x against 1, 2
        ([((0, 1), (1, 0)), ((0, 2), (3, 0))], Apart("multiple", 1, 0, Fraction(2))),  # x, 2x against 1, 3
        ([((0, 1), (0, 1)), ((1, 1), (2, 1))], Apart("ratio", 0, 1, Fraction(1))),  # x, 1 + x against x, 2 + x
    ],
)
def test_the_same_for_all_positive_x(pairs: list[Pair], found: object) -> None:
    assert ratio_in(cell_of(X_POSITIVE), pairs) == found


def test_open_and_undecided() -> None:
    with pytest.raises(OpenError):  # x against 1: by the sign of x
        ratio_in(cell_of(((3, 0), True)), [((0, 1), (1, 0))])
    with pytest.raises(OpenError):  # 1, x against 1, 2: at x = 2
        ratio_in(cell_of(X_POSITIVE), [((1, 0), (1, 0)), ((0, 1), (2, 0))])
    with pytest.raises(NotAffineError):  # x, 1 against 1, x: at x = 1, but that is x * x = 1
        ratio_in(cell_of(X_POSITIVE), [((0, 1), (1, 0)), ((1, 0), (0, 1))])
    apart = ratio_in(cell_of(((-2, 1), False)), [((0, 1), (1, 0)), ((1, 0), (0, 1))])  # not for x >= 2
    assert isinstance(apart, Apart)


def test_random_pairs_at_points() -> None:
    rng = random.Random(12)
    kinds: dict[str, int] = {}
    for _ in range(300):
        pairs: list[Pair] = []
        for _ in range(rng.randint(1, 3)):
            d = (rng.randint(-2, 2), rng.randint(-1, 1))
            same = rng.random() < 0.6
            pairs.append((d, tuple(2 * k for k in d) if same else (rng.randint(-2, 2), rng.randint(-1, 1))))

        def procedure(cell: Cell, pairs: list[Pair] = pairs) -> object:
            try:
                return ratio_in(cell, pairs)
            except NotAffineError:
                return None

        tree = explore((), 1, procedure)
        assert tree is not None
        for leaf in leaves(tree):
            kind = type(leaf.result).__name__
            kinds[kind] = kinds.get(kind, 0) + 1
            for point in leaf.cell.points:
                values = [tuple(form[0] + form[1] * point[0] for form in pair) for pair in pairs]
                ratios = {Fraction(p, q) for p, q in values if q}
                fits = all(bool(p) == bool(q) for p, q in values) and len(ratios) <= 1 and all(r > 0 for r in ratios)
                assert leaf.result is None or fits == isinstance(leaf.result, Scale | Multiples), (pairs, point)
    assert all(kinds[kind] > 10 for kind in ("Scale", "Multiples", "Apart", "NoneType"))
