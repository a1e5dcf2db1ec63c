"""Two players' payoffs in the plane: what is feasible, what play is by default, and what it becomes (matplotlib)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from spi.analysis.achievability import Achieved
from spi.analysis.comparison import Comparison, read_support
from spi.analysis.token_games import TokenComparison
from spi.core.game import Game, Profile, is_profile, profiles
from spi.core.lottery import Lottery, Payoffs, expected_payoffs, payoff_classes, read_payoffs
from spi.core.numbers import Exact
from spi.core.token_game import TokenGame
from spi.errors import GameError, HypothesisError
from spi.report.layout import outcome_text, vector_text
from spi.report.palette import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, axes_or_new, shortened
from spi.report.sketch import Sketch, place
from spi.solve.achievable import achievable_polygon
from spi.solve.default_play import read_law
from spi.solve.feasible import feasible_polygon
from spi.solve.isomorphism import find_isomorphism
from spi.solve.polygons import frontier
from spi.solve.projections import FrontierProjections, frontier_projections
from spi.solve.reduction import reduce
from spi.solve.threats import threat_points

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Improved", "draw_payoff_plane"]

Improved = Comparison | TokenGame | TokenComparison | Achieved
"""What turns default outcomes into better ones."""

_MOST_LABELS = 40


def draw_payoff_plane(
    game: Game,
    *,
    law: Mapping[Profile, Exact] | Lottery | None = None,
    support: Sequence[Sequence[str]] | None = None,
    improved: Improved | None = None,
    payoffs: Sequence[Exact] | None = None,
    threat: bool = True,
    theorem_15: bool = False,
    zoom: bool | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the payoffs of two players: the feasible set, its efficient frontier, outcomes, and what they become.

    Parameters
    ----------
    game : Game
        With two players.
    law : mapping from outcome of the reduced game to probability, optional
        How the game is played by default: shows the expected payoffs and those that can be had safely.
    support : sequence of outcomes of the reduced game, optional
        Those that can occur; default: all of them, or those of the law.
    improved : Comparison, TokenGame, TokenComparison or Achieved, optional
        Arrows lead from default outcomes to what they become. The law of an `Achieved` is shown if none is given.
    payoffs : pair of exact numbers, optional
        A point y to mark.
    threat : bool
        Show the threat point.
    theorem_15 : bool
        Show the lines of Theorem 15, for the law.
    zoom : bool, optional
        Show only the part with default outcomes and what they become; default: where that part would be small.
    ax : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib Axes
        Exact numbers are rounded to floats for drawing only. Of many outcomes, the 40 most important have labels.

    Raises
    ------
    HypothesisError
        Unless there are two players; where Theorem 15 is asked for and its hypothesis H fails; for a support or law
        with other outcomes than those of the reduced game.
    GameError
        For an improvement of another game, a law and a support at once, Theorem 15 without a law.

    Source: oesterheld-conitzer-2022, section 5.1, and ours
    """
    if law is None and isinstance(improved, Achieved):
        law = improved.law
    _require(game, law, support, improved, theorem_15)
    reduced = reduce(game).reduced
    defaults = tuple(profiles(reduced)) if support is None else read_support(reduced, support)
    read = None if law is None else read_law(game, law)
    if read is not None:
        defaults = tuple(a for a, _ in read)
    changes = [] if improved is None else list(dict.fromkeys(_changes(game, reduced, improved, defaults)))
    projections = frontier_projections(game, read) if theorem_15 and read is not None else None
    point = None if payoffs is None else read_payoffs(game, payoffs)
    for v in (*game.table, *([] if point is None else [point])):
        place(v)  # refuses what is too large before there is a figure
    hull = feasible_polygon(game)

    sketch = Sketch(axes_or_new(ax, 8, 5))
    sketch.region(hull.vertices, "feasible payoffs", GREY, facecolor="#EEEEEE", linewidth=1, zorder=1, near=False)
    sketch.line(frontier(hull), "Pareto frontier", color="black", linewidth=2.6, zorder=3, near=False)
    _draw_outcomes(sketch, game, defaults)
    if projections is not None:
        _draw_projections(sketch, projections)
    if threat:
        held = tuple(t.upper for t in threat_points(game))  # exact, as there are two players
        sketch.cross(held, f"threat point {shortened(vector_text(held), 24)}")
    if read is not None:
        safe = achievable_polygon(game, read).vertices
        sketch.region(safe, "safely achievable", GREEN, facecolor="none", hatch="///", linewidth=1.2, zorder=2)
        expected = expected_payoffs(game, read)
        sketch.points([expected], "default expectation E", marker="D", color=GREEN, markersize=7)
        sketch.label("E", expected)
    if isinstance(improved, Achieved):
        sketch.points([improved.payoffs], "achieved expectation", marker="^", color=GREEN, markersize=9)
    if point is not None:
        sketch.points([point], "payoffs y", marker="*", color=ORANGE, markersize=14, markeredgecolor="black")
        sketch.label("y", point)
    sketch.arrows(changes, "becomes", RED)
    new = [v for v in dict.fromkeys(worth for _, worth in changes) if v not in game.table]
    sketch.points(new, "new payoffs", marker="o", color=RED, markersize=6, markerfacecolor="white")
    sketch.ax.set_xlabel(f"payoff of {shortened(game.players[0], 30)}", parse_math=False)
    sketch.ax.set_ylabel(f"payoff of {shortened(game.players[1], 30)}", parse_math=False)
    sketch.ax.set_title(shortened(game.title, 60), parse_math=False)
    _label_outcomes(sketch, game, defaults, hull.vertices)
    sketch.finish(_middle(hull.vertices), zoom=zoom, outside=ax is None)
    return sketch.ax


