"""Cells of the parameters: what is known there, what proves it, and that cuts cover everything."""

import random
from fractions import Fraction

import pytest

from spi.solve.cells import (
    NEGATIVE,
    POSITIVE,
    ZERO,
    Cell,
    Cut,
    Leaf,
    OpenError,
    decide,
    difference,
    explore,
    facts,
    leaves,
)
from spi.solve.systems import Test, opposite, passes, to_row
from tests.solve.test_systems import random_tests, value


def cell_of(*tests: Test) -> Cell:
    leaf = explore(tests, len(tests[0][0]) - 1, lambda cell: None)
    assert isinstance(leaf, Leaf)
    return leaf.cell


def test_what_is_known() -> None:
    cell = cell_of(((-1, 1), True), ((3, -1), False))  # 1 < x <= 3
    assert cell.passes(((0, 1), True)) is True  # x > 0
    assert cell.passes(((-4, 1), False)) is False  # x >= 4
    assert cell.passes(((-2, 1), True)) is None and cell.passes(((2, -1), False)) is None  # x > 2
    assert (cell.signs((0, 1)), cell.signs((-3, 1)), cell.signs((-1, 1)), cell.signs((-2, 1))) == (
        POSITIVE,
        NEGATIVE | ZERO,
        POSITIVE,
        NEGATIVE | ZERO | POSITIVE,
    )
    assert (cell.signs((5, 0)), cell.signs((0, 0)), cell.signs((-1, 0))) == (POSITIVE, ZERO, NEGATIVE)
    assert cell.is_zero((0, 0)) is True and cell.is_zero((0, 1)) is False and cell.is_zero((-2, 1)) is None
    with pytest.raises(OpenError) as caught:
        cell.holds(((-2, 1), True))
    assert caught.value.test == ((-2, 1), True)
    part = cell.cut(((-2, 1), True))
    assert part.passes(((-2, 1), True)) is True and part.passes(((0, 1), True)) is True


def test_an_equation_that_follows() -> None:
    cell = cell_of(((0, 1, -1), False), ((0, -1, 1), False))  # x = y
    assert cell.is_zero(to_row((0, 2, -2))) is True
    assert cell.signs((1, 1, -1)) == POSITIVE


def test_random_facts_follow_by_their_multipliers() -> None:
    rng = random.Random(6)
    proved = 0
    for _ in range(400):
        size = rng.randint(1, 3)
        tree = explore(random_tests(rng, size), size, lambda cell: None)
        if tree is None:
            continue
        assert isinstance(tree, Leaf)
        cell = tree.cell
        for test in random_tests(rng, size) * 2:
            answer = cell.passes(test)
            assert all(passes(own, point) for own in cell.tests for point in cell.points)
            seen = {passes(test, point) for point in cell.points}
            assert seen == ({True, False} if answer is None else {answer})
            if answer is None:
                continue
            used = test if answer else opposite(test)
            for (row, strict), multipliers in facts(cell, [used]).items():
                proved += 1
                pairs = list(zip(multipliers, cell.tests, strict=True))
                rest = [row[k] - sum(y * own[k] for y, (own, _) in pairs) for k in range(size + 1)]
                assert min(multipliers, default=0) >= 0 and not any(rest[1:]) and rest[0] >= 0
                assert not strict or rest[0] > 0 or any(y and positive for y, (_, positive) in pairs)
    assert proved > 50


def test_cuts_cover_and_do_not_overlap() -> None:
    rng = random.Random(7)
    for _ in range(100):
        asked = random_tests(rng, 2)
        tree = explore((), 2, lambda cell, asked=asked: tuple(map(cell.holds, asked)))  # type: ignore[misc]
        assert tree is not None
        for _ in range(20):
            point = (Fraction(rng.randint(-6, 6), 2), Fraction(rng.randint(-6, 6), 2))
            (here,) = [leaf for leaf in leaves(tree) if all(passes(test, point) for test in leaf.cell.tests)]
            assert here.result == tuple(passes(test, point) for test in asked)
            assert all((value(test, point) > 0) <= passes(test, point) for test in asked)


def test_budget_and_nothing_to_explore() -> None:
    asked = [((0, 1), True), ((-1, 1), True)]
    full = explore((), 1, lambda cell: [cell.holds(test) for test in asked])
    assert isinstance(full, Cut) and len(list(leaves(full))) == 3
    for budget, left in ((1, 1), (2, 1), (3, 0)):
        tree = explore((), 1, lambda cell: [cell.holds(t) for t in asked], budget=budget, beyond=lambda cell: [])
        assert tree is not None
        assert [leaf.result for leaf in leaves(tree)].count([]) == left
    assert explore([((0, 1), True), ((0, -1), False)], 1, lambda cell: None) is None


def test_decided_conditions() -> None:
    cell = cell_of(((-1, 1), True))  # x > 1
    positive, big = ((0, 1), True), ((-2, 1), True)
    assert decide(cell, [[positive]]) and not decide(cell, [[opposite(positive)]]) and not decide(cell, [])
    assert decide(cell, [[big], [positive]])  # the second alternative holds whatever the first does
    assert not decide(cell, [[big, opposite(positive)]])
    with pytest.raises(OpenError):
        decide(cell, [[big], [opposite(positive)]])


def test_differences_are_in_lowest_terms() -> None:
    assert difference((4, 2), (0, 6)) == (1, -1)  # (4, -4)
    assert difference((1, 2), (3, 4), Fraction(1, 2)) == (-1, 0)  # (1, 2) - (3/2, 2) = (-1/2, 0)
