"""What commitments show: graphs of them as pictures and tables, and what they leave as time goes by."""

from __future__ import annotations

from collections.abc import Sequence

from spi.analysis.lock_out import LockOut
from spi.core.commitments import Commitment, CommitmentGraph, CommitmentStep
from spi.report.commitment_pictures import commitments_picture, lock_out_picture
from spi.report.pages import MOST_COLUMNS, MOST_ROWS, Aligned, Part, Sheet, sheet

__all__ = ["page_of"]


def page_of(thing: object) -> Sequence[Part] | None:
    """The page of something about commitments, or None.

    Source: ours
    """
    match thing:
        case CommitmentGraph():
            return _commitments(thing)
        case CommitmentStep():
            return [f"from “{thing.before}” to “{thing.after}”", _commitment(thing.commitment)]
        case Commitment():
            return [_commitment(thing)]
        case LockOut():
            return [_over_time(thing), Aligned(str(thing))]
    return None


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
        commitments_picture(graph) if len(graph.states) <= MOST_ROWS else "no picture of so many states",
        sheet("policies that are left", ("state", *players), left),
        sheet("commitments", ("from", "to", "by", "rule", "takes away"), steps),
    ]


def _commitment(commitment: Commitment) -> Sheet:
    rows = [("by", commitment.player or "an event")]
    rows += [("takes away", f"{who}: {policy}") for who, policy in commitment.removes]
    rows += [("except", f"{who}: {policy}") for who, policy in commitment.exceptions]
    return sheet(commitment.rule, ("", "what"), rows)


def _over_time(found: LockOut) -> Part:
    small = sum(map(len, found.game.actions)) <= MOST_ROWS and len(found.commitments) < MOST_COLUMNS
    return lock_out_picture(found) if small else "no picture of so many policies or commitments"
