"""What models show of themselves: maps of actions, correspondences, concession policies, policies and commitments."""

from __future__ import annotations

from collections.abc import Sequence

from spi.core.commitments import CommitmentGraph
from spi.core.concession import AffineConcession, ConcessionTable
from spi.core.correspondence import ActionMaps, Correspondence
from spi.core.numbers import format_exact
from spi.core.policy_game import PolicyGame
from spi.report.layout import lottery_text, outcome_text, vector_text
from spi.report.pages import Part, sheet

__all__ = ["maps_text", "page_of"]


def page_of(thing: object) -> Sequence[Part] | None:
    """The page of a model, or None.

    Source: ours
    """
    match thing:
        case ActionMaps():
            return [maps_text(thing)]
        case Correspondence():
            return _correspondence(thing)
        case ConcessionTable():
            rows = [(name, format_exact(rate)) for name, rate in thing.rates]
            return [sheet("probability of conceding", ("threat", "conceded with"), rows)]
        case AffineConcession():
            curve = f"{format_exact(thing.intercept)} − {format_exact(thing.slope)}·x"
            ends = f"{format_exact(thing.low)} ≤ x ≤ {format_exact(thing.high)}"
            return [f"a demand of x is conceded with probability {curve}, for {ends}"]
        case PolicyGame():
            return _policies(thing)
        case CommitmentGraph():
            return _commitments(thing)
    return None


def maps_text(maps: ActionMaps) -> str:
    """`Player 1: T → R; Player 2: C → F`."""
    each = (f"{p}: {', '.join(f'{x} → {y}' for x, y in own)}" for p, own in zip(maps.players, maps.pairs, strict=True))
    return "; ".join(each)


def _correspondence(found: Correspondence) -> list[Part]:
    images: dict[tuple[str, ...], list[str]] = {a: [] for a in sorted(found.domain)}
    for a, b in sorted(found.pairs):
        images[a].append(outcome_text(b))
    rows = [(outcome_text(a), ", ".join(own) or "is never played") for a, own in images.items()]
    sizes = f"{len(found.domain):,} outcomes to {len(found.codomain):,}, {len(found.pairs):,} pairs"
    return [sheet(f"correspondence of {sizes}", ("outcome", "becomes one of"), rows)]


def _policies(problem: PolicyGame) -> list[Part]:
    game = problem.game
    rows = [(outcome_text(a), vector_text(game[a])) for a in problem.space]
    parts: list[Part] = [game.title] if game.title else []
    parts.append(f"played by default: {lottery_text(problem.default)}")
    parts.append(sheet("where nobody may be worse off", ("policies", f"payoffs ({', '.join(game.players)})"), rows))
    parts.append(
        sheet("transforms", ("transform", "policies"), [(t.name, maps_text(t.maps)) for t in problem.transforms])
    )
    return parts


def _commitments(graph: CommitmentGraph) -> list[Part]:
    players = graph.problem.game.players
    head = [graph.title] * bool(graph.title) + [f"({graph.source})"] * bool(graph.source)
    head += [graph.story] * bool(graph.story)
    left = [(state, *("; ".join(menu) for menu in graph.reach(state).menus)) for state in graph.states]
    steps = [
        (
            step.before,
            step.after,
            step.commitment.player or "an event",
            step.commitment.rule,
            "; ".join(f"{who}: {policy}" for who, policy in step.commitment.removed),
        )
        for step in graph.steps
    ]
    return [
        *head,
        sheet("policies that are left", ("state", *players), left),
        sheet("commitments", ("from", "to", "by", "rule", "takes away"), steps),
    ]
