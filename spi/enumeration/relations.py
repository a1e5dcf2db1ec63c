"""What two outcomes are to each other, as tables of numbers: whole checks then only look numbers up.

Only the order of payoffs counts for Pareto dominance, so that exact payoffs become ranks: nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.display import html_of
from spi.core.game import Game
from spi.core.lottery import expected_payoffs
from spi.errors import HypothesisError
from spi.programs.games import Outcome
from spi.programs.machines import Undefined

__all__ = [
    "BETTER",
    "MAX_OUTCOMES",
    "WORSE",
    "RankCodes",
    "Relation",
    "action_relation",
    "pareto_relation",
    "payoff_ranks",
    "rank_codes",
]

BETTER = 1
"""What a relation says where nobody is worse off and somebody better; counted in the lower half of 32 bits."""

WORSE = 1 << 16
"""What it says where somebody is worse off; counted in the upper half."""

MAX_OUTCOMES = 1 << 12
"""Outcomes whose pairs are written out, at most: 64 MiB."""


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """What every pair of numbers of outcomes, before and after, is to each other.

    Parameters
    ----------
    table : array of uint32, 4 ** bits entries
        `WORSE`, `BETTER` or 0 for the pair (a, b), at place a · 2^bits + b.
    bits : int
        Enough for every number.

    Source: ours
    """

    table: npt.NDArray[np.uint32]
    bits: int

    def says(self, before: int, after: int) -> int:
        """`WORSE`, `BETTER` or 0."""
        return int(self.table[(before << self.bits) | after])

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, eq=False)
class RankCodes:
    """The ranks of an outcome's payoffs in one word, each with a guard bit of 0 above it.

    Parameters
    ----------
    codes : array of unsigned integers, one for each outcome
        Of the smallest type that holds them.
    guards : int
        The guard bits.

    Source: ours
    """

    codes: npt.NDArray[np.unsignedinteger[Any]]
    guards: int

    _repr_html_ = html_of


def payoff_ranks(game: Game, outcomes: Sequence[Outcome]) -> npt.NDArray[np.int32]:
    """For each player the ranks of the payoffs of outcomes: larger payoffs have larger ranks, equal ones equal ranks.

    Parameters
    ----------
    game : Game
    outcomes : sequence of k Profile, Lottery or Undefined

    Returns
    -------
    array of int32, shape (n, k)
        −1 for what has no payoffs.

    Source: ours
    """
    rows: list[Sequence[Fraction] | None] = []
    for outcome in outcomes:
        if isinstance(outcome, Undefined):
            rows.append(None)
        else:
            rows.append(game[outcome] if isinstance(outcome[0], str) else expected_payoffs(game, outcome))
    ranks = np.full((len(game.players), len(rows)), -1, dtype=np.int32)
    for i in range(len(game.players)):
        known = {u: k for k, u in enumerate(sorted({row[i] for row in rows if row is not None}))}
        ranks[i] = [-1 if row is None else known[row[i]] for row in rows]
    return ranks


def pareto_relation(game: Game, outcomes: Sequence[Outcome]) -> Relation:
    """Is somebody worse off by one outcome than by another, or somebody better and nobody worse?

    Parameters
    ----------
    game : Game
    outcomes : sequence of Profile, Lottery or Undefined
        At most 4,096; what has no payoffs counts as worse than everything, itself included.

    Returns
    -------
    Relation

    Raises
    ------
    HypothesisError
        For more outcomes.

    Source: clr-agenda-2026, Appendix B.1
    """
    ranks = payoff_ranks(game, outcomes)
    worse = (ranks[:, :, None] > ranks[:, None, :]).any(axis=0) | (ranks[0] < 0)[:, None] | (ranks[0] < 0)[None, :]
    better = (ranks[:, :, None] < ranks[:, None, :]).any(axis=0) & ~worse
    return _relation(worse, better)


def action_relation(outcomes: Sequence[Outcome], players: Sequence[int]) -> Relation:
    """Do some players play something else in one outcome than in another?

    Parameters
    ----------
    outcomes : sequence of Profile, Lottery or Undefined
        At most 4,096; of lotteries the laws of the players' own actions are compared.
    players : sequence of int
        Indices of those whose actions count.

    Returns
    -------
    Relation
        `WORSE` where somebody does.

    Source: clr-agenda-2026, Appendix B.2
    """
    worse = np.zeros((len(outcomes), len(outcomes)), dtype=bool)
    for i in players:
        numbers: dict[object, int] = {}
        own = np.array([numbers.setdefault(_marginal(outcome, i), len(numbers)) for outcome in outcomes])
        worse |= own[:, None] != own[None, :]
    return _relation(worse, np.zeros_like(worse))


def rank_codes(game: Game, outcomes: Sequence[Outcome]) -> RankCodes:
    """The ranks of each outcome's payoffs as one word, for comparing many at once.

    Parameters
    ----------
    game : Game
    outcomes : sequence of Profile or Lottery

    Returns
    -------
    RankCodes

    Raises
    ------
    HypothesisError
        For outcomes without payoffs, and if the ranks do not fit into 64 bits.

    Source: ours
    """
    ranks = payoff_ranks(game, outcomes)
    if (ranks < 0).any():
        raise HypothesisError("an outcome has no payoffs; accepted: programs that halt against one another")
    widths = [int(own.max(initial=0)).bit_length() + 1 for own in ranks]
    if sum(widths) > 64:
        raise HypothesisError(f"ranks of {sum(widths)} bits; accepted: at most 64, fewer players or payoffs")
    codes, guards, shift = np.zeros(ranks.shape[1], dtype=np.uint64), 0, 0
    for own, width in zip(ranks, widths, strict=True):
        codes |= own.astype(np.uint64) << np.uint64(shift)
        shift += width
        guards |= 1 << (shift - 1)
    kind = next(k for k in (np.uint8, np.uint16, np.uint32, np.uint64) if np.iinfo(k).bits >= shift)
    return RankCodes(codes.astype(kind), guards)


def _marginal(outcome: Outcome, i: int) -> object:
    if isinstance(outcome, Undefined):
        return outcome
    if isinstance(outcome[0], str):
        return frozenset([(outcome[i], Fraction(1))])
    law: dict[str, Fraction] = {}
    for profile, p in outcome:
        law[profile[i]] = law.get(profile[i], Fraction(0)) + p
    return frozenset(law.items())


def _relation(worse: npt.NDArray[np.bool_], better: npt.NDArray[np.bool_]) -> Relation:
    k = len(worse)
    if k > MAX_OUTCOMES:
        raise HypothesisError(f"{k:,} outcomes, whose pairs are written out; accepted: at most {MAX_OUTCOMES:,}")
    bits = max(k - 1, 1).bit_length()
    table = np.zeros((1 << bits, 1 << bits), dtype=np.uint32)
    table[:k, :k] = np.where(worse, WORSE, np.where(better, BETTER, 0))
    return Relation(table.reshape(-1), bits)
