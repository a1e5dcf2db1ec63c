"""Expected payoffs that can be had safely, S = Σₐ P(a)·{y in C(Γ): y ≥ u(a)}, by exact linear programming.

Everything goes by payoff class. Which isomorphism the representatives use between the reduced game and a copy of it is
unknown, but it leaves u unchanged: if all outcomes of a class are worth the same lottery, the expectation is the same
whichever it is. Averaging over a class loses nothing, as {y in C(Γ): y ≥ u(a)} is convex and depends on u(a) alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.core.display import html_of
from spi.core.game import Game, Profile, profiles
from spi.core.lottery import (
    Lottery,
    Payoffs,
    Probabilities,
    expected_payoffs,
    payoff_classes,
    read_lottery,
    read_payoffs,
)
from spi.core.numbers import Exact
from spi.errors import GameError, HypothesisError, SpiError
from spi.solve.default_play import class_probabilities, read_law
from spi.solve.linear import Infeasible, LinearProgram, Optimal, linear_program, solve_lp
from spi.solve.polygons import Polygon, clip, convex_hull, nash_point, weighted_sum
from spi.solve.reduction import reduce

__all__ = [
    "Bound",
    "Goal",
    "Reach",
    "achievability",
    "achievable_polygon",
    "best_reach",
    "guaranteed_gain",
]

Goal = Literal["max-min", "nash"] | Sequence[Exact]
"""What to maximise: the least gain, the product of gains, or a weighted sum with these weights, one per player."""

Row = tuple[Sequence[Fraction | int], Fraction | int]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Reach:
    """How some expected payoffs are had safely.

    Parameters
    ----------
    payoffs : tuple of Fraction, length n
        y = Σ P(class)·(payoffs of its lottery).
    lotteries : dict from payoffs to Lottery
        For each payoff class of the supported outcomes, by its payoffs: what is played instead, at least as good for
        everybody.

    Source: oesterheld-conitzer-2022, Corollary 14 (repaired: D6, D7)
    """

    payoffs: Payoffs
    lotteries: dict[Payoffs, Lottery]


@dataclass(frozen=True, slots=True)
class Bound:
    """Why expected payoffs cannot lie beyond a hyperplane.

    Parameters
    ----------
    weights : tuple of Fraction, length n
        w, of any sign.
    multipliers : dict from payoffs to tuple of Fraction
        For each payoff class, by its payoffs v, some μ ≥ 0.
    value : Fraction
        Σ P(class)·(maxᵦ (w + μ)·u(b) − μ·v) over outcomes b of the game. All z in S have w·z ≤ value, as w·z′ ≤
        (w + μ)·z′ − μ·v for every z′ ≥ v.

    Source: ours
    """

    weights: Payoffs
    multipliers: dict[Payoffs, Payoffs]
    value: Fraction

    _repr_html_ = html_of


def achievability(game: Game, law: Lottery, payoffs: Payoffs) -> Reach | Bound:
    """Can these expected payoffs be had safely? How, or why not.

    Parameters
    ----------
    game : Game
        Γ; C(Γ) takes in dominated outcomes as well.
    law : Lottery
        Of default play, as `read_law` reads it.
    payoffs : tuple of Fraction, length n
        y.

    Returns
    -------
    Reach or Bound
        The bound has value < weights·y.

    Notes
    -----
    One linear program with a variable per payoff class and corner of C(Γ).

    Source: oesterheld-conitzer-2022, Corollary 14 (repaired: D6, D7, N3)
    """
    n, problem = len(game.players), _Problem(game, law)
    exactly = list(zip(problem.expectations(), payoffs, strict=True))
    result = solve_lp(problem.program([0] * problem.size, equal=exactly))
    if isinstance(result, Optimal):
        return problem.reach(result.x)
    if not isinstance(result, Infeasible):
        raise SpiError("lotteries are bounded, but their linear program was found unbounded; please report this game")
    below, equal = result.farkas[: n * len(problem.classes)], result.farkas[n * len(problem.classes) :]
    return problem.bound(tuple(-f for f in equal[len(problem.classes) :]), [-f for f in below])


def best_reach(game: Game, law: Lottery, goal: Goal, origin: Payoffs) -> tuple[Reach, Bound]:
    """The safely achievable expected payoffs that are best by a goal, and the bound that shows it.

    Parameters
    ----------
    game : Game
    law : Lottery
        As `read_law` reads it.
    goal : "max-min" or "nash" or n weights
        Maximise min(yᵢ − oᵢ), and among its maximisers Σ yᵢ; or the product of the yᵢ − oᵢ over y ≥ o; or weights·y.
    origin : tuple of Fraction, length n
        o; of no effect for weights.

    Returns
    -------
    Reach, Bound
        value = weights·y. For weights the bound's weights are these; for "max-min" they are ≥ 0 and positive only
        where the gain is least; for "nash" they are 1/(yᵢ − oᵢ).

    Raises
    ------
    HypothesisError
        For "nash" with other than two players (its maximiser is irrational in general), or if nothing achievable is
        above the origin for everybody.

    Source: oesterheld-conitzer-2022, Corollary 14 (repaired: D6, D7, N3), and ours
    """
    if goal == "max-min":
        return _max_min(_Problem(game, law), origin)
    if goal == "nash":
        if len(game.players) != 2:
            raise HypothesisError(
                f"the Nash product is maximised exactly for two players only, and {len(game.players)} are here: its "
                "maximiser is irrational in general; accepted: the goal 'max-min', or weights"
            )
        o1, o2 = origin
        best = nash_point(achievable_polygon(game, law), (o1, o2))
        _, bound = best_reach(game, law, tuple(1 / (y - o) for y, o in zip(best, origin, strict=True)), origin)
        reached = achievability(game, law, best)
        if not isinstance(reached, Reach) or bound.value != 2 + sum(
            (o * w for o, w in zip(origin, bound.weights, strict=True)), Fraction(0)
        ):
            raise SpiError("the maximiser of the Nash product does not pass its check; please report this game")
        return reached, bound
    weights = read_payoffs(game, _weights(goal), "list of weights")
    problem = _Problem(game, law)
    costs = [sum((w * c for w, c in zip(weights, column, strict=True)), Fraction(0)) for column in problem.columns()]
    result = _optimal(solve_lp(problem.program(costs)))
    below = result.dual[: len(game.players) * len(problem.classes)]
    return problem.reach(result.x), problem.bound(weights, [-d for d in below])


def achievable_polygon(game: Game, law: Probabilities) -> Polygon:
    """The set of all expected payoffs that can be had safely, for two players.

    Parameters
    ----------
    game : Game
        With two players.
    law : mapping from outcome of the reduced game to probability
        How the representatives play by default.

    Returns
    -------
    Polygon
        S, exact; the default's own expected payoffs are one of its points.

    Raises
    ------
    HypothesisError
        Unless there are two players; if an eliminated action is played.

    Notes
    -----
    The Minkowski sum of the polygons {y in C(Γ): y ≥ u(a)}, weighted by the probability of the payoff class.

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> game = load_game("oesterheld-conitzer-2022/chicken-with-dominated-option")
    >>> [tuple(map(str, y)) for y in achievable_polygon(game, {("a", "b"): "1/2", ("b", "a"): "1/2"}).vertices]
    [('2', '2')]

    Source: oesterheld-conitzer-2022, Corollary 14 (repaired: D7, N3)
    """
    if len(game.players) != 2:
        raise HypothesisError(
            f"the achievable payoffs are a polygon for two players, and {len(game.players)} are here; "
            "accepted: `decide_achievable` and `best_achievable`, for any number of players"
        )
    whole = convex_hull(_points(game))
    parts = []
    for (v1, v2), probability in class_probabilities(game, read_law(game, law)).items():
        parts.append((probability, clip(clip(whole, (-1, 0), -v1), (0, -1), -v2)))
    return weighted_sum(parts)


def guaranteed_gain(game: Game, *, support: Sequence[Sequence[str]] | None = None) -> Fraction:
    """The most that a token game can add to everybody's payoff at every outcome that can occur.

    Parameters
    ----------
    game : Game
    support : sequence of outcomes of the reduced game, optional
        Those that can occur; default: all of them.

    Returns
    -------
    Fraction
        The largest t such that every supported outcome a is worth a lottery with payoffs ≥ u(a) + t. 0 as soon as one
        of them is Pareto-optimal in C(Γ).

    Source: oesterheld-conitzer-2022, Corollary 14 (repaired: N3), and ours
    """
    outcomes = tuple(profiles(reduce(game).reduced)) if support is None else tuple(map(tuple, support))
    if not outcomes:
        raise GameError("the support is empty; accepted: at least one outcome of the reduced game")
    gains = []
    for payoffs, (a, *_) in payoff_classes(game, outcomes).items():
        reach, _ = best_reach(game, read_law(game, {a: 1}), "max-min", payoffs)
        gains.append(min(y - u for y, u in zip(reach.payoffs, payoffs, strict=True)))
    return min(gains)


class _Problem:
    """Variables q(class, corner) ≥ 0, in this order; rows: payoffs of each class at least its own, sums of 1."""

    def __init__(self, game: Game, law: Lottery) -> None:
        self.game = game
        self.classes = class_probabilities(game, law)
        names = {game[a]: a for a in profiles(game)}
        corners = _points(game)
        if len(game.players) == 2:  # only corners of C(Γ) are needed; for more players, finding them costs as much
            corners = list(convex_hull(corners).vertices)
        self.corners: list[tuple[Payoffs, Profile]] = [(u, names[u]) for u in corners]
        self.size = len(self.classes) * len(self.corners)

    def columns(self) -> list[Payoffs]:
        """What one unit of each variable adds to the expected payoffs."""
        return [tuple(p * u for u in corner) for p in self.classes.values() for corner, _ in self.corners]

    def expectations(self) -> list[list[Fraction]]:
        """For each player the row of her expected payoff."""
        return [list(row) for row in zip(*self.columns(), strict=True)]

    def program(
        self, costs: Sequence[Fraction | int], *, at_least: Rows = (), equal: Rows = (), free: Sequence[int] = ()
    ) -> LinearProgram:
        """Maximise costs over all ways to improve on each class, with more constraints and variables."""
        width, n = len(self.corners), len(self.game.players)
        safe: list[Row] = []
        sums: list[Row] = []
        for k, v in enumerate(self.classes):
            before, after = [0] * (k * width), [0] * (len(costs) - (k + 1) * width)
            safe += [([*before, *(corner[i] for corner, _ in self.corners), *after], v[i]) for i in range(n)]
            sums.append(([*before, *[1] * width, *after], 1))
        return linear_program(costs, at_least=[*safe, *at_least], equal=[*sums, *equal], free=free)

    def reach(self, x: Sequence[Fraction]) -> Reach:
        """The lotteries that a solution stands for."""
        width = len(self.corners)
        lotteries = {}
        for k, v in enumerate(self.classes):
            chances = zip(self.corners, x[k * width : (k + 1) * width], strict=True)
            lotteries[v] = read_lottery(self.game, {a: p for (_, a), p in chances})
        worth = [(p, expected_payoffs(self.game, lotteries[v])) for v, p in self.classes.items()]
        payoffs = tuple(sum((p * u[i] for p, u in worth), Fraction(0)) for i in range(len(self.game.players)))
        return Reach(payoffs, lotteries)

    def bound(self, weights: Payoffs, multipliers: Sequence[Fraction]) -> Bound:
        """The bound that dual values stand for; they belong to rows that are not divided by the class's probability."""
        n = len(weights)
        chosen, value = {}, Fraction(0)
        for k, (v, p) in enumerate(self.classes.items()):
            mu = tuple(m / p for m in multipliers[k * n : (k + 1) * n])
            chosen[v] = mu
            steep = [w + m for w, m in zip(weights, mu, strict=True)]
            best = max(sum((s * u for s, u in zip(steep, c, strict=True)), Fraction(0)) for c, _ in self.corners)
            value += p * (best - sum((m * u for m, u in zip(mu, v, strict=True)), Fraction(0)))
        return Bound(weights, chosen, value)


