"""Expected values over a polytope of beliefs: how low and high, what supports a choice, where a sign flips."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

from spi.core.beliefs import Beliefs, Law, expectation, read_belief, read_values
from spi.core.display import html_of
from spi.core.numbers import Exact
from spi.errors import HypothesisError, SpiError
from spi.solve.linear import Constraint, Infeasible, LinearProgram, Optimal, solve_lp

__all__ = [
    "ExpectationRange",
    "Extreme",
    "NoBelief",
    "GainThreshold",
    "expectation_range",
    "gain_threshold",
    "supporting_belief",
]

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Extreme(Generic[T]):
    """The least or the largest expected value, the belief that has it, and the multipliers that bound all others.

    Parameters
    ----------
    value : Fraction
    law : Law
        Admissible, with this expected value.
    total : Fraction
        σ, the multiplier of Σ probability = 1.
    multipliers : tuple of Fraction
        ν, one for each constraint, in their order. For the largest value νₖ ≥ 0 where the constraint reads "at most",
        ≤ 0 where it reads "at least", and σ + Σₖ νₖ·weightₖ(t) ≥ value(t) for every type t; for the least value all
        these signs are reversed. In both, σ + Σₖ νₖ·boundₖ is the value.

    Source: ours
    """

    value: Fraction
    law: Law[T]
    total: Fraction
    multipliers: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class ExpectationRange(Generic[T]):
    """All expected values that admissible beliefs give: the closed interval from the lowest to the highest.

    Parameters
    ----------
    lowest, highest : Extreme

    Source: ours
    """

    lowest: Extreme[T]
    highest: Extreme[T]

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class NoBelief:
    """No admissible belief gives what was seen a chance and every comparison an expected gain of 0 or more.

    Parameters
    ----------
    total : Fraction
        σ.
    multipliers : tuple of Fraction
        ν, one for each constraint: ≥ 0 where it reads "at most", ≤ 0 where it reads "at least".
    comparisons : tuple of Fraction
        μ ≥ 0, one for each comparison. With g = 1 for types that were seen and 0 for others, at every type t
        σ + Σₖ νₖ·weightₖ(t) − Σₘ μₘ·gainₘ(t)·g(t) ≥ g(t), and σ + Σₖ νₖ·boundₖ ≤ 0. So an admissible law under which
        no comparison is negative would give what was seen at most the chance 0.

    Source: ours
    """

    total: Fraction
    multipliers: tuple[Fraction, ...]
    comparisons: tuple[Fraction, ...]

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class GainThreshold(Generic[T]):
    """Where on the segment from one belief to another the expected gain is 0.

    Parameters
    ----------
    at : Fraction
        From 0, the first belief, to 1, the second.
    law : Law
        (1 − at) · first + at · second.
    ends : tuple of two Fraction
        The expected gains under the first and the second belief; the sign flips if these have opposite signs, else one
        of them is 0.

    Source: ours
    """

    at: Fraction
    law: Law[T]
    ends: tuple[Fraction, Fraction]

    @property
    def flips(self) -> bool:
        """Is the gain positive on one side and negative on the other?"""
        return self.ends[0] * self.ends[1] < 0

    _repr_html_ = html_of


def expectation_range(about: Beliefs[T], values: Mapping[Any, Exact]) -> ExpectationRange[T]:
    """The least and the largest expected value over all admissible beliefs.

    Parameters
    ----------
    about : Beliefs
    values : mapping from type to exact number
        For instance how much better one choice is than another against that type; 0 for types that are not named.

    Returns
    -------
    ExpectationRange
        Exact; each end with its belief, and the multipliers of a bound that meets it.

    Raises
    ------
    HypothesisError
        If no law is admissible.
    GameError
        For types that are not listed, and for numbers that are not exact.

    Examples
    --------
    >>> from spi.core.beliefs import beliefs
    >>> about = beliefs(["fair", "soft"], at_most=[({"soft": 1}, "2/3")])
    >>> found = expectation_range(about, {"fair": -2, "soft": 1})
    >>> str(found.lowest.value), str(found.highest.value), found.highest.law
    ('-2', '0', (('fair', Fraction(1, 3)), ('soft', Fraction(2, 3))))

    Source: ours
    """
    goal = read_values(about.types, values)
    ends = []
    for maximise in (False, True):
        result = solve_lp(_program(about, goal, (), maximise))
        if not isinstance(result, Optimal):
            raise HypothesisError("no law meets all constraints on the belief; accepted: constraints that one meets")
        total, multipliers, _ = _split(about, 0, result.dual)
        ends.append(Extreme(result.value, _law(about, result.x), total, multipliers))
    return ExpectationRange(*ends)


def supporting_belief(
    about: Beliefs[T], gains: Iterable[Mapping[Any, Exact]], *, seen: Collection[T] | None = None
) -> Law[T] | NoBelief:
    """A belief that makes a choice a best reply, or the proof that there is none.

    Parameters
    ----------
    about : Beliefs
        Held before anything was seen.
    gains : iterable of mappings from type to exact number
        One comparison for each alternative: how much more the choice earns against that type.
    seen : collection of types, optional
        The types that are still possible; what the others would earn does not count. Default: all.

    Returns
    -------
    Law or NoBelief
        An admissible belief that gives `seen` a positive chance (as large as can be) and under which, given `seen`, no
        alternative earns more.

    Raises
    ------
    GameError
        For types that are not listed, and for numbers that are not exact.

    Examples
    --------
    >>> from spi.core.beliefs import beliefs
    >>> about = beliefs(["dare", "swerve"])
    >>> dare_instead_of_swerve = {"dare": -1, "swerve": 0}
    >>> supporting_belief(about, [dare_instead_of_swerve])
    (('swerve', Fraction(1, 1)),)
    >>> supporting_belief(about, [dare_instead_of_swerve], seen=["dare"])
    NoBelief(total=Fraction(0, 1), multipliers=(), comparisons=(Fraction(1, 1),))

    Source: ours
    """
    possible = about.types if seen is None else seen
    goal = read_values(about.types, dict.fromkeys(possible, 1))
    rows = [
        tuple(gain * given for gain, given in zip(read_values(about.types, gain), goal, strict=True)) for gain in gains
    ]
    result = solve_lp(_program(about, goal, rows, True))
    if isinstance(result, Optimal):
        if result.value > 0:
            return _law(about, result.x)
        total, multipliers, comparisons = _split(about, len(rows), result.dual)
    elif isinstance(result, Infeasible):
        # the trivial bound g ≤ 1 and as much of the contradiction as brings it down to 0
        total, multipliers, comparisons = _split(about, len(rows), result.farkas)
        below = total + sum((n * c.bound for n, c in zip(multipliers, about.constraints, strict=True)), Fraction(0))
        total = 1 - total / below
        multipliers = tuple(-n / below for n in multipliers)
        comparisons = tuple(-m / below for m in comparisons)
    else:
        raise SpiError("probabilities without bound: a fault in this module; please report it")
    return NoBelief(total, multipliers, comparisons)


def gain_threshold(
    about: Beliefs[T],
    first: Mapping[Any, Exact] | Law[T],
    second: Mapping[Any, Exact] | Law[T],
    gains: Mapping[Any, Exact],
) -> GainThreshold[T] | None:
    """The point between two beliefs at which a linear expected gain is 0, where its sign flips.

    Parameters
    ----------
    about : Beliefs
        Says what the types are; the two beliefs need not be admissible.
    first, second : mapping from type to exact number, or Law
    gains : mapping from type to exact number

    Returns
    -------
    GainThreshold or None
        None if the gain is 0 nowhere on the segment, or everywhere.

    Raises
    ------
    GameError
        For types that are not listed, and for what is no law.

    Examples
    --------
    >>> from spi.core.beliefs import beliefs
    >>> types = beliefs(["fair", "soft"])
    >>> found = gain_threshold(types, {"fair": 1}, {"soft": 1}, {"fair": -2, "soft": 1})
    >>> str(found.at), found.flips
    ('2/3', True)

    Source: ours
    """
    values = read_values(about.types, gains)
    laws = [dict(read_belief(about, law)) for law in (first, second)]
    start, end = (expectation(about.types, tuple(law.items()), values) for law in laws)
    if start == end or start * end > 0:
        return None
    at = start / (start - end)
    zero = Fraction(0)
    mixed = [(t, (1 - at) * laws[0].get(t, zero) + at * laws[1].get(t, zero)) for t in about.types]
    return GainThreshold(at, tuple((t, p) for t, p in mixed if p), (start, end))


def _program(
    about: Beliefs[T], goal: Sequence[Fraction], comparisons: Sequence[Sequence[Fraction]], maximise: bool
) -> LinearProgram:
    """Over the admissible laws under which no comparison is negative."""
    rows: dict[str, list[Constraint]] = {"at-most": [], "at-least": [], "equal": []}
    for constraint in about.constraints:
        rows[constraint.relation].append((constraint.weights, constraint.bound))
    rows["at-least"] += [(tuple(row), Fraction(0)) for row in comparisons]
    rows["equal"].append(((Fraction(1),) * len(about.types), Fraction(1)))
    return LinearProgram(
        tuple(goal), tuple(rows["at-most"]), tuple(rows["at-least"]), tuple(rows["equal"]), maximise, frozenset()
    )


def _split(
    about: Beliefs[T], comparisons: int, dual: Sequence[Fraction]
) -> tuple[Fraction, tuple[Fraction, ...], tuple[Fraction, ...]]:
    """The multipliers of the total, of the constraints in their order, and of the comparisons with a turned sign."""
    relations = [constraint.relation for constraint in about.constraints]
    most, least = relations.count("at-most"), relations.count("at-least")
    parts = {
        "at-most": iter(dual[:most]),
        "at-least": iter(dual[most : most + least]),
        "equal": iter(dual[most + least + comparisons :]),
    }
    multipliers = tuple(next(parts[relation]) for relation in relations)
    return dual[-1], multipliers, tuple(-y for y in dual[most + least : most + least + comparisons])


def _law(about: Beliefs[T], x: Sequence[Fraction]) -> Law[T]:
    return tuple((t, p) for t, p in zip(about.types, x, strict=True) if p)
