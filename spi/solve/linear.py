"""Linear programs over the rationals, every answer with a witness that has been checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from spi.core.display import html_of
from spi.core.numbers import Exact, exact, over_common
from spi.errors import GameError, SpiError
from spi.solve.hints import outcomes
from spi.solve.simplex import IntegerProgram, Outcome

__all__ = [
    "Infeasible",
    "LinearProgram",
    "Optimal",
    "Unbounded",
    "linear_program",
    "read_entry",
    "solve_lp",
    "verify",
    "weighted_sum",
]

Constraint = tuple[tuple[Fraction, ...], Fraction]


@dataclass(frozen=True, slots=True)
class LinearProgram:
    """Optimise c·x over a·x ≤ b, a·x ≥ b, a·x = b, and x ≥ 0 but for free variables; `linear_program` makes one.

    Parameters
    ----------
    objective : tuple of Fraction, length n
        c.
    at_most, at_least, equal : tuple of (a, b)
        a of length n.
    maximise : bool
    free : frozenset of int
        Indices of the variables that may be negative.

    Source: ours
    """

    objective: tuple[Fraction, ...]
    at_most: tuple[Constraint, ...] = ()
    at_least: tuple[Constraint, ...] = ()
    equal: tuple[Constraint, ...] = ()
    maximise: bool = True
    free: frozenset[int] = frozenset()

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Optimal:
    """An optimal point, with the multipliers that prove it.

    Parameters
    ----------
    value : Fraction
        c·x = Σᵢ yᵢ bᵢ.
    x : tuple of Fraction, length n
        Feasible.
    dual : tuple of Fraction, length m
        y, one entry per constraint in the order `at_most`, `at_least`, `equal`; yᵢ is the change of the value per
        unit of bᵢ. When maximising yᵢ ≥ 0 on `at_most`, yᵢ ≤ 0 on `at_least`, and Σᵢ yᵢ aᵢⱼ ≥ cⱼ for every j. When
        minimising yᵢ ≤ 0 on `at_most`, yᵢ ≥ 0 on `at_least`, and Σᵢ yᵢ aᵢⱼ ≤ cⱼ. In both, yᵢ on `equal` has any sign,
        and Σᵢ yᵢ aᵢⱼ = cⱼ for a free variable j.

    Source: ours
    """

    value: Fraction
    x: tuple[Fraction, ...]
    dual: tuple[Fraction, ...]

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No point meets the constraints.

    Parameters
    ----------
    farkas : tuple of Fraction, length m
        f, one entry per constraint in the order `at_most`, `at_least`, `equal`, with fᵢ ≥ 0 on `at_most`, fᵢ ≤ 0 on
        `at_least`, any sign on `equal`; Σᵢ fᵢ aᵢⱼ ≥ 0 for every j, = 0 for a free j; and Σᵢ fᵢ bᵢ < 0. A feasible x
        would give 0 ≤ Σᵢ fᵢ aᵢ·x ≤ Σᵢ fᵢ bᵢ < 0, whether one maximises or minimises.

    Source: ours
    """

    farkas: tuple[Fraction, ...]

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Unbounded:
    """The objective improves without end along a ray of feasible points x + t·ray, t ≥ 0.

    Parameters
    ----------
    x : tuple of Fraction, length n
        Feasible.
    ray : tuple of Fraction, length n
        d, with dⱼ ≥ 0 unless j is free; a·d ≤ 0 on `at_most`, ≥ 0 on `at_least`, = 0 on `equal`; c·d > 0 when
        maximising, < 0 when minimising.

    Source: ours
    """

    x: tuple[Fraction, ...]
    ray: tuple[Fraction, ...]

    _repr_html_ = html_of


