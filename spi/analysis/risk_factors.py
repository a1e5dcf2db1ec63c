"""A checklist of what makes a lock-out likely: six patterns in a graph of commitments.

It is a checklist and no theorem: a pattern may do no harm, and a lock-out can come without any of them; what holds is
`decide_lock_out`'s to say. The agenda names such factors in words; these definitions are reconstructions and ours. In
all of them f runs through the strict SPIs of the family (there has to be one), and x through a player's policies that
the default can be; f asks for f(x).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from spi.core.commitments import Commitment, CommitmentGraph, CommitmentStep, Menus, Policy
from spi.core.display import html_of
from spi.core.policy_game import PolicyGame, PolicyTransform
from spi.solve.adoption import asked_of, flaw_of

__all__ = ["RISK_FACTORS", "RiskFactor", "find_risk_factors"]

RISK_FACTORS = {
    "value-freeze": "a player's rule and an event on one path leave no f within reach, though either alone leaves one",
    "unconditional-demand": "a player's rule keeps one of her x, but removes f(x) for every f",
    "demand-before-surrogate": (
        "a player's rule removes her f(x) before another player's commitment on the same path takes up f by giving up x"
    ),
    "opaque-default": "a player's rule removes another player's f(x)",
    "successor-without-default": "a player's rule removes all of her x, and every f(x)",
    "moving-second": (
        "before a player's rule another player's f(x) is a best reply to some joint policy of the others within reach, "
        "and afterwards to none, though nothing of hers was removed"
    ),
}
"""What each factor looks for; f(x) ≠ x wherever it is removed or taken up."""


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """A pattern that was found, and what shows it.

    Parameters
    ----------
    factor : str
        A key of `RISK_FACTORS`.
    rules : tuple of str
        The commitments, in the order of the definition.
    policies : tuple of Policy
        What they remove of the policies that SPIs ask for, or for "moving-second" what is asked and no longer wanted.

    Source: ours
    """

    factor: str
    rules: tuple[str, ...]
    policies: tuple[Policy, ...]

    def __str__(self) -> str:
        shown = "; ".join(f"{player}: {policy}" for player, policy in self.policies)
        return f"{self.factor}: “{'” and “'.join(self.rules)}” ({shown})"

    _repr_html_ = html_of


def find_risk_factors(graph: CommitmentGraph) -> tuple[RiskFactor, ...]:
    """Go through the checklist.

    Parameters
    ----------
    graph : CommitmentGraph

    Returns
    -------
    tuple of RiskFactor
        In the order of `RISK_FACTORS`, then of the steps; each with its rules once.

    Examples
    --------
    >>> import spi
    >>> for factor in find_risk_factors(spi.load_commitments("lock-out/opaque-default")):
    ...     print(factor)
    opaque-default: “deploy a system that cannot be read” (Bob: hard, renegotiate; Carol: hard, renegotiate)

    Source: clr-agenda-2026, Part II.2, and ours
    """
    family = [t for t in graph.problem.transforms if flaw_of(graph.problem, t) is None]
    if not family:
        return ()
    rules = dict.fromkeys(step.commitment for step in graph.steps)
    found = [
        *_value_freezes(graph, family),
        *(factor for rule in rules for factor in _unconditional_demand(graph.problem, family, rule)),
        *_demands_before_surrogates(graph, family),
        *(factor for rule in rules for factor in _opaque_default(graph.problem, family, rule)),
        *(factor for rule in rules for factor in _successor(graph.problem, family, rule)),
        *_moving_second(graph, family),
    ]
    first: dict[tuple[str, tuple[str, ...]], RiskFactor] = {}
    for factor in found:
        first.setdefault((factor.factor, factor.rules), factor)
    return tuple(first.values())


def _pairs(graph: CommitmentGraph) -> Iterator[tuple[CommitmentStep, CommitmentStep]]:
    """Two steps of which the second can come later on one path."""
    later: dict[str, list[CommitmentStep]] = {}
    for state in reversed(graph.states):
        own = [step for step in graph.steps if step.before == state]
        later[state] = list(dict.fromkeys([*own, *(s for step in own for s in later[step.after])]))
    for step in graph.steps:
        yield from ((step, other) for other in later[step.after])


def _asked(problem: PolicyGame, transform: PolicyTransform) -> set[Policy]:
    """What a transform asks for, to whom something may be left unchanged."""
    return {(problem.game.players[i], y) for i, y in asked_of(problem, transform)}


def _changes(problem: PolicyGame, transform: PolicyTransform) -> list[tuple[Policy, Policy]]:
    """Each player's x and f(x), where they differ."""
    found: dict[tuple[Policy, Policy], None] = {}
    for p, _ in problem.default:
        for player, x, y in zip(problem.game.players, p, transform.maps(p), strict=True):
            if x != y:
                found[(player, x), (player, y)] = None
    return list(found)


