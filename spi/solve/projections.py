"""Theorem 15 for two players: payoffs below the frontier's projections of default play. For pictures, never to decide.

As printed the theorem supposes that the projections exist, and it is false where they do not. Under hypothesis H,

    x₁min ≥ the least z₁ on the frontier, and x₂min ≥ the least z₂ on the frontier,

where xᵢmin is player i's least payoff at an outcome that can occur, all four projections exist and the theorem holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from spi.core.display import html_of
from spi.core.game import Game
from spi.core.lottery import Probabilities, expected_payoffs
from spi.core.numbers import Exact, exact
from spi.core.pareto import improves
from spi.errors import HypothesisError
from spi.solve.default_play import read_law
from spi.solve.polygons import Point, convex_hull, frontier

__all__ = ["FrontierProjections", "frontier_projections"]


@dataclass(frozen=True, slots=True)
class FrontierProjections:
    """The lines of Theorem 15.

    Parameters
    ----------
    default : Point
        E, the expected payoffs of default play.
    case : "A" or "B"
        A: some feasible payoffs are at least as good for both as *every* outcome that can occur. B: none are.
    l1, l3 : (Point, Point)
        The segments between the frontier points above the least and the largest payoff of the first player, and right
        of those of the second, at outcomes that can occur.
    l2 : tuple of Point
        In case A, the arc of the frontier between L1 and L3; in case B nothing.

    Source: oesterheld-conitzer-2022, Theorem 15 (repaired: D12, N1)
    """

    default: Point
    case: Literal["A", "B"]
    l1: tuple[Point, Point]
    l2: tuple[Point, ...]
    l3: tuple[Point, Point]

    def covers(self, payoffs: Sequence[Exact]) -> bool:
        """Does the theorem say that these payoffs, at least as good for both as E, are safely achievable?

        In case A they are below a point of one of the lines, in case B below a point of L1 and below one of L3.
        """
        y = exact(payoffs[0]), exact(payoffs[1])
        if not improves(y, self.default):
            return False
        first, third = _is_below(self.l1, y), _is_below(self.l3, y)
        return (first or third or _is_below(self.l2, y)) if self.case == "A" else (first and third)

    _repr_html_ = html_of


def frontier_projections(game: Game, law: Probabilities) -> FrontierProjections:
    """The lines of Theorem 15, under hypothesis H.

    Parameters
    ----------
    game : Game
        With two players.
    law : mapping from outcome of the reduced game to probability
        How the representatives play by default.

    Returns
    -------
    FrontierProjections

    Raises
    ------
    HypothesisError
        Unless there are two players, and where hypothesis H fails: the theorem is false then.

    Source: oesterheld-conitzer-2022, Theorem 15 (repaired: D12, N1)
    """
    if len(game.players) != 2:
        raise HypothesisError(f"Theorem 15 is about two players, and {len(game.players)} are here")
    read = read_law(game, law)
    chain = frontier(convex_hull(game.table))
    columns = list(zip(*(game[a] for a, _ in read), strict=True))
    ends = chain[0][0], chain[-1][1]  # the least payoffs of each player on the frontier
    for player, column, least in zip(game.players, columns, ends, strict=True):
        if min(column) < least:
            raise HypothesisError(
                f"hypothesis H fails: {player} can get {min(column)} by default, less than anywhere on the Pareto "
                f"frontier (at least {least}), so that it has no projection there and Theorem 15 can be false; "
                "accepted: `achievable_polygon`, which is exact in every case"
            )
    (low1, high1), (low2, high2) = ((min(column), max(column)) for column in columns)
    mirrored = tuple((v, u) for u, v in reversed(chain))

    l1 = (low1, _height(chain, low1)), (high1, _height(chain, high1))
    l3 = (_height(mirrored, high2), high2), (_height(mirrored, low2), low2)
    e1, e2 = expected_payoffs(game, read)
    if l1[1][1] < high2:  # nothing feasible is at (x₁max, x₂max) or beyond
        return FrontierProjections((e1, e2), "B", l1, (), l3)
    arc = tuple(z for z in chain if high1 < z[0] < l3[0][0])
    return FrontierProjections((e1, e2), "A", l1, (l1[1], *arc, l3[0]), l3)


def _height(chain: Sequence[Point], x: Fraction) -> Fraction:
    """The second coordinate of the point above x on a falling chain that reaches from x or before to x or beyond."""
    if x == chain[0][0]:
        return chain[0][1]
    (u, v), (u2, v2) = next((a, b) for a, b in pairwise(chain) if a[0] < x <= b[0])
    return v + (v2 - v) * (x - u) / (u2 - u)


def _is_below(chain: Sequence[Point], y: Point) -> bool:
    """Is some point on the chain, falling from left to right, at least y in both coordinates?"""
    if not chain or y[0] > chain[-1][0]:
        return False
    return _height(chain, max(y[0], chain[0][0])) >= y[1]
