"""What two players' programs do, as a map: programs by programs, coloured by outcome or by a payoff (matplotlib)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from spi.core.lottery import expected_payoffs
from spi.errors import HypothesisError
from spi.programs.games import OutcomeTable
from spi.programs.machines import Undefined
from spi.report.palette import GREY, SHADES, axes_or_new, shortened
from spi.report.shown_programs import outcome_name, program_name
from spi.report.sketch import place

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_outcome_table"]

_MOST = 600  # programs of a player; of more, every second, third, … is drawn
_NAMED = 24  # programs that have their names beside the axes
_WRITTEN = 12  # programs of which every pair has its payoff or number written into it
_LISTED = 16  # outcomes of a legend


def draw_outcome_table(table: OutcomeTable, *, player: str | int | None = None, ax: Axes | None = None) -> Axes:
    """Draw what every pair of programs does.

    Parameters
    ----------
    table : OutcomeTable
        Of two players. The first player's programs are rows, the second's columns; of more than 600 only every second,
        third, … is drawn, which the axis says.
    player : str or int, optional
        Whose (expected) payoff is shown; by default which outcome it is, light to dark as in the legend.
    ax : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib Axes
        Pairs without payoffs, since they never end or are unknown, are hatched.

    Raises
    ------
    HypothesisError
        Unless there are two players.
    GameError
        For another player than those of the game.

    Source: ours
    """
    if table.ids.ndim != 2:
        raise HypothesisError(f"a map has two sides; accepted: a table of two players, not of {table.ids.ndim}")
    players = table.game.players
    i = None if player is None else table.game.player_index(player)
    payoffs = None if i is None else _payoffs(table, i)
    steps = [-(-size // _MOST) for size in table.ids.shape]
    ids = table.ids[:: steps[0], :: steps[1]]
    height, width = ids.shape
    ax = axes_or_new(ax, 3.6 + min(6.0, 0.45 * width), 2.8 + min(5.0, 0.4 * height))
    numbers = (
        _draw_payoffs(ax, ids, payoffs, players[i])
        if i is not None and payoffs is not None
        else _draw_outcomes(ax, ids, table)
    )
    for draw, size, step, who, space in (
        (ax.yaxis, height, steps[0], players[0], table.spaces[0]),
        (ax.xaxis, width, steps[1], players[1], table.spaces[1]),
    ):
        _name(draw, size, step, who, [space[k * step] for k in range(size)] if size <= _NAMED else [])
    longest = max((len(label.get_text()) for label in ax.get_xticklabels()), default=0)
    if width <= _NAMED and longest > 3:
        ax.tick_params(axis="x", rotation=90)
    if max(height, width) <= _WRITTEN:
        _write(ax, ids, numbers)
    ax.set_title(shortened(table.game.title, 60), parse_math=False)
    return ax


def _payoffs(table: OutcomeTable, who: int) -> list[Fraction | None]:
    """The player's payoff of each outcome, None if there is none."""
    worth: list[Fraction | None] = []
    for outcome in table.outcomes:
        if isinstance(outcome, Undefined):
            worth.append(None)
            continue
        row = table.game[outcome] if isinstance(outcome[0], str) else expected_payoffs(table.game, outcome)
        place((row[who], row[who]))  # refuses what is too large to be drawn
        worth.append(row[who])
    return worth


def _draw_payoffs(ax: Axes, ids: Any, payoffs: list[Fraction | None], player: str | None) -> list[str]:
    values = np.array([np.nan if u is None else float(u) for u in payoffs])
    image = ax.imshow(values[ids], cmap=SHADES, aspect="auto", interpolation="nearest")
    _hatch(ax, np.isnan(values)[ids])
    bar = ax.figure.colorbar(image, ax=ax)
    bar.set_label(f"payoff of {shortened(player or '', 30)}")
    return ["" if u is None else f"{float(u):.3g}" for u in payoffs]


def _draw_outcomes(ax: Axes, ids: Any, table: OutcomeTable) -> list[str]:
    """Each outcome has a shade, from light to dark, and a number where there is room for it."""
    from matplotlib import colormaps
    from matplotlib.patches import Patch

    seen = sorted(map(int, np.unique(ids)))
    undefined = np.array([isinstance(outcome, Undefined) for outcome in table.outcomes])
    ranks = np.zeros(len(table.outcomes))
    for rank, k in enumerate(seen):
        ranks[k] = rank
    shades = colormaps[SHADES].resampled(max(len(seen), 2)).reversed()
    ax.imshow(
        np.ma.masked_array(ranks[ids], undefined[ids]), cmap=shades, vmin=0, vmax=max(len(seen) - 1, 1), aspect="auto",
        interpolation="nearest",
    )  # fmt: skip
    _hatch(ax, undefined[ids])
    names = [shortened(outcome_name(table.outcomes[k]).replace("\n", " "), 40) for k in seen[:_LISTED]]
    keys = [
        Patch(
            facecolor="white" if undefined[k] else shades(int(ranks[k])), hatch="///" if undefined[k] else "",
            edgecolor=GREY, label=f"{rank}: {name}",
        )
        for rank, (k, name) in enumerate(zip(seen, names, strict=False), 1)
    ]  # fmt: skip
    if len(seen) > _LISTED:
        keys.append(Patch(facecolor="none", edgecolor="none", label=f"and {len(seen) - _LISTED:,} more"))
    ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(1.01, 1), fontsize=8, frameon=False)
    numbers = [""] * len(table.outcomes)
    for rank, k in enumerate(seen, 1):
        numbers[k] = str(rank)
    return numbers


def _hatch(ax: Axes, where: Any) -> None:
    if where.any():
        height, width = where.shape
        grid = np.pad(where, 1).astype(float)  # so that regions at the edge are closed
        xs, ys = np.arange(-1, width + 1), np.arange(-1, height + 1)
        if where.size <= _WRITTEN**2:
            from matplotlib.patches import Rectangle

            for r, c in zip(*np.nonzero(where), strict=True):
                ax.add_patch(Rectangle((c - 0.5, r - 0.5), 1, 1, hatch="///", facecolor="white", edgecolor=GREY))
        else:
            ax.contourf(xs, ys, grid, levels=[0.5, 1.5], colors="none", hatches=["///"])
    ax.set_xlim(-0.5, where.shape[1] - 0.5)
    ax.set_ylim(where.shape[0] - 0.5, -0.5)


def _name(axis: Any, size: int, step: int, who: str, programs: list[Any]) -> None:
    each = f" (every {step}th)" if step > 3 else {2: " (every 2nd)", 3: " (every 3rd)"}.get(step, "")
    axis.set_label_text(f"program of {shortened(who, 30)}{each}", parse_math=False)
    if programs:
        axis.set_ticks(range(size), [shortened(program_name(program), 24) for program in programs], parse_math=False)


def _write(ax: Axes, ids: Any, texts: list[str]) -> None:
    """Into each field what it stands for, on a ground that makes it readable on every shade."""
    for (r, c), k in np.ndenumerate(ids):
        if texts[int(k)]:
            box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
            ax.text(c, r, texts[int(k)], ha="center", va="center", fontsize=8, bbox=box)
