"""Steps from statements that are false as they are printed: Theorem 15 without hypothesis H, and non-triviality."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from spi.analysis.achievability import decide_achievable
from spi.analysis.questions import decide_spi
from spi.core.game import Game, profiles
from spi.core.numbers import format_exact
from spi.core.pareto import improves
from spi.core.verdict import Unknown
from spi.solve.achievable import achievable_polygon
from spi.solve.polygons import Point, clip, convex_hull, frontier
from spi.solve.reduction import reduce
from spi.tasks.families.proof_repair.step import Step, outcome, point

__all__ = ["projection", "triviality"]

_CHANCES = tuple(Fraction(p, q) for q in (2, 3, 4, 5) for p in range(1, q))


def projection(rng: Random, game: Game, right: bool) -> Step | None:
    """Payoffs below an optimal point that improves on all that is played, and above the default: safely achievable?

    By Theorem 15 as printed they are; that takes hypothesis H, that nobody gets less by default than at every
    Pareto-optimal lottery.

    Parameters
    ----------
    rng : random.Random
    game : Game
    right : bool

    Returns
    -------
    Step or None
        None if two outcomes that were drawn do not allow it.

    Source: oesterheld-conitzer-2022, Theorem 15 (repaired: D12, N1)
    """
    played = list(profiles(reduce(game).reduced))
    if len(played) < 2:
        return None
    one, other = rng.sample(played, 2)
    chance = rng.choice(_CHANCES)
    law = {one: chance, other: 1 - chance}
    mean = tuple(sum((p * game[a][i] for a, p in law.items()), Fraction(0)) for i in (0, 1))
    whole = convex_hull(game.table)
    chain = frontier(whole)
    tops = [z for z in chain if improves(z, game[one]) and improves(z, game[other])]
    least = chain[0][0], chain[-1][1]
    hypothesis = improves(game[one], least) and improves(game[other], least)
    if not tops or (hypothesis and not right):
        return None
    z = rng.choice(tops)
    below = whole
    for normal, bound in (((-1, 0), -mean[0]), ((0, -1), -mean[1]), ((1, 0), z[0]), ((0, 1), z[1])):
        below = clip(below, normal, bound)
    safe = achievable_polygon(game, law)
    points = [y for y in below.vertices if y not in (mean, z) and safe.contains(y) == right and _is_short(y)]
    if not points:
        return None
    y = rng.choice(points)
    told = f"{point(z)}, which is Pareto-optimal among lotteries and for both at least as good as these outcomes"
    reason = f"they are feasible, for both at least the expected {point(mean)}, and for both at most {told}"
    if right and hypothesis:
        reason += ", at which nobody gets less than the least that she gets on the Pareto frontier"
    elif right:
        reason = "lotteries that are at least as good for both as what they stand for are worth that on average"
    text = (
        f"If {outcome(one)} is played by default with probability {format_exact(chance)} and {outcome(other)} "
        f"otherwise, the expected payoffs {point(y)} can be had safely: for each of these two outcomes some "
        "lottery is at least as good for both, so that this is what they get on average"
    )
    certificate = decide_achievable(game, law, y).certificate.text
    return Step("projection", text, reason, certificate, "answer", "yes")


def _is_short(y: Point) -> bool:
    return all(v.denominator <= 60 for v in y)


def triviality(rng: Random, game: Game, right: bool) -> Step | None:
    """Is there a safe Pareto improvement in which other actions are played? Adding to payoffs is none.

    Parameters
    ----------
    rng : random.Random
    game : Game
    right : bool

    Returns
    -------
    Step or None
        None where there is one and a wrong step is asked for.

    Source: oesterheld-conitzer-2022, Definition 5 (repaired: D13)
    """
    verdict = decide_spi(game, strict=False)
    if isinstance(verdict, Unknown) or (verdict and not right):
        return None
    who = rng.choice(game.players)
    says = (
        "safe Pareto improvement on the original game that is not trivial, that is, one in which somebody is left with "
        "other actions than in the original game when strictly dominated actions are dropped"
    )
    value = "yes" if verdict or not right else "no"
    if not right:
        reason = (
            f"if {rng.randint(1, 9)} is added to all of {who}'s payoffs, the game that is left is another one, and "
            "what is played is as good for both as before"
        )
    elif verdict:
        reason = "what is played can be mapped to outcomes with other actions, of which none is worse for anybody"
    elif reduce(game).reduced.actions == game.actions:
        reason = "no action is dropped, so that nobody can be left with other ones"
    else:
        reason = "every map of what is played to outcomes with other actions makes somebody worse off somewhere"
    text = f"There is {'a' if value == 'yes' else 'no'} {says}"
    return Step("triviality", text, reason, verdict.certificate.text, "answer", value)
