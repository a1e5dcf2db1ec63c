"""Commitments as pictures: the graph of states, and what is left of everybody's policies as time goes by."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from spi.core.commitments import Commitment, CommitmentGraph, reach_after
from spi.report.layers import place_in_layers
from spi.report.lock_out import CASES
from spi.report.palette import BLUE, GREY, ORANGE, RED, shortened
from spi.report.picture import (
    INK,
    LINE,
    Arrow,
    Badge,
    Box,
    Item,
    Note,
    Picture,
    Place,
    Style,
    draw_picture,
    text_height,
    text_width,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from spi.analysis.lock_out import LockOut
    from spi.core.verdict import Fails, Holds

    Survey = Mapping[str, Holds[LockOut] | Fails[LockOut]]

__all__ = ["commitments_picture", "draw_commitments", "draw_lock_out", "lock_out_picture"]

_EDGE, _ROOM = 10, 18
_ACROSS, _DOWN = 90, 22  # between states
_WIDE = 36  # letters of a line in a state
_RULE = 96  # letters of a line of the legend
_COLUMN, _ROW = 130, 22  # of the picture over time
_MOST_LINES = 4  # about the policies of one player
_CASES: dict[str, tuple[str, Style]] = {
    "open": (BLUE, "solid"),
    "incentive": (ORANGE, "dashed"),
    "implementation": (RED, "dotted"),
}


def draw_commitments(graph: CommitmentGraph, *, found: Survey | None = None, ax: Axes | None = None) -> Axes:
    """Draw a graph of commitments: states with the policies that are left, arrows with numbered commitments.

    Parameters
    ----------
    graph : CommitmentGraph
    found : mapping from state to Holds or Fails, optional
        As `survey_lock_outs` gives it: frames and words show where an SPI is left (solid), where there is an
        incentive lock-out (dashed) or an implementation lock-out (dotted).
    ax : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib Axes

    Source: ours
    """
    return draw_picture(commitments_picture(graph, found), ax)


def draw_lock_out(found: LockOut, *, ax: Axes | None = None) -> Axes:
    """Draw what commitments leave as time goes by: a line for each policy, which ends when a commitment takes it away.

    Parameters
    ----------
    found : LockOut
    ax : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib Axes

    Source: ours
    """
    return draw_picture(lock_out_picture(found), ax)


def commitments_picture(graph: CommitmentGraph, found: Survey | None = None) -> Picture:
    """States in layers, with the policies that are left in each, and the commitments that lead from one to another.

    Parameters
    ----------
    graph : CommitmentGraph
    found : mapping from state to Holds or Fails, optional
        As for `draw_commitments`.

    Returns
    -------
    Picture

    Source: ours
    """
    names = {state: "\n".join(textwrap.wrap(state, _WIDE, max_lines=2, placeholder=" …")) for state in graph.states}
    labels = {state: _left(graph, state, found) for state in graph.states}
    width = max(map(text_width, (*names.values(), *labels.values()))) + _ROOM
    sizes = {state: (width, text_height(names[state]) + text_height(labels[state]) + _ROOM) for state in labels}
    edges = [(step.before, step.after) for step in graph.steps]
    centres, paths = place_in_layers(sizes, edges, across=_ACROSS, down=_DOWN)
    rules = list(dict.fromkeys(step.commitment for step in graph.steps))
    items: list[Item] = []
    badges: list[Item] = []
    for step in graph.steps:
        path = [(round(x + _EDGE, 1), round(y + _EDGE, 1)) for x, y in paths[step.before, step.after]]
        items.append(Arrow(tuple(dict.fromkeys(path))))
        (x, y), (u, v) = path[1:3]
        badges.append(_badge((0.6 * x + 0.4 * u, 0.6 * y + 0.4 * v), rules.index(step.commitment) + 1, step.commitment))
    for state, label in labels.items():
        colour, line = _CASES[found[state].result.case] if found is not None and state in found else (INK, "solid")
        x, y = (at + _EDGE for at in centres[state])
        tip = "\n".join(f"{p}: {'; '.join(menu)}" for p, menu in _menus(graph, state))
        items.append(Box((x, y), sizes[state], "", colour, line, tip))
        items.append(Note((x, y - text_height(label) / 2), names[state], bold=True))
        items.append(Note((x, y + text_height(names[state]) / 2), label))
    right = max(centres[state][0] + sizes[state][0] / 2 for state in labels) + _EDGE
    down = max(centres[state][1] + sizes[state][1] / 2 for state in labels) + _EDGE
    legend, size = _legend(rules, right, down + LINE)
    return Picture(size, f"{graph.title or 'commitments'}: {len(labels)} states", (*items, *badges, *legend))


def lock_out_picture(found: LockOut) -> Picture:
    """A line for each policy over the commitments, and below them what there is to be had at each time.

    Parameters
    ----------
    found : LockOut

    Returns
    -------
    Picture

    Source: ours
    """
    game = found.game
    times = len(found.commitments) + 1
    menus = [reach_after(game, found.commitments[:k]).menus for k in range(times)]
    names = [[shortened(policy, _WIDE) for policy in own] for own in game.actions]
    left = _EDGE + max(text_width(name) for name in (*game.players, *(n for own in names for n in own), "SPIs")) + _ROOM
    items: list[Item] = []
    lines = [left + _COLUMN * k for k in range(times + 1)]
    for k, commitment in enumerate(found.commitments, 1):
        items.append(_badge((lines[k], _EDGE + LINE / 2), k, commitment))
    y = _EDGE + LINE + _ROW / 2
    for i, (player, own) in enumerate(zip(game.players, game.actions, strict=True)):
        items.append(Note((_EDGE, y), player, "start", bold=True))
        for policy, name in zip(own, names[i], strict=True):
            y += _ROW
            until = sum(policy in menu[i] for menu in menus)  # commitments only take away
            items.append(Note((left - _ROOM / 2, y), name, "end", faded=until < times))
            items.append(Arrow(((left, y), (lines[until], y)), head=False))
            if until < times:
                items.append(Note((lines[until], y), "×", bold=True))
        y += _ROW
    items += [Arrow(((x, _EDGE + LINE + 4), (x, y - _ROW / 2)), GREY, "dotted", head=False) for x in lines[1:times]]
    items.append(Note((_EDGE, y + _ROW / 2), "SPIs", "start", bold=True))
    for k, finding in enumerate(found.findings):
        colour, line = _CASES[finding.case]
        words = "\n".join(textwrap.wrap(CASES[finding.case], 16))
        centre = lines[k] + _COLUMN / 2, y + _ROW / 2
        items.append(Box(centre, (_COLUMN - 12, 2 * LINE + 6), words, colour, line))
    legend, size = _legend(found.commitments, lines[times], y + _ROW / 2 + 2 * LINE + _EDGE)
    return Picture(size, f"what {len(found.commitments)} commitments leave", (*items, *legend))


def _left(graph: CommitmentGraph, state: str, found: Survey | None) -> str:
    """What is left in a state, and the case if it is known."""
    lines = []
    for player, menu in _menus(graph, state):
        text = f"{player}: {'; '.join(menu)}"
        lines += textwrap.wrap(text, _WIDE, max_lines=_MOST_LINES, placeholder=" …")
    if found is not None and state in found:
        lines.append(f"→ {CASES[found[state].result.case]}")
    return "\n".join(lines)


def _menus(graph: CommitmentGraph, state: str) -> list[tuple[str, tuple[str, ...]]]:
    return list(zip(graph.problem.game.players, graph.reach(state).menus, strict=True))


def _badge(at: Place, number: int, commitment: Commitment) -> Badge:
    return Badge(at, str(number), GREY if commitment.player is None else BLUE)


def _legend(rules: Sequence[Commitment], right: float, top: float) -> tuple[list[Item], Place]:
    """The numbered rules with who made them and what they take away, and the size of the whole picture."""
    items: list[Item] = []
    for k, rule in enumerate(rules, 1):
        gone = ", ".join(f"{policy} ({player})" for player, policy in rule.removed) or "nothing"
        whole = f"{rule.rule} ({rule.player or 'an event'}), takes away: {gone}"
        text = "\n".join(textwrap.wrap(whole, _RULE, max_lines=3, placeholder=" …"))
        items.append(_badge((_EDGE + 9, top + LINE / 2), k, rule))
        items.append(Note((_EDGE + 26, top + text_height(text) / 2), text, "start"))
        right = max(right, _EDGE + 26 + text_width(text))
        top += text_height(text) + 6
    return items, (right + _EDGE, top + _EDGE)
