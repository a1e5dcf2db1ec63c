"""What sides want: exact utilities of outcomes, additive over issues or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.errors import GameError
from spi.negotiation.issues import Issue, Outcome, count_outcomes, outcomes

__all__ = ["Additive", "Computed", "Tabular", "Utility", "additive", "option_values", "tabular", "utility_of"]


@dataclass(frozen=True, slots=True)
class Additive:
    """Utility that is a weighted sum over the issues: offset + Σ weight · value of the option.

    Parameters
    ----------
    tables : tuple of tuple of Fraction, shape (number of issues, number of options)
        The values of the options, in the order of the options.
    weights : tuple of Fraction, one per issue
        Never normalised silently: weights that do not sum to 1 stay as they are.
    offset : Fraction

    Raises
    ------
    GameError
        If there are more or fewer weights than issues.

    Source: keeney-raiffa-1976, Additive value functions
    """

    tables: tuple[tuple[Fraction, ...], ...]
    weights: tuple[Fraction, ...]
    offset: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if len(self.weights) != len(self.tables):
            raise GameError(f"{len(self.weights)} weights for {len(self.tables)} issues; accepted: one per issue")

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Tabular:
    """Any utility, as a table of all outcomes.

    Parameters
    ----------
    values : tuple of Fraction
        In the order of `outcomes`.

    Source: ours
    """

    values: tuple[Fraction, ...]

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Computed:
    """Any utility, as a pure function of the outcome: it is asked again and again, and must always say the same.

    Parameters
    ----------
    function : function from Outcome to an exact number

    Source: ours
    """

    function: Callable[[Outcome], Exact]

    _repr_html_ = html_of


Utility = Additive | Tabular | Computed
"""How a side values outcomes."""


def additive(
    tables: Sequence[Sequence[Exact]], *, weights: Sequence[Exact] | None = None, offset: Exact = 0
) -> Additive:
    """Build an additive utility.

    Parameters
    ----------
    tables : sequence of sequences of exact numbers
        For each issue the values of its options.
    weights : sequence of exact numbers, optional
        One per issue; by default all are 1.
    offset : exact number

    Returns
    -------
    Additive

    Raises
    ------
    GameError
        For floats, and as `Additive`.

    Examples
    --------
    >>> additive([["0", "1/2", "1"]], weights=["2"]).weights
    (Fraction(2, 1),)

    Source: keeney-raiffa-1976, Additive value functions
    """
    read = tuple(
        tuple(exact(v, place=f"option {j + 1} of issue {k + 1}") for j, v in enumerate(own))
        for k, own in enumerate(tables)
    )
    factors = [1] * len(read) if weights is None else weights
    return Additive(
        read,
        tuple(exact(w, place=f"weight {k + 1}") for k, w in enumerate(factors)),
        exact(offset, place="the offset"),
    )


def tabular(issues: Sequence[Issue], values: Mapping[Outcome, Exact]) -> Tabular:
    """Build a utility from a value for each outcome.

    Parameters
    ----------
    issues : sequence of Issue
    values : mapping from every outcome to an exact number

    Returns
    -------
    Tabular

    Raises
    ------
    GameError
        Naming an outcome without value, or a value of what is no outcome.

    Source: ours
    """
    known = dict.fromkeys(outcomes(issues))
    for outcome in values:
        if outcome not in known:
            raise GameError(f"a value of {outcome!r}, which is no outcome of these issues")
    for outcome in known:
        if outcome not in values:
            raise GameError(f"{', '.join(outcome)} has no value; accepted: a number for every outcome")
    return Tabular(tuple(exact(values[outcome], place=", ".join(outcome)) for outcome in known))


def utility_of(utility: Utility, issues: Sequence[Issue], outcome: Outcome) -> Fraction:
    """What an outcome is worth.

    Source: ours
    """
    match utility:
        case Additive():
            rows = zip(issues, utility.tables, utility.weights, outcome, strict=True)
            return sum((w * table[one.index(x)] for one, table, w, x in rows), utility.offset)
        case Tabular():
            k = 0
            for one, x in zip(issues, outcome, strict=True):
                k = k * len(one.options) + one.index(x)
            return utility.values[k]
        case Computed():
            return exact(utility.function(outcome), place=", ".join(outcome))


def option_values(utility: Additive) -> list[list[Fraction]]:
    """What each option adds to the utility: weight · value, per issue.

    Source: keeney-raiffa-1976, Additive value functions
    """
    return [[w * v for v in own] for own, w in zip(utility.tables, utility.weights, strict=True)]


def check_utility(utility: object, issues: Sequence[Issue], side: str) -> None:
    """Raise `GameError` with the side and the issue at fault unless a utility is for these issues.

    Source: ours
    """
    match utility:
        case Additive():
            if len(utility.tables) != len(issues):
                raise GameError(
                    f"{side} has tables and weights for {len(utility.tables)} issues, and there are {len(issues)}; "
                    "accepted: one of each per issue (weights of issues that are not there are never dropped silently)"
                )
            for one, own in zip(issues, utility.tables, strict=True):
                if len(own) != len(one.options):
                    raise GameError(
                        f"{side} has {len(own)} values for the {len(one.options)} options of {one.name}; "
                        "accepted: one per option"
                    )
        case Tabular():
            if len(utility.values) != count_outcomes(issues):
                raise GameError(
                    f"{side} has {len(utility.values)} values for {count_outcomes(issues)} outcomes; "
                    "accepted: one per outcome"
                )
        case Computed():
            pass
        case _:
            raise GameError(f"{side} has the utility {utility!r}; accepted: Additive, Tabular or Computed")
