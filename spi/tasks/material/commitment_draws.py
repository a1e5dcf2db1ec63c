"""Draws policies, payoffs and ways out, and turns lists of what is removed into commitments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from spi.core.commitments import Commitment, Policy, reach_after
from spi.core.game import Game
from spi.errors import GameError, HypothesisError
from spi.solve.adoption import Case, find_adoption
from spi.tasks.material.commitment_payoffs import draw_payoffs
from spi.tasks.material.commitment_plans import Opinion, Plan, make_plan
from spi.tasks.material.commitment_settings import Cast, Setting
from spi.tasks.material.draws import draw_people

__all__ = ["Draft", "cases_of", "commit", "draw_draft", "first_of"]


@dataclass(frozen=True, slots=True)
class Draft:
    """Policies by what they are for, before anybody commits to anything.

    Parameters
    ----------
    rng : Random
    setting : Setting
    scene : str
    plan : Plan
        Without commitments.
    ways : tuple of (Policy, Policy)
        For each transform that is a way out what it asks of the two.
    decoy : tuple of Policy
        What the transform asks that looks good in sum, and is no SPI.
    soft : Policy or None
        A policy of one player without which the first way out is supported for the other no longer.
    defaults, fillers : tuple of Policy

    Source: ours
    """

    rng: Random
    setting: Setting
    scene: str
    plan: Plan
    ways: tuple[tuple[Policy, Policy], ...]
    decoy: tuple[Policy, ...]
    soft: Policy | None
    defaults: tuple[Policy, ...]
    fillers: tuple[Policy, ...]


def draw_draft(rng: Random, difficulty: int, cast: Cast, *, incentive: bool) -> Draft:
    """Payoffs, a default, ways out and a decoy.

    With `incentive` what the first way out asks of one player is a best reply only where the other plays her `soft`
    policy.

    Parameters
    ----------
    rng : Random
    difficulty : int
    cast : Cast
        Names of policies, by what they are for.
    incentive : bool

    Returns
    -------
    Draft

    Source: clr-agenda-2026, Part II.2, and ours
    """
    one, other = draw_people(rng, ["any", "any"])
    mine, theirs = cast.mine, cast.theirs
    value = draw_payoffs(rng, cast, incentive=incentive)
    menus = {one: rng.sample(mine.menu, len(mine.menu)), other: rng.sample(theirs.menu, len(theirs.menu))}
    players = (one, other) if rng.random() < 0.5 else (other, one)
    turned = players[0] == other
    table = [
        tuple(map(Fraction, value[y, x][::-1] if turned else value[x, y]))
        for x in menus[players[0]]
        for y in menus[players[1]]
    ]
    game = Game(players, (tuple(menus[players[0]]), tuple(menus[players[1]])), tuple(table))
    (base,) = theirs.defaults
    weights = [rng.randint(1, 5) for _ in mine.defaults]
    default = tuple(
        ((base, x) if turned else (x, base), Fraction(w, sum(weights)))
        for x, w in zip(mine.defaults, weights, strict=True)
    )
    changes = [*zip(mine.asked, theirs.asked, strict=True), (mine.luring, theirs.luring)]
    rng.shuffle(changes)
    maps = {
        f"change {'PQRS'[place]}": {one: dict.fromkeys(mine.defaults, x), other: {base: y}}
        for place, (x, y) in enumerate(changes)
    }
    opinions = []
    if difficulty >= 2 and rng.random() < 0.5:
        opinions = [Opinion(other, one, mine.idle[0], Fraction(1, rng.randint(2, 12)))]
    soft = (one, mine.idle[0]) if incentive else None
    return Draft(
        rng,
        cast.setting,
        cast.setting.scene.format(one=one, other=other),
        make_plan(game, default, maps, opinions, ()),
        tuple(((one, x), (other, y)) for x, y in zip(mine.asked, theirs.asked, strict=True)),
        ((one, mine.luring), (other, theirs.luring)),
        soft,
        (*((one, x) for x in mine.defaults), (other, base)),
        tuple(p for p in [*((one, x) for x in mine.idle), *((other, y) for y in theirs.idle)] if p != soft),
    )


def commit(
    draft: Draft, removed: Sequence[Sequence[Policy]], kept: Sequence[Sequence[Policy]]
) -> tuple[Commitment, ...]:
    """Commitments that remove these policies, except for some; who makes them is left to chance.

    Parameters
    ----------
    draft : Draft
    removed : sequence of sequences of Policy
        One for each commitment.
    kept : sequence of sequences of Policy
        The exceptions of each; only a player's rule has any.

    Returns
    -------
    tuple of Commitment

    Source: ours
    """
    rng, setting = draft.rng, draft.setting
    made = []
    for gone, exceptions in zip(removed, kept, strict=True):
        everything = list(dict.fromkeys([*gone, *exceptions]))
        rng.shuffle(everything)
        who = everything[0][0] if rng.random() < 0.8 else rng.choice(draft.plan.problem.game.players)
        if not exceptions and rng.random() < 0.2:
            made.append(Commitment(f"{rng.choice(setting.events)} takes some choices away", None, tuple(everything)))
        else:
            rule = f"{who} {rng.choice(setting.occasions)}"
            made.append(Commitment(rule, who, tuple(everything), tuple(exceptions)))
    return tuple(made)


def cases_of(plan: Plan) -> list[Case] | None:
    """The case before the first commitment and after each; None where that is not defined.

    It is not where somebody would be left without a policy, or where nobody could believe what is seen.

    Source: clr-agenda-2026, Part II.2, and ours
    """
    game = plan.problem.game
    try:
        return [
            find_adoption(plan.problem, reach_after(game, plan.commitments[:k]).menus).case
            for k in range(len(plan.commitments) + 1)
        ]
    except (GameError, HypothesisError):
        return None


def first_of(cases: Sequence[str]) -> int | None:
    """After how many commitments there is a lock-out for the first time; None: never.

    Source: ours
    """
    return next((k for k, case in enumerate(cases) if case != "open"), None)
