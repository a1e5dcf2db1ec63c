"""Negotiations: issues, what the sides want, and what they have without a deal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from hypothesis import strategies as st

from spi.negotiation.issues import Issue
from spi.negotiation.preferences import Additive, Tabular, Utility
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake, NoteMatching, Protocol
from spi.negotiation.scenario import Scenario, Side
from spi.strategies.of_games import exact_numbers

__all__ = ["issues", "negotiations", "utilities"]


def issues(name: str = "issue", *, max_options: int = 3) -> st.SearchStrategy[Issue]:
    """Issues with one option or more, called by their numbers.

    Parameters
    ----------
    name : str
    max_options : int

    Returns
    -------
    strategy for Issue

    Source: ours
    """
    return st.integers(1, max_options).map(lambda n: Issue(name, tuple(str(k + 1) for k in range(n))))


@st.composite
def utilities(
    draw: st.DrawFn,
    settled: Sequence[Issue],
    *,
    additive: bool | None = None,
    values: st.SearchStrategy[Fraction] | None = None,
) -> Utility:
    """What a side wants: a weighted sum over the issues, or any table of the outcomes.

    Parameters
    ----------
    settled : sequence of Issue
    additive : bool, optional
        Which of the two; by default both, sums first.
    values : strategy for Fraction, optional
        Default: the integers from 0 to 3. Weights are integers from 0 to 2.

    Returns
    -------
    strategy for Additive or Tabular

    Source: ours
    """
    numbers = exact_numbers(low=0) if values is None else values
    if draw(st.sampled_from((True, False))) if additive is None else additive:
        tables = tuple(tuple(draw(numbers) for _ in one.options) for one in settled)
        return Additive(tables, tuple(1 + draw(exact_numbers(low=-1, high=1)) for _ in settled))
    return Tabular(tuple(draw(numbers) for _ in range(prod(len(one.options) for one in settled))))


@st.composite
def negotiations(
    draw: st.DrawFn,
    *,
    max_sides: int = 2,
    max_issues: int = 2,
    max_options: int = 3,
    additive: bool | None = None,
    values: st.SearchStrategy[Fraction] | None = None,
) -> Scenario:
    """Negotiations of two sides or more, with or without a protocol.

    Parameters
    ----------
    max_sides, max_issues, max_options : int
    additive, values
        As for `utilities`.

    Returns
    -------
    strategy for Scenario
        Disagreement is worth −1 to 1 to each side, so that there may be nothing to gain from a deal. A demand game is
        a protocol for two sides only.

    Source: ours
    """
    n = draw(st.integers(2, max_sides))
    settled = [draw(issues(f"issue {k + 1}", max_options=max_options)) for k in range(draw(st.integers(1, max_issues)))]
    wants, without = utilities(settled, additive=additive, values=values), exact_numbers(low=-1, high=1)
    sides = tuple(Side(f"side {k + 1}", draw(wants), draw(without)) for k in range(n))
    return Scenario(tuple(settled), sides, draw(_protocols(n)))


def _protocols(sides: int) -> st.SearchStrategy[Protocol | None]:
    first, rounds = st.integers(0, sides - 1), st.integers(1, 3)
    shrinking = st.tuples(*[st.sampled_from((Fraction(1), Fraction(1, 2), Fraction(0)))] * sides)
    known: list[st.SearchStrategy[Protocol | None]] = [
        st.none(),
        st.builds(AlternatingOffers, rounds, first, shrinking, st.sampled_from((Fraction(0), Fraction(1, 3)))),
        st.builds(Handshake, rounds, first=first),
        st.builds(NoteMatching, rounds, first),
    ]
    if sides == 2:
        known.append(st.builds(DemandGame, st.sampled_from(("middle", "first", "second"))))
    return st.one_of(known)