def _value_freezes(graph: CommitmentGraph, family: Sequence[PolicyTransform]) -> Iterator[RiskFactor]:
    asked = [_asked(graph.problem, f) for f in family]
    for one, other in _pairs(graph):
        rule, event = (one, other) if one.commitment.player is not None else (other, one)
        if rule.commitment.player is None or event.commitment.player is not None:
            continue
        mine, theirs = set(rule.commitment.removed), set(event.commitment.removed)
        lefts = [any(not own & removed for own in asked) for removed in (mine, theirs, mine | theirs)]
        if lefts == [True, True, False]:
            names = (rule.commitment.rule, event.commitment.rule)
            lost = set[Policy]().union(*asked) & (mine | theirs)
            yield RiskFactor("value-freeze", names, _ordered(graph.problem, lost))


def _unconditional_demand(
    problem: PolicyGame, family: Sequence[PolicyTransform], rule: Commitment
) -> Iterator[RiskFactor]:
    if rule.player is None:
        return
    for x in _defaults(problem, rule.player):
        images = {(rule.player, dict(_own(problem, f, rule.player))[x]) for f in family}
        if (rule.player, x) not in rule.removed and images <= set(rule.removed):
            yield RiskFactor("unconditional-demand", (rule.rule,), _ordered(problem, images))


def _demands_before_surrogates(graph: CommitmentGraph, family: Sequence[PolicyTransform]) -> Iterator[RiskFactor]:
    for early, late in _pairs(graph):
        demand, adoption = early.commitment, late.commitment
        if demand.player is None or adoption.player in (None, demand.player):
            continue
        for f in family:
            changes = _changes(graph.problem, f)
            lost = {y for _, y in changes if y[0] == demand.player and y in demand.removed}
            taken_up = [
                x for x, y in changes if x[0] == adoption.player and x in adoption.removed and y not in adoption.removed
            ]
            if lost and taken_up:
                names = (demand.rule, adoption.rule)
                yield RiskFactor("demand-before-surrogate", names, _ordered(graph.problem, lost))


def _opaque_default(problem: PolicyGame, family: Sequence[PolicyTransform], rule: Commitment) -> Iterator[RiskFactor]:
    asked = {y for f in family for _, y in _changes(problem, f) if y[0] != rule.player}
    if rule.player is not None and asked & set(rule.removed):
        yield RiskFactor("opaque-default", (rule.rule,), _ordered(problem, asked & set(rule.removed)))


def _successor(problem: PolicyGame, family: Sequence[PolicyTransform], rule: Commitment) -> Iterator[RiskFactor]:
    if rule.player is None:
        return
    defaults = {(rule.player, x) for x in _defaults(problem, rule.player)}
    images = {(rule.player, dict(_own(problem, f, rule.player))[x]) for f in family for _, x in defaults}
    if defaults | images <= set(rule.removed):
        yield RiskFactor("successor-without-default", (rule.rule,), _ordered(problem, images - defaults))


def _moving_second(graph: CommitmentGraph, family: Sequence[PolicyTransform]) -> Iterator[RiskFactor]:
    problem = graph.problem
    for step in graph.steps:
        before, after = graph.reach(step.before).menus, graph.reach(step.after).menus
        asked = {
            (i, y)
            for f in family
            for i, y in asked_of(problem, f)
            if step.commitment.player not in (None, problem.game.players[i]) and before[i] == after[i]
        }
        lost = [(i, y) for i, y in asked if _is_best_reply(problem, before, i, y)]
        lost = [(i, y) for i, y in lost if not _is_best_reply(problem, after, i, y)]
        if lost:
            named = {(problem.game.players[i], y) for i, y in lost}
            yield RiskFactor("moving-second", (step.commitment.rule,), _ordered(problem, named))


def _is_best_reply(problem: PolicyGame, menus: Menus, i: int, policy: str) -> bool:
    """Is a policy within reach, and a best reply to some joint policy that the others have left?"""
    game = problem.game
    return policy in menus[i] and any(
        all(game[(*q[:i], policy, *q[i:])][i] >= game[(*q[:i], x, *q[i:])][i] for x in menus[i])
        for q in product(*menus[:i], *menus[i + 1 :])
    )


def _defaults(problem: PolicyGame, player: str) -> list[str]:
    i = problem.game.player_index(player)
    return [x for x in problem.game.actions[i] if any(p[i] == x for p, _ in problem.default)]


def _own(problem: PolicyGame, transform: PolicyTransform, player: str) -> tuple[tuple[str, str], ...]:
    return transform.maps.pairs[problem.game.player_index(player)]


def _ordered(problem: PolicyGame, policies: set[Policy]) -> tuple[Policy, ...]:
    order = [(p, x) for p, own in zip(problem.game.players, problem.game.actions, strict=True) for x in own]
    return tuple(policy for policy in order if policy in policies)
