"""When grounded programs are a program equilibrium: the symmetric dilemma with independent randomness.

εGroundedFairBot cooperates with probability ε, and else does what a simulation of the other does. Whoever meets it and
cooperates with probability q meets cooperation with probability ε + (1 − ε)q, independent of what she draws herself.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from spi.core.game import Game
from spi.core.numbers import Exact, exact, format_exact
from spi.errors import HypothesisError

__all__ = [
    "Dilemma",
    "GroundedDeviation",
    "deviation_payoff",
    "grounded_deviation",
    "grounded_threshold",
    "is_grounded_equilibrium",
    "symmetric_dilemma",
]


@dataclass(frozen=True, slots=True)
class Dilemma:
    """A symmetric Prisoner's Dilemma, T > R > P > S; `symmetric_dilemma` makes one of a game.

    Parameters
    ----------
    cooperate, defect : str
        The two actions.
    temptation, reward, punishment, sucker : Fraction
        T, R, P, S: what defecting against a cooperator pays, cooperating against one, defecting against a defector,
        and cooperating against one.

    Source: oesterheld-2019, section 3
    """

    cooperate: str
    defect: str
    temptation: Fraction
    reward: Fraction
    punishment: Fraction
    sucker: Fraction


@dataclass(frozen=True, slots=True)
class GroundedDeviation:
    """A best program against εGroundedFairBot.

    Parameters
    ----------
    cooperation : Fraction
        The probability q with which it cooperates; among several best ones the largest.
    payoff : Fraction
        What it earns in expectation.
    gain : Fraction
        How much more that is than εGroundedFairBot earns against itself, R.

    Source: oesterheld-2019, program equilibrium
    """

    cooperation: Fraction
    payoff: Fraction
    gain: Fraction


def symmetric_dilemma(game: Game) -> Dilemma:
    """Read a game as a symmetric Prisoner's Dilemma.

    Parameters
    ----------
    game : Game

    Returns
    -------
    Dilemma

    Raises
    ------
    HypothesisError
        For games of other sizes, of players with different actions, without symmetry, and without T > R > P > S.

    Source: oesterheld-2019, section 3
    """
    if game.shape != (2, 2) or set(game.actions[0]) != set(game.actions[1]):
        raise HypothesisError("not a 2×2 game with the same actions for both; accepted: a symmetric dilemma")
    for a in game.actions[0]:
        for b in game.actions[0]:
            if game[a, b] != game[b, a][::-1]:
                raise HypothesisError(
                    f"not symmetric: the payoffs at ({a}, {b}) are not those at ({b}, {a}) exchanged; accepted: a "
                    "symmetric dilemma"
                )
    defect, cooperate = sorted(game.actions[0], key=lambda a: game[a, a][0])
    own = {(a, b): game[a, b][0] for a in (cooperate, defect) for b in (cooperate, defect)}
    payoffs = [own[defect, cooperate], own[cooperate, cooperate], own[defect, defect], own[cooperate, defect]]
    if not payoffs[0] > payoffs[1] > payoffs[2] > payoffs[3]:
        shown = ", ".join(f"{name} = {format_exact(u)}" for name, u in zip("TRPS", payoffs, strict=True))
        raise HypothesisError(f"{shown}; accepted: a dilemma, T > R > P > S")
    return Dilemma(cooperate, defect, *payoffs)


def deviation_payoff(game: Game, epsilon: Exact, cooperation: Exact) -> Fraction:
    """What a program earns against εGroundedFairBot if it cooperates there with a given probability.

    Parameters
    ----------
    game : Game
        A symmetric dilemma.
    epsilon : exact number
        ε, more than 0 and at most 1.
    cooperation : exact number
        q, from 0 to 1. Programs that need not halt have no q, and no payoff.

    Returns
    -------
    Fraction
        q(pR + (1 − p)S) + (1 − q)(pT + (1 − p)P) with p = ε + (1 − ε)q: quadratic in q.

    Raises
    ------
    HypothesisError
        For other games, and for numbers that are no such probabilities.

    Examples
    --------
    >>> game = Game.from_payoffs([["3, 3", "0, 5"], ["5, 0", "1, 1"]], actions=[["C", "D"], ["C", "D"]])
    >>> deviation_payoff(game, "1/2", "1/2")
    Fraction(25, 8)

    Source: oesterheld-2019, grounded FairBot against others, program equilibrium, and ours
    """
    d, stop, q = symmetric_dilemma(game), _stopping(epsilon), exact(cooperation)
    if not 0 <= q <= 1:
        raise HypothesisError(f"cooperation is {q}; accepted: a probability from 0 to 1")
    p = stop + (1 - stop) * q
    return q * (p * d.reward + (1 - p) * d.sucker) + (1 - q) * (p * d.temptation + (1 - p) * d.punishment)


def grounded_deviation(game: Game, epsilon: Exact) -> GroundedDeviation:
    """Find a best program against εGroundedFairBot, among all that halt with probability 1.

    Parameters
    ----------
    game : Game
        A symmetric dilemma.
    epsilon : exact number
        ε, more than 0 and at most 1.

    Returns
    -------
    GroundedDeviation
        Its gain is 0 exactly if εGroundedFairBot is a best program against itself.

    Raises
    ------
    HypothesisError
        For other games, and for another ε.

    Notes
    -----
    The payoff is quadratic in q, with the sign of R + P − S − T before q². If that is negative, the best q can lie
    between 0 and 1; otherwise it is 0 or 1.

    Examples
    --------
    >>> game = Game.from_payoffs([["3, 3", "0, 5"], ["5, 0", "1, 1"]], actions=[["C", "D"], ["C", "D"]])
    >>> grounded_deviation(game, "1/2")
    GroundedDeviation(cooperation=Fraction(1, 2), payoff=Fraction(25, 8), gain=Fraction(1, 8))

    Source: oesterheld-2019, program equilibrium, and ours
    """
    at_0, at_1 = (deviation_payoff(game, epsilon, q) for q in (0, 1))
    d, candidates = symmetric_dilemma(game), [Fraction(1), Fraction(0)]
    curvature = (1 - exact(epsilon)) * (d.reward + d.punishment - d.sucker - d.temptation)
    if curvature < 0:
        vertex = (curvature + at_0 - at_1) / (2 * curvature)
        candidates += [vertex] if 0 < vertex < 1 else []
    best = max(candidates, key=lambda q: (deviation_payoff(game, epsilon, q), q))
    payoff = deviation_payoff(game, epsilon, best)
    return GroundedDeviation(best, payoff, payoff - at_1)


def grounded_threshold(game: Game) -> Fraction:
    """The largest ε for which εGroundedFairBot against itself is a program equilibrium with independent randomness.

    Parameters
    ----------
    game : Game
        A symmetric dilemma.

    Returns
    -------
    Fraction
        Less than 1: all ε from more than 0 up to it do. 0: there is no such ε.

    Raises
    ------
    HypothesisError
        For other games.

    Notes
    -----
    If R + P < S + T, the payoff is concave in q, and best at q = 1 if it does not fall there: ε ≤ (2R − T − S)/(R − S).
    Otherwise it is best at 0 or 1, at 1 if εT + (1 − ε)P ≤ R.

    Examples
    --------
    >>> game = Game.from_payoffs([["3, 3", "0, 5"], ["5, 0", "1, 1"]], actions=[["C", "D"], ["C", "D"]])
    >>> grounded_threshold(game)
    Fraction(1, 3)

    Source: oesterheld-2019, program equilibrium, and ours
    """
    d = symmetric_dilemma(game)
    if d.reward + d.punishment < d.sucker + d.temptation:
        return max(Fraction(0), (2 * d.reward - d.temptation - d.sucker) / (d.reward - d.sucker))
    return (d.reward - d.punishment) / (d.temptation - d.punishment)


def is_grounded_equilibrium(game: Game, epsilon: Exact) -> bool:
    """Is εGroundedFairBot against itself a program equilibrium with independent randomness?

    Parameters
    ----------
    game : Game
        A symmetric dilemma.
    epsilon : exact number
        ε, more than 0 and at most 1.

    Returns
    -------
    bool
        Among programs that halt with probability 1.

    Raises
    ------
    HypothesisError
        For other games, and for another ε.

    Examples
    --------
    >>> game = Game.from_payoffs([["3, 3", "0, 5"], ["5, 0", "1, 1"]], actions=[["C", "D"], ["C", "D"]])
    >>> is_grounded_equilibrium(game, "1/3"), is_grounded_equilibrium(game, "1/2")
    (True, False)

    Source: oesterheld-2019, program equilibrium, and ours
    """
    return _stopping(epsilon) <= grounded_threshold(game)


def _stopping(epsilon: Exact) -> Fraction:
    stop = exact(epsilon)
    if not 0 < stop <= 1:
        raise HypothesisError(f"epsilon is {stop}; accepted: more than 0 (else self-play never ends) and at most 1")
    return stop
