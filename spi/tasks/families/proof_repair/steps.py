"""Steps of proofs about a game, right and wrong: each says something that a certificate decides.

The wrong ones follow from mistakes that are natural, some of which are in print: see the errata in `spi/sources.toml`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

from spi.analysis.achievability import decide_achievable
from spi.analysis.optimality import decide_pareto_optimal
from spi.analysis.questions import decide_spi, verify_spi
from spi.core.game import Game, profiles, subset_game
from spi.core.numbers import format_exact
from spi.core.pareto import improves, strictly_improves
from spi.core.verdict import Unknown
from spi.solve.pareto_meet import pareto_meet_minimum
from spi.solve.reduction import reduce
from spi.tasks.families.proof_repair.games import retold, table_text
from spi.tasks.families.proof_repair.printed import projection, triviality
from spi.tasks.families.proof_repair.step import Step, outcome, point

__all__ = ["MISTAKES", "STEPS"]

MISTAKES = {
    "pure-optimality": "an outcome that no outcome improves on is taken to be optimal among lotteries",
    "expected-improvement": "every improvement of expected payoffs is taken to be safely achievable",
    "weak-dominance": "weakly dominated actions are taken to be dropped",
    "mixed-dominance": "actions that only a mixture dominates are taken to be dropped",
    "same-labels": "isomorphic games with the same actions are taken to be played with the same labels",
    "zero-scale": "multiplying somebody's payoffs by 0 is taken for an isomorphism",
    "permutation": "renaming the outcomes that are played is taken to be able to improve them",
    "own-payoffs": "a subset game is judged by its own payoffs, not by the original ones",
    "corner": "who gets less than her least on the Pareto frontier is taken to be where the corner of these improves",
    "projection": "payoffs below the frontier are taken to be safely achievable where play has no projection on it",
    "triviality": "games that reduce to different payoffs, but the same actions, are taken for a change of play",
}


def _optimality(rng: Random, game: Game, right: bool) -> Step | None:
    outcomes = list(profiles(game))
    rng.shuffle(outcomes)
    for a in outcomes:
        u = game[a]
        if any(strictly_improves(b, u) for b in game.table):
            continue  # improved by an outcome: no mistake of this kind
        verdict = decide_pareto_optimal(game, u)
        weights = json.loads(verdict.certificate.text)["evidence"]["weights"]
        if bool(verdict) == right:
            reason = (
                f"{weights[0]} times {game.players[0]}'s payoff plus {weights[1]} times {game.players[1]}'s is nowhere "
                "larger"
                if right
                else "no outcome is at least as good for both and better for one of them"
            )
            text = f"No lottery over outcomes is at least as good for both as {outcome(a)}, and better for one of them"
            return Step("pure-optimality", text, reason, verdict.certificate.text, "answer", "yes")
    return None


def _expected(rng: Random, game: Game, right: bool) -> Step | None:
    reduced = reduce(game).reduced
    played = list(profiles(reduced))
    law = dict.fromkeys(played, Fraction(1, len(played)))
    mean = tuple(sum((game[a][i] for a in played), Fraction(0)) / len(played) for i in (0, 1))
    outcomes = list(profiles(game))
    rng.shuffle(outcomes)
    if right:
        better = [rng.choice([b for b in outcomes if improves(game[b], game[a])]) for a in played]
        points = [tuple(sum((game[b][i] for b in better), Fraction(0)) / len(played) for i in (0, 1))]
        reason = "it is the mean of outcomes that are each at least as good for both as what they stand for"
    else:
        points = [game[b] for b in outcomes if strictly_improves(game[b], mean)]
        reason = f"it is feasible, and for both at least the expected {point(mean)}"
    for y in points:
        if y == mean:
            continue
        verdict = decide_achievable(game, law, y)
        if bool(verdict) == right:
            text = (
                f"If the {len(played)} outcomes of the reduced game are equally likely by default, the expected "
                f"payoffs {point(y)} can be had safely: for each of these outcomes some lottery is at least as good "
                "for both, so that this is what they get on average"
            )
            return Step("expected-improvement", text, reason, verdict.certificate.text, "answer", "yes")
    return None


def _dominance(mixed: bool) -> Callable[[Random, Game, bool], Step | None]:
    def step(rng: Random, game: Game, right: bool) -> Step | None:
        survivors = reduce(game).reduced.actions
        places = [(i, x) for i in (0, 1) for x in game.actions[i] if len(game.actions[i]) > 1]
        rng.shuffle(places)
        for i, x in places:
            dropped = x not in survivors[i]
            how = _undone(game, i, x, mixed=mixed)
            if not right and (dropped or how is None):
                continue
            kept = {p: [y for y in own if (p, y) != (game.players[i], x)] for p, own in _menus(game).items()}
            text = verify_spi(game, subset_game(game, kept)).certificate.text
            name = "mixed-dominance" if mixed else "weak-dominance"
            who = game.players[i]
            if right and not dropped:
                says, value = f"{who}'s action {x} survives when strictly dominated actions are dropped", "no"
                reason = "whatever is left, no single other action earns more against everything"
            else:
                says, value = f"{who}'s action {x} is dropped when strictly dominated actions are dropped", "yes"
                reason = "another action earns more against all that is left at some point" if right else str(how)
            return Step(name, f"{says}, one after the other", reason, text, "relation-equal", value)
        return None

    return step


def _menus(game: Game) -> dict[str, tuple[str, ...]]:
    return dict(zip(game.players, game.actions, strict=True))


def _undone(game: Game, i: int, x: str, *, mixed: bool) -> str | None:
    """Why somebody might think that an action is dominated: weakly, or by the mean of two others."""

    def earns(y: str) -> list[Fraction]:
        return [game[(y, z) if i == 0 else (z, y)][i] for z in game.actions[1 - i]]

    others = [y for y in game.actions[i] if y != x]
    if not mixed:
        for y in others:
            if strictly_improves(earns(y), earns(x)):
                return f"{y} never earns less, and sometimes more"
        return None
    for k, y in enumerate(others):
        for z in others[k + 1 :]:
            if all((v + w) / 2 > e for v, w, e in zip(earns(y), earns(z), earns(x), strict=True)):
                return f"drawing {y} or {z}, each with probability 1/2, always earns more"
    return None


def _subset(
    game: Game, other: Game, mistake: str, says: str, reason: str, *, strict: bool = False, value: str = "yes"
) -> Step:
    what = "is a strict safe Pareto improvement" if strict else "is a safe Pareto improvement"
    if value == "no":
        what = what.replace("is a", "is not a", 1)
    text = f"The game with the payoffs\n{table_text(other)}\n({says}) {what} on the original game"
    verdict = verify_spi(game, other, strict=strict)
    return Step(mistake, text, reason, verdict.certificate.text, "answer", value)


def _labels(rng: Random, game: Game, right: bool) -> Step | None:
    scales = (Fraction(rng.randint(1, 3)), Fraction(rng.randint(1, 3)))
    shifts = (rng.randint(-4, 4), rng.randint(-4, 4))
    reduced = reduce(game).reduced
    i = rng.choice((0, 1))
    if right:
        swap = None
        reason = "each player's payoffs are the original ones times a positive number, plus a number"
    else:
        if len(reduced.actions[i]) < 2:
            return None
        one, other = rng.sample(reduced.actions[i], 2)
        swap = (one, other)
        reason = "it is isomorphic to the original game and has the same actions, so that the same ones are played"
    says = "same players, same actions in the same order"
    step = _subset(game, retold(game, scales, shifts, swap), "same-labels", says, reason)
    return step if step.right == right else None


def _scale(rng: Random, game: Game, right: bool) -> Step | None:
    i = rng.choice((0, 1))
    factor = Fraction(1, rng.randint(2, 4)) if right else Fraction(0)
    scales = (factor, Fraction(1)) if i == 0 else (Fraction(1), factor)
    reason = f"{game.players[i]}'s payoffs are multiplied by {format_exact(factor)}, so that the games are isomorphic"
    says = "same players, same actions in the same order"
    step = _subset(game, retold(game, scales, (0, 0), None), "zero-scale", says, reason)
    return step if step.right == right else None


def _own(rng: Random, game: Game, right: bool) -> Step | None:
    more = rng.randint(1, 9)
    other = retold(game, (Fraction(1), Fraction(1)), (more, more), None)
    if right:
        reason, value = "what is played, and what that is originally worth, stays as it is", "no"
    else:
        reason, value = f"everybody gets {more} more in every outcome", "yes"
    says = "same players, same actions in the same order"
    step = _subset(game, other, "own-payoffs", says, reason, strict=True, value=value)
    return step if step.right == right else None


def _permutation(rng: Random, game: Game, right: bool) -> Step | None:
    verdict = decide_spi(game)
    if isinstance(verdict, Unknown):
        return None
    if (not verdict and reduce(game).reduced.actions != game.actions) or (verdict and not right):
        return None  # the reason would be another one
    if right and verdict:
        text, value = "There is a strict safe Pareto improvement on the original game", "yes"
        reason = (
            "what is played can be mapped to other outcomes, of which none is worse for anybody and some are better"
        )
    elif right:
        text, value = "There is no strict safe Pareto improvement on the original game", "no"
        reason = (
            "no action is dropped, so that outcomes can only be permuted, which raises no payoff without lowering one"
        )
    else:
        text, value = "There is a strict safe Pareto improvement on the original game", "yes"
        reason = "isomorphic games are played isomorphically, so that renaming can lead from bad outcomes to good ones"
    return Step("permutation", text, reason, verdict.certificate.text, "answer", value)


def _corner(rng: Random, game: Game, right: bool) -> Step | None:
    reduced = reduce(game).reduced
    corner = pareto_meet_minimum(game, mode="convex")
    played = list(profiles(reduced))
    rng.shuffle(played)
    for a in played:
        u = game[a]
        poor = [i for i in (0, 1) if u[i] < corner[i]]
        if not poor or (len(poor) == 2) != right or (not right and improves(corner, u)):
            continue
        verdict = decide_achievable(game, {a: Fraction(1)}, corner)
        if bool(verdict) == right:
            who = "both get less" if right else f"{game.players[poor[0]]} gets less"
            reason = f"{who} at {outcome(a)} than the least on the Pareto frontier, so that its corner improves on that"
            text = (
                f"If {outcome(a)} is certain to be played by default, the expected payoffs {point(corner)} can be "
                "had safely: some lottery that is at least as good for both is worth that"
            )
            return Step("corner", text, reason, verdict.certificate.text, "answer", "yes")
    return None


STEPS: Mapping[str, Callable[[Random, Game, bool], Step | None]] = {
    "pure-optimality": _optimality,
    "expected-improvement": _expected,
    "weak-dominance": _dominance(mixed=False),
    "mixed-dominance": _dominance(mixed=True),
    "same-labels": _labels,
    "zero-scale": _scale,
    "permutation": _permutation,
    "own-payoffs": _own,
    "corner": _corner,
    "projection": projection,
    "triviality": triviality,
}
"""For each mistake a step about a game that makes it (False) or does not (True); None if the game does not allow it."""
