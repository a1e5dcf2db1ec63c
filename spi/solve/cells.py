"""Case splits: a procedure that compares affine forms is run in every cell of the parameters that it tells apart.

The procedure asks a cell for the signs of forms. Where the cell leaves one open, it is cut in two, and the procedure is
run again in both halves; so only comparisons that matter and that differ within a cell cut it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar

from spi.solve.systems import Empty, Row, Test, opposite, passes, solve_system, to_row

__all__ = [
    "NEGATIVE",
    "POSITIVE",
    "ZERO",
    "Cell",
    "Cut",
    "Leaf",
    "OpenError",
    "decide",
    "difference",
    "explore",
    "facts",
    "leaves",
    "mirrored",
]

T = TypeVar("T")

NEGATIVE, ZERO, POSITIVE = 1, 2, 4
"""Signs, as bits of sets of signs."""


class OpenError(Exception):
    """A procedure asked for a sign that its cell leaves open; `test` decides it."""

    def __init__(self, test: Test) -> None:
        self.test = test
        super().__init__(test)


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """A cell that is not cut, and what the procedure found there.

    Parameters
    ----------
    cell : Cell
    result : object

    Source: ours
    """

    cell: Cell
    result: T


@dataclass(frozen=True, slots=True)
class Cut(Generic[T]):
    """A cell that is cut in two.

    Parameters
    ----------
    test : Test
    passed, failed : Leaf or Cut
        Where the test is passed, and where it is not; neither is empty.

    Source: ours
    """

    test: Test
    passed: Leaf[T] | Cut[T]
    failed: Leaf[T] | Cut[T]


@dataclass(slots=True, eq=False)
class Cell:
    """The points that pass some tests, and what is known of forms there.

    Parameters
    ----------
    size : int
        Number of parameters.
    tests : tuple of Test
        At least one point passes them.
    points : list of tuple of Fraction
        Some points of the cell.
    proofs : dict from Test to multipliers
        Tests that all points of the cell pass, as the linear combinations of the cell's tests that show it: the form is
        the sum of the tests' forms, each times its multiplier, and a constant that is not negative; if it has to be
        positive, the constant is, or a test with a multiplier has to be. One multiplier for each of the cell's first
        tests; those after them have none.

    Source: ours
    """

    size: int
    tests: tuple[Test, ...]
    points: list[tuple[Fraction, ...]]
    proofs: dict[Test, tuple[Fraction, ...]] = field(default_factory=dict)
    _signs: dict[Row, int] = field(default_factory=dict)
    _open: set[Test] = field(default_factory=set)

    def __post_init__(self) -> None:
        for test in (*self.tests, *self.proofs):
            _learn(self._signs, test)

    def passes(self, test: Test) -> bool | None:
        """Do all points of the cell pass a test (True), none (False), or some (None)?"""
        row, strict = test
        wanted = POSITIVE if strict else POSITIVE | ZERO
        signs = _possible(self._signs, row)
        if not signs & ~wanted:
            return True
        if not signs & wanted:
            return False
        if test in self._open:
            return None
        seen = {passes(test, point) for point in self.points}
        for answer in seen if len(seen) == 1 else ():
            claim = test if answer else opposite(test)
            found = solve_system((*self.tests, opposite(claim)), self.size)
            if isinstance(found, Empty):
                *multipliers, own = found.multipliers
                self.proofs[claim] = tuple(y / own for y in multipliers)
                _learn(self._signs, claim)
                return answer
            self.points.append(found.point)
        self._open |= {test, opposite(test)}
        return None

    def holds(self, test: Test) -> bool:
        """As `passes`; raises `OpenError` if only some points pass."""
        answer = self.passes(test)
        if answer is None:
            raise OpenError(test)
        return answer

    def is_zero(self, row: Row) -> bool | None:
        """Is a form 0 everywhere in the cell (True), nowhere (False), or neither is known to be so (None)?"""
        parts = self.passes((row, False)), self.passes((tuple(-k for k in row), False))
        return False if False in parts else None if None in parts else True

    def signs(self, row: Row) -> int:
        """The signs that a form has in the cell, as far as single tests tell."""
        for strict in (True, False):
            self.passes((row, strict))
        return _possible(self._signs, row)

    def cut(self, test: Test) -> Cell:
        """The part that passes a test, which some points do."""
        points = [point for point in self.points if passes(test, point)]
        return Cell(self.size, (*self.tests, test), points, dict(self.proofs))


def decide(cell: Cell, conjuncts: Iterable[Iterable[Test]]) -> bool:
    """Does a condition in disjunctive normal form hold in a cell? Raises `OpenError` if that may differ within it.

    Source: ours
    """
    undecided: Test | None = None
    for conjunct in conjuncts:
        answers = [(cell.passes(test), test) for test in conjunct]
        left = [test for answer, test in answers if answer is None]
        if any(answer is False for answer, _ in answers):
            continue
        if not left:
            return True
        undecided = undecided or left[0]
    if undecided is not None:
        raise OpenError(undecided)
    return False


def facts(cell: Cell, used: Iterable[Test]) -> dict[Test, tuple[Fraction, ...]]:
    """Those of some tests that a cell passes which its own tests do not show one by one, with what proves them.

    Parameters
    ----------
    cell : Cell
    used : iterable of Test
        All points of the cell pass them.

    Returns
    -------
    dict from Test to multipliers
        A test may be replaced by a stricter one of the same form. As many multipliers as the cell has tests.

    Source: ours
    """
    given: dict[Row, int] = {}
    for test in cell.tests:
        _learn(given, test)
    found = {}
    for row, strict in used:
        if _possible(given, row) & ~(POSITIVE if strict else POSITIVE | ZERO):
            claim = (row, strict) if (row, strict) in cell.proofs else (row, True)
            multipliers = cell.proofs[claim]
            found[claim] = (*multipliers, *[Fraction(0)] * (len(cell.tests) - len(multipliers)))
    return found


def mirrored(signs: int) -> int:
    """The signs of the negative of a form.

    Source: ours
    """
    return (signs & ZERO) | (signs >> 2) | (signs & NEGATIVE) << 2


def _possible(signs: dict[Row, int], row: Row) -> int:
    """The signs of a form that are not excluded by what is known."""
    if not any(row[1:]):
        return POSITIVE if row[0] > 0 else NEGATIVE if row[0] < 0 else ZERO
    own, other = signs.get(row, 7), signs.get(tuple(-k for k in row), 7)
    return own & mirrored(other)


def _learn(signs: dict[Row, int], test: Test) -> None:
    row, strict = test
    signs[row] = signs.get(row, 7) & (POSITIVE if strict else POSITIVE | ZERO)


def explore(
    tests: Sequence[Test],
    size: int,
    procedure: Callable[[Cell], T],
    *,
    budget: int | None = None,
    beyond: Callable[[Cell], T] | None = None,
) -> Leaf[T] | Cut[T] | None:
    """Run a procedure in every cell that it tells apart.

    Parameters
    ----------
    tests : sequence of Test
        Where the first cell is; forms as `to_row` gives them.
    size : int
        Number of parameters.
    procedure : function of a Cell
        It may raise `OpenError`; otherwise what it returns has to be the same at all points of the cell.
    budget : int, optional
        Cells at most.
    beyond : function of a Cell, optional
        What to return of a cell that the budget does not allow to cut; needed with a budget.

    Returns
    -------
    Leaf or Cut
        None if no point passes the tests.

    Source: ours
    """
    first = solve_system(tests, size)
    if isinstance(first, Empty):
        return None
    cells = 1

    def run(cell: Cell) -> Leaf[T] | Cut[T]:
        nonlocal cells
        try:
            return Leaf(cell, procedure(cell))
        except OpenError as error:
            test = error.test
        if budget is not None and beyond is not None and cells >= budget:
            return Leaf(cell, beyond(cell))
        cells += 1
        return Cut(test, run(cell.cut(test)), run(cell.cut(opposite(test))))

    return run(Cell(size, tuple(tests), [first.point]))


def leaves(tree: Leaf[T] | Cut[T]) -> Iterator[Leaf[T]]:
    """The cells that are not cut, from the left.

    Source: ours
    """
    if isinstance(tree, Leaf):
        yield tree
    else:
        yield from leaves(tree.passed)
        yield from leaves(tree.failed)


def difference(left: Iterable[int], right: Iterable[int], factor: Fraction | int = 1) -> Row:
    """A positive multiple of left − factor·right, in lowest terms.

    Source: ours
    """
    above, below = factor.numerator, factor.denominator
    return to_row([below * x - above * y for x, y in zip(left, right, strict=True)])
