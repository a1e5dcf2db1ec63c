"""The feasible payoffs C(Γ), the convex hull of all outcomes' payoffs, and Pareto-optimality in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of
from spi.core.game import Game, profiles
from spi.core.lottery import Lottery, Payoffs, expected_payoffs, read_payoffs
from spi.core.numbers import Exact
from spi.errors import HypothesisError, SpiError
from spi.solve.linear import Infeasible, Optimal, linear_program, solve_lp
from spi.solve.polygons import Polygon, convex_hull
from spi.solve.region_points import contains
from spi.solve.regions import Polytope, hull

__all__ = [
    "Efficient",
    "Improvable",
    "OutOfReach",
    "feasible_polygon",
    "feasible_set",
    "feasible_vertices",
    "pareto_optimality",
]


@dataclass(frozen=True, slots=True)
class Efficient:
    """The point is feasible and Pareto-optimal among the feasible payoffs.

    Parameters
    ----------
    weights : tuple of Fraction, length n
        All positive, with weights·u(a) ≤ weights·y for every outcome a: whatever is better for somebody is worse for
        somebody.
    lottery : Lottery
        Outcomes with probabilities whose expected payoffs are y.

    Source: oesterheld-conitzer-2022, Lemma 11
    """

    weights: Payoffs
    lottery: Lottery

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Improvable:
    """Some feasible payoffs are at least as good for everybody and better for somebody; the point may be infeasible.

    Parameters
    ----------
    lottery : Lottery
        Outcomes with probabilities whose expected payoffs are such.
    payoffs : tuple of Fraction, length n
        These expected payoffs; as far above the point, summed over the players, as feasible payoffs are.

    Source: oesterheld-conitzer-2022, Lemma 11
    """

    lottery: Lottery
    payoffs: Payoffs

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """No feasible payoffs are at least as good for everybody: the point is beyond C(Γ), neither in it nor below it.

    Parameters
    ----------
    weights : tuple of Fraction, length n
        None negative, with weights·u(a) < weights·y for every outcome a.

    Source: ours
    """

    weights: Payoffs

    _repr_html_ = html_of


def feasible_set(game: Game) -> Polytope:
    """C(Γ), for any number of players: what linear programs can be asked about.

    Parameters
    ----------
    game : Game

    Returns
    -------
    Polytope
        Of dimension n; `regions`, `region_points` and `best_points` in this room have unions of such sets,
        membership and optima.

    Source: oesterheld-conitzer-2022, section 5.1
    """
    return hull(game.table)


def feasible_polygon(game: Game) -> Polygon:
    """C(Γ) for two players, as a polygon with its vertices and facets.

    Parameters
    ----------
    game : Game
        With two players.

    Returns
    -------
    Polygon
        `frontier` of it is the Pareto frontier.

    Raises
    ------
    HypothesisError
        Unless there are two players.

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> dilemma = load_game("oesterheld-conitzer-2022/prisoners-dilemma")
    >>> [f"{u}, {v}" for u, v in feasible_polygon(dilemma).vertices]
    ['1, 4', '2, 2', '4, 1', '3, 3']

    Source: oesterheld-conitzer-2022, section 5.1
    """
    if len(game.players) != 2:
        raise HypothesisError(
            f"feasible payoffs are a polygon for two players, and {len(game.players)} are here; accepted: "
            "`feasible_vertices` and `feasible_set`, for any number of players"
        )
    return convex_hull(game.table)


def feasible_vertices(game: Game) -> tuple[Payoffs, ...]:
    """The vertices of C(Γ): payoffs of outcomes that no lottery over outcomes with other payoffs has.

    Parameters
    ----------
    game : Game

    Returns
    -------
    tuple of payoff vectors
        In lexicographic order.

    Notes
    -----
    Exact: a polygon for two players, else one linear program for each different payoff vector.

    Source: oesterheld-conitzer-2022, section 5.1
    """
    points = sorted(set(game.table))
    if len(game.players) == 2:
        return tuple(sorted(convex_hull(points).vertices))
    if len(points) == 1:
        return tuple(points)
    return tuple(y for y in points if not contains(hull([z for z in points if z != y]), y))


def pareto_optimality(game: Game, payoffs: Sequence[Exact]) -> Efficient | Improvable | OutOfReach:
    """Decide whether payoffs are Pareto-optimal among the feasible ones, with a witness either way.

    Parameters
    ----------
    game : Game
        C(Γ) is the convex hull of the payoffs of *all* its outcomes, dominated ones included.
    payoffs : sequence of n exact numbers
        The point y.

    Returns
    -------
    Efficient, Improvable or OutOfReach
        The paper calls the last case optimal, as nothing in C(Γ) improves on the point; here it has a name of its own.

    Raises
    ------
    GameError
        Unless there is one exact number per player.

    Notes
    -----
    Exact: the linear program "maximise Σᵢ(Σₐ pₐuᵢ(a) − yᵢ) over lotteries p with Σₐ pₐuᵢ(a) ≥ yᵢ", whose dual gives
    the weights.

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> dilemma = load_game("oesterheld-conitzer-2022/prisoners-dilemma")
    >>> pareto_optimality(dilemma, [2, 2]).payoffs
    (Fraction(3, 1), Fraction(3, 1))
    >>> type(pareto_optimality(dilemma, [3, 3])).__name__, type(pareto_optimality(dilemma, [100, 100])).__name__
    ('Efficient', 'OutOfReach')

    Source: oesterheld-conitzer-2022, Lemma 11
    """
    n, y = len(game.players), read_payoffs(game, payoffs)
    program = linear_program(
        [sum(row, Fraction(0)) for row in game.table],
        at_least=[([row[i] for row in game.table], y[i]) for i in range(n)],
        equal=[([1] * len(game.table), 1)],
    )
    result = solve_lp(program)
    if isinstance(result, Infeasible):
        return OutOfReach(tuple(-f for f in result.farkas[:n]))
    if not isinstance(result, Optimal):
        raise SpiError("lotteries are bounded, but their linear program was found unbounded; please report this game")
    lottery = tuple((a, p) for a, p in zip(profiles(game), result.x, strict=True) if p)
    reached = expected_payoffs(game, lottery)
    if reached != y:
        return Improvable(lottery, reached)
    return Efficient(tuple(1 - d for d in result.dual[:n]), lottery)