def linear_program(
    objective: Iterable[Exact],
    *,
    at_most: Iterable[tuple[Iterable[Exact], Exact]] = (),
    at_least: Iterable[tuple[Iterable[Exact], Exact]] = (),
    equal: Iterable[tuple[Iterable[Exact], Exact]] = (),
    maximise: bool = True,
    free: Iterable[int] = (),
) -> LinearProgram:
    """Read a linear program in exact numbers.

    Parameters
    ----------
    objective : iterable of n exact numbers
        As `spi.core.numbers.exact` reads them; Fractions and ints of any length.
    at_most, at_least, equal : iterable of (coefficients, bound)
        n coefficients each: coefficients·x ≤, ≥, = bound.
    maximise : bool
    free : iterable of int
        Indices of variables without the constraint x ≥ 0.

    Returns
    -------
    LinearProgram

    Raises
    ------
    GameError
        For a float or what else is no exact number, a constraint of another length, an index that is no variable.

    Examples
    --------
    >>> linear_program([3, "1/2"], at_most=[([1, 1], 4)]).objective
    (Fraction(3, 1), Fraction(1, 2))

    Source: ours
    """
    goal = tuple(read_entry(entry, "the objective") for entry in objective)
    parts: list[tuple[Constraint, ...]] = []
    for name, given in (("at_most", at_most), ("at_least", at_least), ("equal", equal)):
        part: list[Constraint] = []
        for index, (coefficients, bound) in enumerate(given):
            place = f"{name}[{index}]"
            row = tuple(read_entry(entry, place) for entry in coefficients)
            if len(row) != len(goal):
                raise GameError(f"{place} has {len(row)} coefficients; accepted: {len(goal)}, as in the objective")
            part.append((row, read_entry(bound, place)))
        parts.append(tuple(part))
    loose = frozenset(free)
    for index in loose:
        if index not in range(len(goal)):
            raise GameError(f"free variable {index!r} is none; accepted: indices from 0 to {len(goal) - 1}")
    return LinearProgram(goal, parts[0], parts[1], parts[2], maximise, loose)


