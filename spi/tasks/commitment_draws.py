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
from spi.tasks.commitment_plans import Opinion, Plan, make_plan
from spi.tasks.commitment_settings import NAMES, SETTINGS, Setting

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


def draw_draft(rng: Random, difficulty: int, *, ways: int, incentive: bool) -> Draft:
    """Policies, payoffs, a default, `ways` ways out and a decoy.

    The default can be one joint policy or, from difficulty 3 on, two. With `incentive` what the first way out asks of
    one player is a best reply only where the other plays her `soft` policy.

    Parameters
    ----------
    rng : Random
    difficulty : int
    ways : int
    incentive : bool

    Returns
    -------
    Draft

    Source: clr-agenda-2026, Part II.2, and ours
    """
    setting = rng.choice(SETTINGS)
    players = tuple(rng.sample(NAMES, 2))
    arrangements = [rng.sample(setting.arrangements, len(setting.arrangements)) for _ in players]
    a, b = rng.sample((0, 1), 2)  # a is asked for what may lose its support, b can be of two minds by default
    stances = [rng.sample(setting.stances, 2) for _ in players]
    minds = 1 + (difficulty >= 3)
    own = [[stances[0][0]], [stances[1][0]]]
    own[b] = stances[b][:minds]
    asked = [[arrangements[i].pop() for _ in range(ways)] for i in (0, 1)]
    luring = [arrangements[i].pop() for i in (0, 1)]
    idle = [[arrangements[i].pop() for _ in range(1 + (difficulty >= 4))] for i in (0, 1)]
    menus = [[*own[i], *asked[i], luring[i], *idle[i]] for i in (0, 1)]
    for menu in menus:
        rng.shuffle(menu)
    value = {(x, y): [rng.randint(-30, 30), rng.randint(-30, 30)] for x in menus[0] for y in menus[1]}

    def at(i: int, x: str, y: str) -> list[int]:
        """The cell in which player i plays x and the other y."""
        return value[(x, y) if i == 0 else (y, x)]

    base = own[a][0]
    for k in range(ways):
        for x in own[b]:
            before, after = at(a, base, x), at(a, asked[a][k], asked[b][k])
            for i in (0, 1):
                after[i] = max(after[i], before[i] + rng.randint(0, 6))
    for k in range(ways):  # what is asked of both is a best reply to what is asked of the other
        cell = at(a, asked[a][k], asked[b][k])
        for x in menus[a]:
            if x != asked[a][k]:
                at(a, x, asked[b][k])[a] = min(at(a, x, asked[b][k])[a], cell[a] - rng.randint(0, 4))
        for y in menus[b]:
            if y != asked[b][k]:
                at(b, y, asked[a][k])[b] = min(at(b, y, asked[a][k])[b], cell[b] - rng.randint(0, 4))
    soft = None
    if incentive:
        soft = (players[b], idle[b][0])
        r, z = asked[a][0], rng.choice([x for x in menus[a] if x not in asked[a]])
        for y in menus[b]:
            better = at(a, z, y)[a] - at(a, r, y)[a]
            if y == idle[b][0]:
                at(a, r, y)[a] = max(at(a, x, y)[a] for x in menus[a]) + rng.randint(0, 5)
            elif better <= 0:
                at(a, z, y)[a] += 1 - better + rng.randint(0, 3)
    # the decoy gains more in sum than it costs, but costs one of them something
    loser = rng.choice((0, 1))
    before, lure = at(a, base, own[b][0]), at(a, luring[a], luring[b])
    lure[loser] = before[loser] - rng.randint(1, 9)
    lure[1 - loser] = max(before[1 - loser] + rng.randint(10, 25), *(at(a, base, x)[1 - loser] for x in own[b]))
    game = Game(players, (tuple(menus[0]), tuple(menus[1])), tuple(tuple(map(Fraction, c)) for c in value.values()))
    weights = [rng.randint(1, 5) for _ in own[b]]
    default = tuple(
        ((base, x) if a == 0 else (x, base), Fraction(w, sum(weights))) for x, w in zip(own[b], weights, strict=True)
    )
    changes = [(asked[a][k], asked[b][k]) for k in range(ways)] + [(luring[a], luring[b])]
    rng.shuffle(changes)
    maps = {}
    for place, (x, y) in enumerate(changes):
        maps[f"change {'PQRS'[place]}"] = {players[a]: {base: x}, players[b]: dict.fromkeys(own[b], y)}
    opinions = []
    if difficulty >= 2 and rng.random() < 0.5:
        opinions = [Opinion(players[a], players[b], idle[b][0], Fraction(1, rng.randint(2, 12)))]
    plan = make_plan(game, default, maps, opinions, ())
    return Draft(
        rng,
        setting,
        setting.scene.format(one=players[0], other=players[1]),
        plan,
        tuple(((players[a], asked[a][k]), (players[b], asked[b][k])) for k in range(ways)),
        ((players[a], luring[a]), (players[b], luring[b])),
        soft,
        ((players[a], base), *((players[b], x) for x in own[b])),
        tuple((players[i], x) for i in (0, 1) for x in idle[i] if (players[i], x) != soft),
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

    Source: clr-agenda-2026, incentive lock-out, implementation lock-out, and ours
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
