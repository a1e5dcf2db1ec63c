"""Diagrams: derivations and correspondences as graphs (networkx) and as pictures (matplotlib)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spi.core.correspondence import Correspondence
from spi.core.game import Game, Profile, is_profile
from spi.core.numbers import format_exact
from spi.report.palette import BLUE, GREY, RED, axes_or_new
from spi.solve.derivation import Derivation, Step
from spi.solve.isomorphism import Isomorphism

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

__all__ = ["correspondence_graph", "derivation_graph", "draw_correspondence", "draw_derivation"]

_CHANGES = {
    "better": (BLUE, "solid", "somebody gains, nobody loses"),
    "same": (GREY, "dashed", "the same payoffs"),
    "worse": (RED, "dotted", "somebody loses"),
}


def derivation_graph(derivation: Derivation) -> networkx.DiGraph[int]:
    """A derivation as a directed path: nodes are games, edges are steps.

    Parameters
    ----------
    derivation : Derivation

    Returns
    -------
    networkx.DiGraph
        Nodes 0, 1, …, k with the attributes `game` and `label` (the action sets); edges with `kind` ("eliminate",
        "isomorphism" or "restore") and `label`.

    Source: oesterheld-conitzer-2022, Definition 5
    """
    import networkx

    graph: networkx.DiGraph[int] = networkx.DiGraph()
    for k, game in enumerate(derivation.games):
        graph.add_node(k, game=game, label="\n".join("{" + ", ".join(own) + "}" for own in game.actions))
    for k, step in enumerate(derivation.steps):
        graph.add_edge(k, k + 1, kind=step[0], label=_step_label(step))
    return graph


def correspondence_graph(
    correspondence: Correspondence, game: Game | None = None
) -> networkx.DiGraph[tuple[int, Profile]]:
    """A correspondence as a bipartite directed graph from outcomes to what they can become.

    Parameters
    ----------
    correspondence : Correspondence
    game : Game, optional
        The original game: edges get the attribute `change`, "better" if nobody loses and somebody gains by its payoffs,
        "same", or "worse" if somebody loses.

    Returns
    -------
    networkx.DiGraph
        Nodes (0, a) for the domain and (1, b) for the codomain, with the attribute `label`.

    Source: oesterheld-conitzer-2022, Definition 3
    """
    import networkx

    graph: networkx.DiGraph[tuple[int, Profile]] = networkx.DiGraph()
    for side, outcomes in enumerate((correspondence.domain, correspondence.codomain)):
        for a in sorted(outcomes):
            graph.add_node((side, a), label=_outcome_label(a, game))
    for a, b in sorted(correspondence.pairs):
        graph.add_edge((0, a), (1, b), **({} if game is None else {"change": _change(game, a, b)}))
    return graph


def draw_derivation(derivation: Derivation, *, ax: Axes | None = None) -> Axes:
    """Draw a derivation from left to right: boxes with action sets, arrows with steps.

    Parameters
    ----------
    derivation : Derivation
    ax : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib Axes

    Source: oesterheld-conitzer-2022, Definition 5
    """
    graph = derivation_graph(derivation)
    count = len(derivation.games)
    widest = max(len(line) for game in graph.nodes.values() for line in game["label"].splitlines())
    ax = axes_or_new(ax, count * (0.9 + 0.085 * widest), 1.8)
    colours = {"eliminate": "black", "isomorphism": BLUE, "restore": "black"}
    boxes = [
        ax.text(k, 0, data["label"], ha="center", va="center", fontsize=10, bbox={"boxstyle": "round", "fc": "white"})
        for k, data in graph.nodes(data=True)
    ]
    for k, (_, _, data) in enumerate(graph.edges(data=True)):
        style: dict[str, Any] = {"arrowstyle": "->", "color": colours[data["kind"]], "shrinkA": 2, "shrinkB": 2}
        style |= {"patchA": boxes[k].get_bbox_patch(), "patchB": boxes[k + 1].get_bbox_patch()}
        style["linestyle"] = "dashed" if data["kind"] == "restore" else "solid"
        ax.annotate("", (k + 1, 0), (k, 0), arrowprops=style)
        ax.text(k + 0.5, 0.4, data["label"], ha="center", va="bottom", fontsize=9, color=colours[data["kind"]])
    ax.set_xlim(-0.5, count - 0.5)
    ax.set_ylim(-0.6, 1.3)
    ax.set_axis_off()
    return ax


def draw_correspondence(correspondence: Correspondence, game: Game | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw a correspondence: outcomes on the left, what they can become on the right.

    Parameters
    ----------
    correspondence : Correspondence
    game : Game, optional
        The original game: labels show its payoffs, and arrows who is better off (solid: somebody and nobody worse off;
        dashed: the same payoffs; dotted: somebody is worse off).
    ax : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib Axes

    Source: oesterheld-conitzer-2022, Definition 3
    """
    graph = correspondence_graph(correspondence, game)
    columns = [sorted(correspondence.domain), sorted(correspondence.codomain)]
    height = max(map(len, columns))
    place = {
        (side, a): (side, -k * (height - 1) / max(len(column) - 1, 1))
        for side, column in enumerate(columns)
        for k, a in enumerate(column)
    }
    ax = axes_or_new(ax, 6, 1.3 + 0.45 * height)
    for start, end, data in graph.edges(data=True):
        colour, line, _ = _CHANGES[data["change"]] if "change" in data else ("black", "solid", "")
        style: dict[str, Any] = {"arrowstyle": "->", "color": colour, "linestyle": line}
        ax.annotate("", place[end], place[start], arrowprops=style)
    for node, data in graph.nodes(data=True):
        x, y = place[node]
        colour = "black" if graph.degree(node) else GREY  # an outcome without an arrow is never played
        side = "left" if x else "right"
        ax.text(x + (0.03 if x else -0.03), y, data["label"], ha=side, va="center", fontsize=10, color=colour)
    for at, side, head in ((-0.03, "right", "outcome"), (1.03, "left", "becomes")):
        ax.text(at, 0.8, head, ha=side, va="center", fontsize=10, fontweight="bold")
    ax.set_xlim(-0.7, 1.7)
    ax.set_ylim(-height + 0.4, 1.2)
    ax.set_axis_off()
    changes = {data["change"] for _, _, data in graph.edges(data=True) if "change" in data}
    for change, (colour, line, meaning) in _CHANGES.items():
        if change in changes:
            ax.plot([], [], color=colour, linestyle=line, label=meaning)
    if changes:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, fontsize=8, frameon=False)
    return ax


def _step_label(step: Step) -> str:
    kind, detail = step
    if isinstance(detail, Isomorphism):
        moved = [f"{x}→{y}" for own in detail.maps.pairs for x, y in own if x != y]
        lines = [", ".join(moved[k : k + 2]) for k in range(0, len(moved), 2)] or ["identity"]
        return "\n".join(["Assumption 2", *lines])
    return f"{'−' if kind == 'eliminate' else '+'} {detail.action}\n({detail.player})"


def _outcome_label(outcome: Profile, game: Game | None) -> str:
    name = "(" + ", ".join(outcome) + ")"
    if game is None or not is_profile(game, outcome):
        return name
    return f"{name}  {', '.join(map(format_exact, game[outcome]))}"


def _change(game: Game, a: Profile, b: Profile) -> str:
    if any(new < old for new, old in zip(game[b], game[a], strict=True)):
        return "worse"
    return "same" if game[a] == game[b] else "better"
