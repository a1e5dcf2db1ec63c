"""A policy game with the commitments that are made in it one after the other, and what is the same up to names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from random import Random

from spi.core.beliefs import BeliefConstraint, Beliefs
from spi.core.commitments import Commitment, CommitmentGraph, CommitmentStep, Policy
from spi.core.correspondence import ActionMaps
from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Lottery, read_lottery
from spi.core.policy_game import PolicyGame, PolicyTransform, others_of

__all__ = ["Opinion", "Plan", "graph_of", "make_plan", "shape_of_plan", "states_of", "with_loss", "with_payoff"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What every admissible belief of a player says of one policy of another.

    Parameters
    ----------
    player, other, policy : str
    bound : Fraction
        The policy is played with at least this probability.

    Source: ours
    """

    player: str
    other: str
    policy: str
    bound: Fraction


@dataclass(frozen=True, slots=True)
class Plan:
    """Commitments on one path, with what they are made about.

    Parameters
    ----------
    problem : PolicyGame
    opinions : tuple of Opinion
        The constraints on beliefs, once more, as they are told.
    commitments : tuple of Commitment

    Source: ours
    """

    problem: PolicyGame
    opinions: tuple[Opinion, ...]
    commitments: tuple[Commitment, ...]


def make_plan(
    game: Game,
    default: Lottery,
    maps: dict[str, dict[str, dict[str, str]]],
    opinions: Sequence[Opinion],
    commitments: Sequence[Commitment],
) -> Plan:
    """Put a plan together.

    Parameters
    ----------
    game : Game
        Of policies.
    default : Lottery
    maps : dict from transform to player to policy to policy
        What is not named stays.
    opinions : sequence of Opinion
    commitments : sequence of Commitment

    Returns
    -------
    Plan

    Source: ours
    """
    law = read_lottery(game, default)
    transforms = tuple(PolicyTransform(name, _total(game, own)) for name, own in maps.items())
    beliefs = []
    for i, player in enumerate(game.players):
        types = others_of(game, i)
        told = [opinion for opinion in opinions if opinion.player == player]
        rows = []
        for opinion in told:
            j = game.player_index(opinion.other)
            place = j if j < i else j - 1
            weights = tuple(Fraction(q[place] == opinion.policy) for q in types)
            rows.append(BeliefConstraint(weights, "at-least", opinion.bound))
        beliefs.append(Beliefs(types, tuple(rows)))
    problem = PolicyGame(game, law, tuple(p for p, _ in law), transforms, tuple(beliefs))
    return Plan(problem, tuple(opinions), tuple(commitments))


def _total(game: Game, named: dict[str, dict[str, str]]) -> ActionMaps:
    return ActionMaps.of(
        {p: {x: named.get(p, {}).get(x, x) for x in own} for p, own in zip(game.players, game.actions, strict=True)}
    )


def with_payoff(plan: Plan, profile: Profile, player: str, payoff: Fraction) -> Plan:
    """The same plan with one payoff changed.

    Source: ours
    """
    game = plan.problem.game
    i = game.player_index(player)
    table = list(game.table)
    row = table[game.profile_index(profile)]
    table[game.profile_index(profile)] = (*row[:i], payoff, *row[i + 1 :])
    changed = Game(game.players, game.actions, tuple(table), game.title, game.source)
    return replace(plan, problem=replace(plan.problem, game=changed))


def with_loss(rng: Random, plan: Plan, way: tuple[Policy, Policy]) -> Plan:
    """The same, but somebody gets less by this way out than at some joint policy that the default can be.

    Source: ours
    """
    game, own = plan.problem.game, dict(way)
    i = rng.randrange(len(game.players))
    most = max(game[p][i] for p, _ in plan.problem.default)
    return with_payoff(plan, tuple(own[player] for player in game.players), game.players[i], most - rng.randint(1, 6))


def states_of(plan: Plan) -> tuple[str, ...]:
    """The states of `graph_of`: before the first commitment and after each.

    Source: ours
    """
    return ("at first", *(f"after commitment {k}" for k in range(1, len(plan.commitments) + 1)))


def graph_of(plan: Plan, *, title: str = "", story: str = "") -> CommitmentGraph:
    """The graph in which these commitments are made one after the other, and nothing else can be done.

    Source: ours
    """
    states = states_of(plan)
    steps = [
        CommitmentStep(before, commitment, after)
        for before, commitment, after in zip(states, plan.commitments, states[1:], strict=False)
    ]
    return CommitmentGraph(plan.problem, states[0], tuple(steps), title, "ours", story)


def shape_of_plan(plan: Plan) -> str:
    """A digest that names, and the orders of players, policies and transforms, do not change.

    Each policy is told apart by what is known of it, and then twice by what is known of those that it meets; two plans
    that differ in more than names can have one digest only if they agree in all that.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    str
        SHA-256 in hexadecimal.

    Source: ours
    """
    problem = plan.problem
    game = problem.game
    law = dict(problem.default)
    everyone: list[Policy] = [(p, x) for p, own in zip(game.players, game.actions, strict=True) for x in own]
    colours = {policy: _digest(_history(plan, policy)) for policy in everyone}
    maps = {}
    for _ in range(2):
        maps = {
            t.name: _digest(
                sorted(
                    (colours[p, x], colours[p, y])
                    for p, own in zip(game.players, t.maps.pairs, strict=True)
                    for x, y in own
                )
            )
            for t in problem.transforms
        }
        met: dict[Policy, list[str]] = {policy: [] for policy in everyone}
        for profile, payoffs in zip(profiles(game), game.table, strict=True):
            for i, (player, x) in enumerate(zip(game.players, profile, strict=True)):
                others = sorted(
                    (colours[q, y], str(payoffs[j]))
                    for j, (q, y) in enumerate(zip(game.players, profile, strict=True))
                    if j != i
                )
                known = (str(payoffs[i]), others, str(law.get(profile)), profile in problem.space)
                met[player, x].append(_digest(known))
        moved = {
            (p, x): sorted((maps[t.name], colours[p, t.maps.as_dict()[p][x]]) for t in problem.transforms)
            for p, x in everyone
        }
        colours = {policy: _digest((colours[policy], sorted(met[policy]), moved[policy])) for policy in everyone}
    opinions = sorted(
        (sorted(colours[o.player, x] for p, x in everyone if p == o.player), colours[o.other, o.policy], str(o.bound))
        for o in plan.opinions
    )
    return _digest((sorted(colours.values()), sorted(maps.values()), opinions))


def _history(plan: Plan, policy: Policy) -> list[tuple[str, bool, bool]]:
    """What each commitment does to a policy, and who makes it: its player, another, or nobody."""
    return [
        (
            "nobody" if c.player is None else "own" if c.player == policy[0] else "another",
            policy in c.removes,
            policy in c.exceptions,
        )
        for c in plan.commitments
    ]


def _digest(known: object) -> str:
    return sha256(repr(known).encode()).hexdigest()
