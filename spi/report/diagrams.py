"""Diagrams: derivations and correspondences as graphs (networkx) and as pictures (matplotlib)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spi.core.correspondence import Correspondence
from spi.core.game import Game, Profile
from spi.report.diagram_pictures import (
    change_of,
    correspondence_picture,
    derivation_picture,
    game_label,
    outcome_label,
    step_label,
)
from spi.report.picture import draw_picture
from spi.solve.derivation import Derivation

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

__all__ = ["correspondence_graph", "derivation_graph", "draw_correspondence", "draw_derivation"]


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
        graph.add_node(k, game=game, label=game_label(game))
    for k, step in enumerate(derivation.steps):
        graph.add_edge(k, k + 1, kind=step[0], label=step_label(step))
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
            graph.add_node((side, a), label=outcome_label(a, game))
    for a, b in sorted(correspondence.pairs):
        graph.add_edge((0, a), (1, b), **({} if game is None else {"change": change_of(game, a, b)}))
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
    return draw_picture(derivation_picture(derivation), ax)


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
    return draw_picture(correspondence_picture(correspondence, game), ax)