def _max_min(problem: _Problem, origin: Payoffs) -> tuple[Reach, Bound]:
    n, below = len(origin), len(origin) * len(problem.classes)
    rows = problem.expectations()
    least = _optimal(
        solve_lp(
            problem.program(
                [0] * problem.size + [1],
                at_least=[([*row, -1], o) for row, o in zip(rows, origin, strict=True)],
                free=[problem.size],
            )
        )
    )
    bound = problem.bound(tuple(-d for d in least.dual[below : below + n]), [-d for d in least.dual[:below]])
    total = [sum(column, Fraction(0)) for column in problem.columns()]
    fair = [(row, o + least.value) for row, o in zip(rows, origin, strict=True)]
    return problem.reach(_optimal(solve_lp(problem.program(total, at_least=fair))).x), bound


def _optimal(result: object) -> Optimal:
    if not isinstance(result, Optimal):
        raise SpiError("a linear program over lotteries was found to have no optimum; please report this game")
    return result


def _points(game: Game) -> list[Payoffs]:
    return list(dict.fromkeys(game.table))


def _weights(goal: Goal) -> Sequence[Exact]:
    if isinstance(goal, str):
        raise GameError(f"{goal!r} is no goal; accepted: 'max-min', 'nash', or one weight per player")
    return goal
