"""The feasible payoffs C(Γ), the convex hull of all outcomes' payoffs, and Pareto-optimality in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.game import Game, Profile, profiles
from spi.core.numbers import Exact, exact
from spi.errors import GameError, SpiError
from spi.solve.linear import Infeasible, Optimal, linear_program, solve_lp

__all__ = ["Efficient", "Improvable", "OutOfReach", "pareto_optimality"]


@dataclass(frozen=True, slots=True)
class Efficient:
    """The point is feasible and Pareto-optimal among the feasible payoffs.

    Parameters
    ----------
    weights : tuple of Fraction, length n
        All positive, with weights·u(a) ≤ weights·y for every outcome a: whatever is better for somebody is worse for
        somebody.
    lottery : tuple of (profile, Fraction)
        Outcomes with probabilities whose expected payoffs are y.

    Source: oesterheld-conitzer-2022, Lemma 11
    """

    weights: tuple[Fraction, ...]
    lottery: tuple[tuple[Profile, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Improvable:
    """Some feasible payoffs are at least as good for everybody and better for somebody; the point may be infeasible.

    Parameters
    ----------
    lottery : tuple of (profile, Fraction)
        Outcomes with probabilities whose expected payoffs are such.
    payoffs : tuple of Fraction, length n
        These expected payoffs; as far above the point, summed over the players, as feasible payoffs are.

    Source: oesterheld-conitzer-2022, Lemma 11
    """

    lottery: tuple[tuple[Profile, Fraction], ...]
    payoffs: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """No feasible payoffs are at least as good for everybody: the point is beyond C(Γ), neither in it nor below it.

    Parameters
    ----------
    weights : tuple of Fraction, length n
        None negative, with weights·u(a) < weights·y for every outcome a.

    Source: ours
    """

    weights: tuple[Fraction, ...]


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
    n = len(game.players)
    if isinstance(payoffs, str) or len(payoffs) != n:
        raise GameError(f"{payoffs!r} is no payoff vector; accepted: {n} exact numbers, one per player")
    y = [exact(u, place=f"the payoff of {player}") for player, u in zip(game.players, payoffs, strict=True)]
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
    reached = tuple(sum((p * game[a][i] for a, p in lottery), Fraction(0)) for i in range(n))
    if reached != tuple(y):
        return Improvable(lottery, reached)
    return Efficient(tuple(1 - d for d in result.dual[:n]), lottery)
