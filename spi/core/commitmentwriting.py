"""Writing graphs of commitments as the files that `commitmentfile` reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spi.core.commitments import CommitmentGraph
from spi.core.gamefile import quote, table_lines
from spi.core.numbers import format_exact

__all__ = ["write_commitments"]


def write_commitments(graph: CommitmentGraph) -> str:
    """Write a graph as the text of a file of commitments, so that `read_commitment_file` gives it back.

    Parameters
    ----------
    graph : CommitmentGraph
        Steps by one commitment are written as one move, where the first of them is.

    Returns
    -------
    str
        TOML as described in `games/README.md`, without facts.

    Source: ours
    """
    problem = graph.problem
    lines = [
        line.replace("actions = ", "policies = ", 1) if line.startswith("actions = ") else line
        for line in table_lines(
            replace(problem.game, title=graph.title, source=graph.source), "commitments", format_exact
        )
    ]
    if graph.story:
        lines.insert(1, f"story = {quote(graph.story)}")
    law = [f"{{ policies = {_names(p)}, probability = {quote(format_exact(q))} }}" for p, q in problem.default]
    lines += [
        f"start = {quote(graph.start)}",
        f"default = [{', '.join(law)}]",
        f"space = [{', '.join(map(_names, problem.space))}]",
    ]
    for transform in problem.transforms:
        lines += ["", "[[transforms]]", f"name = {quote(transform.name)}"]
        maps = {
            player: ", ".join(f"{quote(x)} = {quote(y)}" for x, y in own if x != y)
            for player, own in zip(transform.maps.players, transform.maps.pairs, strict=True)
        }
        lines += ["maps = {}"] if not any(maps.values()) else []
        lines += [f"maps.{quote(player)} = {{ {own} }}" for player, own in maps.items() if own]
    for player, about in zip(problem.game.players, problem.beliefs, strict=True):
        others = [q for q in problem.game.players if q != player]
        for constraint in about.constraints:
            terms = [
                f"{{ when = {{ {_pairs(others, theirs)} }}, weight = {quote(format_exact(weight))} }}"
                for theirs, weight in zip(about.types, constraint.weights, strict=True)
                if weight
            ]
            key = constraint.relation.replace("-", "_")
            lines += ["", "[[beliefs]]", f"of = {quote(player)}", f"terms = [{', '.join(terms)}]"]
            lines.append(f"{key} = {quote(format_exact(constraint.bound))}")
    for commitment in dict.fromkeys(step.commitment for step in graph.steps):
        lines += ["", "[[moves]]", f"rule = {quote(commitment.rule)}"]
        lines += [] if commitment.player is None else [f"by = {quote(commitment.player)}"]
        for key, policies in (("removes", commitment.removes), ("except", commitment.exceptions)):
            own = {player: [x for p, x in policies if p == player] for player, _ in policies}
            lines += [f"{key}.{quote(player)} = {_names(some)}" for player, some in own.items()]
            lines += ["removes = {}"] if key == "removes" and not own else []
        ends = [_names((s.before, s.after)) for s in graph.steps if s.commitment == commitment]
        lines.append(f"steps = [{', '.join(ends)}]")
    return "\n".join(lines) + "\n"


def _names(names: Iterable[str]) -> str:
    return f"[{', '.join(map(quote, names))}]"


def _pairs(keys: Iterable[str], values: Iterable[str]) -> str:
    return ", ".join(f"{quote(key)} = {quote(value)}" for key, value in zip(keys, values, strict=True))
