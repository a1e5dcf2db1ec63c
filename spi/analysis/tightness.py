"""Proposition 5: no more than the Pareto meet minimum can be guaranteed; beliefs that show it, checked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.core.game import Game, Profile
from spi.core.lottery import Payoffs
from spi.core.numbers import Exact, exact
from spi.core.pareto import improves
from spi.errors import HypothesisError
from spi.solve.best_points import maximise
from spi.solve.feasible import feasible_set
from spi.solve.pareto_meet import pareto_meet_minimum
from spi.solve.region_points import contains
from spi.solve.regions import Polytope, cut, finite_region
from spi.transforms.set_renegotiation import Accepts, settle_rounds

__all__ = ["Tightness", "concession_bound", "tightness_witness"]


@dataclass(frozen=True, slots=True)
class Tightness:
    """Beliefs under which hardly conceding is optimal for both, so that both end hardly above the Pareto meet minimum.

    Parameters
    ----------
    game : Game
    rounds : int
        K.
    concession : Fraction
        ε: how much above her meet minimum each lets the other get, in the last round.
    belief : Fraction
        β: the probability of the generous type, who lets a player get her best; else the cautious type's last set is
        one efficient point, worth ε less than her best to the player.
    concessions : tuple of Fraction
        What was compared: how much a player could let the other get.
    expected : tuple of tuples of Fraction
        For each player what she expects of each of these.
    path : tuple of payoff vectors
        What the two who concede ε settle on, round by round.
    meet : payoff vector
        The Pareto meet minimum.

    Source: digiovanni-et-al-2024, Proposition 5 (repaired: R8)
    """

    game: Game
    rounds: int
    concession: Fraction
    belief: Fraction
    concessions: tuple[Fraction, ...]
    expected: tuple[tuple[Fraction, ...], ...]
    path: tuple[Payoffs, ...]
    meet: Payoffs

    @property
    def is_optimal(self) -> bool:
        """Is conceding ε best for both, among what was compared?"""
        k = self.concessions.index(self.concession)
        return all(row[k] == max(row) for row in self.expected)

    def __str__(self) -> str:
        from spi.report.text import profiles_text

        return profiles_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def concession_bound(best: Exact, meet: Exact, concession: Exact, rounds: int) -> Fraction:
    """Below which belief in a generous counterpart conceding ε beats conceding nothing.

    Parameters
    ----------
    best, meet : exact number
        A player's best payoff u* and her Pareto meet minimum.
    concession : exact number
        ε, positive and less than u* less the meet minimum.
    rounds : int
        K.

    Returns
    -------
    Fraction
        The supremum of all β with β·u* + (1 − β)(PMM + (K−1)/K (u* − ε − PMM)) < u* − ε; itself not one of them.

    Raises
    ------
    HypothesisError
        For another concession, and for no round.

    Examples
    --------
    >>> str(concession_bound(3, 1, "1/10", 10)), str(concession_bound(3, 1, "1/10", 1))
    ('19/29', '19/20')

    Source: digiovanni-et-al-2024, Proposition 5 (repaired: R8)
    """
    top, low, eps = exact(best), exact(meet), exact(concession)
    if rounds < 1 or not 0 < eps < top - low:
        raise HypothesisError(f"ε = {eps} and {rounds} rounds; accepted: 0 < ε < {top - low} and one round or more")
    fallback = low + Fraction(rounds - 1, rounds) * (top - eps - low)
    return (top - eps - fallback) / (top - fallback)


def tightness_witness(
    game: Game,
    default: Profile,
    *,
    concession: Exact,
    belief: Exact,
    rounds: int,
    others: Sequence[Exact] = (),
) -> Tightness:
    """Build the beliefs of Proposition 5, play them out round by round, and compare what players expect.

    Each player lets the other get a bound that grows from her meet minimum by equal steps, to ε above it in the last
    round. She believes with probability β in a counterpart whose bound for her grows to her best payoff, and else in
    one whose last set is a single efficient point, ε below her best.

    Parameters
    ----------
    game : Game
        For two players; all lotteries count.
    default : Profile
        What happens without renegotiation; at most the meet minimum for both.
    concession : exact number
        ε.
    belief : exact number
        β, from 0 to 1.
    rounds : int
        K.
    others : sequence of exact numbers
        Concessions to compare with, besides 0, ε/2, ε, 2ε.

    Returns
    -------
    Tightness
        It is optimal if β is less than `concession_bound`.

    Raises
    ------
    HypothesisError
        Unless there are two players, the meet minimum is feasible, neither can have her best together with more than
        that for the other, and the numbers are in range.

    Source: digiovanni-et-al-2024, Proposition 5 (repaired: R8)
    """
    eps, beta = exact(concession), exact(belief)
    if len(game.players) != 2:
        raise HypothesisError(f"{len(game.players)} players; accepted: two")
    if not 0 <= beta <= 1:
        raise HypothesisError(f"the belief {beta}; accepted: 0 to 1")
    meet, feasible = pareto_meet_minimum(game, mode="convex"), feasible_set(game)
    if not contains(feasible, meet) or not improves(meet, game[tuple(default)]):
        raise HypothesisError("the default is above the meet minimum, or that is not feasible; accepted: neither")
    tops = [_maximum(feasible, i) for i in range(2)]
    for i in range(2):
        concession_bound(tops[i], meet[i], eps, rounds)
    options = tuple(sorted({Fraction(0), eps / 2, eps, 2 * eps, *map(exact, others)}))
    expected = []
    for i in range(2):
        types = [
            (beta, _bounded(game, i, meet, tops[i], rounds)),
            (1 - beta, _cautious(game, i, meet, tops[i] - eps, rounds)),
        ]
        row = []
        for x in options:
            own = _bounded(game, 1 - i, meet, meet[1 - i] + x, rounds)
            row.append(sum((p * _last(game, own, theirs, i, default)[i] for p, theirs in types), Fraction(0)))
        expected.append(tuple(row))
    steps = [_bounded(game, 1 - i, meet, meet[1 - i] + eps, rounds) for i in range(2)]
    settled = settle_rounds(game, list(zip(*steps, strict=True)), default, selector="leximin", mode="convex")
    path = tuple(step.payoffs for step in settled)
    return Tightness(game, rounds, eps, beta, options, tuple(expected), path, meet)


def _last(game: Game, own: list[Accepts], theirs: list[Accepts], i: int, default: Profile) -> Payoffs:
    pairs = [(a, b) if i == 0 else (b, a) for a, b in zip(own, theirs, strict=True)]
    return settle_rounds(game, pairs, default, selector="leximin", mode="convex")[-1].payoffs


def _bounded(game: Game, i: int, meet: Payoffs, bound: Fraction, rounds: int) -> list[Accepts]:
    """Round by round, all that gives both the meet minimum and lets player i get at most a growing bound."""
    sets = []
    for k in range(1, rounds + 1):
        top = meet[i] + Fraction(k, rounds) * (bound - meet[i])
        sets.append(Accepts(cut(_above(feasible_set(game), meet), _axis(i), top)))
    return sets


def _cautious(game: Game, i: int, meet: Payoffs, bound: Fraction, rounds: int) -> list[Accepts]:
    """As above, but in the last round only the efficient point that is worth the bound to player i."""
    at = cut(_above(feasible_set(game), meet), _axis(i), bound, equal=True)
    found = maximise(at, _axis(1 - i))
    if found is None:
        raise HypothesisError(f"nothing feasible is worth {bound} to {game.players[i]}; accepted: another concession")
    return [*_bounded(game, i, meet, bound, rounds)[:-1], Accepts(finite_region([found[1]]))]


def _above(feasible: Polytope, meet: Payoffs) -> Polytope:
    for k, least in enumerate(meet):
        feasible = cut(feasible, [-x for x in _axis(k)], -least)
    return feasible


def _maximum(feasible: Polytope, i: int) -> Fraction:
    found = maximise(feasible, _axis(i))
    if found is None:
        raise AssertionError("a game without payoffs")
    return found[0]


def _axis(i: int) -> list[int]:
    return [int(k == i) for k in range(2)]