def solve_lp(program: LinearProgram) -> Optimal | Infeasible | Unbounded:
    """Solve a linear program exactly.

    Parameters
    ----------
    program : LinearProgram
        n variables, m constraints; any n and m, 0 included.

    Returns
    -------
    Optimal, Infeasible or Unbounded
        Exact, and accepted by `verify`. A program that is infeasible is reported so even if its dual is, too.

    Raises
    ------
    SpiError
        If a result fails its check: a fault in this module, and never a wrong answer.

    Notes
    -----
    Up to `spi.solve.hints.SMALL` coefficients the exact simplex method alone; above, HiGHS proposes a basis in
    floats, which is solved exactly; if the result does not verify, the exact simplex method starts from that basis.
    Cost above: one float solve, two p-adic solves, 2·m·n products of exact numbers for the check.

    Examples
    --------
    >>> result = solve_lp(linear_program([3, 2], at_most=[([1, 1], 4), ([1, 3], 6)]))
    >>> result.value, result.x, result.dual
    (Fraction(12, 1), (Fraction(4, 1), Fraction(0, 1)), (Fraction(3, 1), Fraction(0, 1)))
    >>> solve_lp(linear_program([1], at_most=[([1], -1)]))
    Infeasible(farkas=(Fraction(1, 1),))
    >>> solve_lp(linear_program([1])).ray
    (Fraction(1, 1),)

    Source: ours
    """
    rows: list[list[int]] = []
    bounds: list[int] = []
    scales: list[Fraction] = []
    for sign, part in ((1, program.at_most), (-1, program.at_least), (1, program.equal)):
        for row, bound in part:
            numbers, unit = over_common((*row, bound))
            content = gcd(*numbers) or 1
            scales.append(Fraction(sign * unit, content))
            numbers = [sign * number // content for number in numbers]
            bounds.append(numbers.pop())
            rows.append(numbers)
    goal, unit = over_common(program.objective)
    unit = unit if program.maximise else -unit
    equal = [False] * (len(rows) - len(program.equal)) + [True] * len(program.equal)
    integers = IntegerProgram(rows, bounds, equal, goal if unit > 0 else [-c for c in goal], program.free)
    for outcome in outcomes(integers):
        result = _translate(program, outcome, scales, unit)
        if verify(program, result):
            return result
    raise SpiError("a linear program was solved, but the result does not pass its check; please report this program")


def verify(program: LinearProgram, result: Optimal | Infeasible | Unbounded) -> bool:
    """Does the witness prove the result? By the formulas of the three result classes, and by nothing else.

    Parameters
    ----------
    program : LinearProgram
    result : Optimal, Infeasible or Unbounded

    Returns
    -------
    bool
        Exact; False also for witnesses of the wrong length.

    Notes
    -----
    Dot products, in integers over common denominators: 2·m·n products.

    Examples
    --------
    >>> program = linear_program([1], at_most=[([2], 1)])
    >>> verify(program, Optimal(Fraction(1, 2), (Fraction(1, 2),), (Fraction(1, 2),)))
    True
    >>> verify(program, Optimal(Fraction(1, 3), (Fraction(1, 3),), (Fraction(1, 2),)))
    False

    Source: ours
    """
    c = program.objective
    sense = 1 if program.maximise else -1
    if isinstance(result, Infeasible):
        combined = _combine(program, result.farkas, 1)
        return (
            combined is not None
            and all(entry == 0 if j in program.free else entry >= 0 for j, entry in enumerate(combined[0]))
            and combined[1] < 0
        )
    if not _feasible(program, result.x, homogeneous=False):
        return False
    if isinstance(result, Unbounded):
        return _feasible(program, result.ray, homogeneous=True) and sense * _dot(c, result.ray) > 0
    combined = _combine(program, result.dual, sense)
    return (
        combined is not None
        and all(
            entry == cost if j in program.free else sense * (entry - cost) >= 0
            for j, (entry, cost) in enumerate(zip(combined[0], c, strict=True))
        )
        and _dot(c, result.x) == result.value == combined[1]
    )


def weighted_sum(parts: Iterable[tuple[int, Sequence[int]]]) -> list[int]:
    """Σ weight·row, column by column; rows of weight 0 are skipped, and without any other there are no columns.

    Source: ours
    """
    used = [(weight, row) for weight, row in parts if weight]
    if not used:
        return []
    weights = [weight for weight, _ in used]
    return [sum(w * a for w, a in zip(weights, line, strict=True)) for line in zip(*(r for _, r in used), strict=True)]


def _translate(
    program: LinearProgram, outcome: Outcome, scales: Sequence[Fraction], unit: int
) -> Optimal | Infeasible | Unbounded:
    """Undo the scaling of rows and goal."""
    common = outcome.common
    x = tuple(Fraction(number, common) for number in outcome.point)
    if outcome.kind == "unbounded":
        return Unbounded(x, tuple(Fraction(number, common) for number in outcome.ray))
    below = common if outcome.kind == "infeasible" else common * unit
    multipliers = tuple(
        Fraction(number * scale.numerator, below * scale.denominator)
        for number, scale in zip(outcome.multipliers, scales, strict=True)
    )
    return (
        Infeasible(multipliers) if outcome.kind == "infeasible" else Optimal(_dot(program.objective, x), x, multipliers)
    )


def _feasible(program: LinearProgram, x: Sequence[Fraction], *, homogeneous: bool) -> bool:
    """Does x meet every constraint, or every constraint with its bound put at 0?"""
    if len(x) != len(program.objective) or any(v < 0 for j, v in enumerate(x) if j not in program.free):
        return False
    numbers, below = over_common(x)
    support = [(j, v) for j, v in enumerate(numbers) if v]
    for sign, part in ((1, program.at_most), (-1, program.at_least), (0, program.equal)):
        for row, bound in part:
            used, unit = over_common([row[j] for j, _ in support])
            total = sum(a * v for a, (_, v) in zip(used, support, strict=True))
            slack = 0 if homogeneous else bound.numerator * below * unit
            slack -= total if homogeneous else total * bound.denominator
            if sign * slack < 0 or (not sign and slack):
                return False
    return True


def _combine(
    program: LinearProgram, multipliers: Sequence[Fraction], sense: int
) -> tuple[list[Fraction], Fraction] | None:
    """The combination of coefficients and of bounds; None if the multipliers have a wrong sign or number."""
    constraints = [*program.at_most, *program.at_least, *program.equal]
    most, least = len(program.at_most), len(program.at_least)
    if len(multipliers) != len(constraints):
        return None
    if any(sense * y < 0 for y in multipliers[:most]) or any(sense * y > 0 for y in multipliers[most : most + least]):
        return None
    numbers, below = over_common(multipliers)
    used = [(y, *over_common((*row, bound))) for y, (row, bound) in zip(numbers, constraints, strict=True) if y]
    unit = lcm(*(u for _, _, u in used))
    sums = weighted_sum((y * (unit // u), row) for y, row, u in used) or [0] * (len(program.objective) + 1)
    *combined, bound = (Fraction(entry, unit * below) for entry in sums)
    return combined, bound


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    (a, under_a), (b, under_b) = over_common(left), over_common(right)
    return Fraction(sum(p * q for p, q in zip(a, b, strict=True)), under_a * under_b)


def read_entry(value: object, place: str) -> Fraction:
    """A Fraction or int as it is, of any length; anything else as `exact` reads it.

    Source: ours
    """
    if type(value) is Fraction:
        return value
    return Fraction(value) if type(value) is int else exact(value, place=place)