def _require(game: Game, law: object, support: object, improved: object, theorem_15: bool) -> None:
    if len(game.players) != 2:
        raise HypothesisError(
            f"payoffs are drawn in the plane for two players, and {len(game.players)} are here; "
            "accepted: a game with two players"
        )
    if improved is not None and not isinstance(improved, Improved):
        accepted = "accepted: a Comparison, TokenGame, TokenComparison or Achieved; of a verdict, its result"
        raise GameError(f"improved is a {type(improved).__name__}; {accepted}")
    if improved is not None and improved.game != game:
        raise GameError("the improvement is one of another game; accepted: one of the game that is drawn")
    if law is not None and support is not None:
        raise GameError("a law and a support are given, and a law has its own; accepted: one of the two")
    if theorem_15 and law is None:
        raise GameError("Theorem 15 is about a law of play; accepted: law=… along with theorem_15=True")


def _draw_outcomes(sketch: Sketch, game: Game, defaults: Sequence[Profile]) -> None:
    usual = payoff_classes(game, defaults)
    others = [v for v in payoff_classes(game, profiles(game)) if v not in usual]
    sketch.points(others, "outcome", marker=".", color="black", markersize=6, near=False)
    sketch.points(usual, "default outcome", marker="s", color=BLUE, markersize=7, markeredgecolor="white")


def _label_outcomes(sketch: Sketch, game: Game, defaults: Sequence[Profile], corners: Sequence[Payoffs]) -> None:
    """Default outcomes first, then corners of the feasible set, then the others."""
    usual = payoff_classes(game, defaults)
    classes = payoff_classes(game, [*defaults, *(a for a in profiles(game) if a not in set(defaults))])
    ranked = sorted(classes, key=lambda v: 0 if v in usual else 1 if v in corners else 2)
    for v in ranked[:_MOST_LABELS]:
        sketch.label(_names(classes[v]), v)


def _draw_projections(sketch: Sketch, projections: FrontierProjections) -> None:
    for name, line, style in (("L1", projections.l1, "--"), ("L2", projections.l2, ":"), ("L3", projections.l3, "-.")):
        if line:
            sketch.line(line, f"{name} of Theorem 15", color=PURPLE, linewidth=2, linestyle=style, zorder=4)
            sketch.label(name, _middle(line))


def _changes(
    game: Game, reduced: Game, improved: Improved, defaults: Sequence[Profile]
) -> Iterator[tuple[Payoffs, Payoffs]]:
    """Payoffs of default outcomes and what they become, where that is something else."""
    for a, worth in _worth(game, reduced, improved, defaults):
        if worth != game[a]:
            yield game[a], worth


def _worth(
    game: Game, reduced: Game, improved: Improved, defaults: Sequence[Profile]
) -> Iterator[tuple[Profile, Payoffs]]:
    if isinstance(improved, Comparison):
        known = [a for a in defaults if is_profile(improved.reduction.reduced, a)]  # others are duplicates of these
        yield from ((a, game[b]) for a in known for b in improved.becomes(a))
        return
    made = improved if isinstance(improved, TokenGame) else improved.token_game
    after = made.tokens
    if isinstance(improved, TokenComparison):
        maps, after = improved.isomorphism, improved.token_reduction.reduced
    elif after.shape == reduced.shape and after.table == reduced.table:  # a copy of the reduced game
        yield from (
            (a, made.payoffs(t)) for a, t in zip(profiles(reduced), profiles(after), strict=True) if a in defaults
        )
        return
    else:
        after = reduce(after).reduced
        maps = find_isomorphism(reduced, after)
    for a in defaults:
        images = profiles(after) if maps is None else [maps.maps(a)]
        yield from ((a, made.payoffs(t)) for t in images)


def _middle(points: Sequence[Payoffs]) -> Payoffs:
    return tuple(sum(column, Fraction(0)) / len(points) for column in zip(*points, strict=True))


def _names(outcomes: Sequence[Profile]) -> str:
    """Outcomes of one class, two a line, four at most."""
    names = [outcome_text(tuple(shortened(x, 20) for x in a)) for a in outcomes]
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} more"]
    return ",\n".join(", ".join(names[k : k + 2]) for k in range(0, len(names), 2))
