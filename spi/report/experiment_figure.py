"""The figure of an experiment: how large the gaps can be, and in which direction they go (matplotlib)."""

from __future__ import annotations

from io import BytesIO
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from spi.core.verdict import write_content
from spi.errors import HypothesisError, SpiError
from spi.report.experiment_text import arms_name
from spi.report.palette import BLUE, GREEN, GREY, ORANGE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from spi.empirical.experiment_report import ExperimentReport

__all__ = ["draw_report", "require_picture", "save_figure"]

_PICTURES = (".svg", ".pdf", ".png")


def draw_report(report: ExperimentReport) -> Figure:
    """Draw, for every method and comparison, the root of the mean squared gap with its bounds, and the signed gap.

    Parameters
    ----------
    report : ExperimentReport

    Returns
    -------
    matplotlib Figure
        Left: the root of T (at 0 where T is negative) and upper bounds on the root, for these scenarios and for ones
        like these; what is left of the dashed line at ε is certified. Right: the mean of q − p, with two standard
        errors and, if answers are missing, all that they could have made of it.

    Raises
    ------
    HypothesisError
        If nothing was estimated.

    Source: ours
    """
    if not report.compared:
        raise HypothesisError("nothing was estimated; accepted: a report with a comparison")
    from matplotlib.figure import Figure

    rows = list(report.compared)
    names: list[str] = []
    places: list[float] = []
    place = 0.0
    heads: list[tuple[float, str]] = []
    for k, arms in enumerate(rows):
        if k == 0 or rows[k - 1].comparison != arms.comparison:
            heads.append((place, arms.comparison))
            place += 0.9
        places.append(place)
        names.append(arms_name(report, arms))
        place += 1.0
    figure = Figure(figsize=(10, 2.0 + 0.36 * place), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    roots = [sqrt(arms.gap.shown) for arms in rows]
    these, like = [arms.these.root for arms in rows], [arms.like_these.root for arms in rows]
    left.hlines(places, roots, [max(pair) for pair in zip(these, like, strict=True)], color=GREY, linewidth=1)
    left.plot(roots, places, "o", color=BLUE, label="root of T (0 if T < 0)")
    left.plot(these, places, "<", color=GREEN, label="upper bound, these scenarios")
    left.plot(like, places, "d", color=ORANGE, label="upper bound, scenarios like these")
    epsilon = float(report.epsilon)
    left.axvline(epsilon, color="black", linestyle="--", linewidth=1, label=f"ε = {epsilon:.3g}")
    left.set_xlim(left=-0.01)
    left.set_xlabel("root mean square gap of rates")
    signed = [float(arms.signed) for arms in rows]
    open_ends = [tuple(map(float, arms.missing.signed)) for arms in rows]
    if any(not arms.missing.none for arms in rows):
        lows, highs = zip(*open_ends, strict=True)
        right.hlines(places, lows, highs, color=ORANGE, linewidth=6, alpha=0.5, label="what missing answers leave open")
    errors = [2 * arms.signed_error for arms in rows]
    right.errorbar(
        signed, places, xerr=errors, fmt="o", color=BLUE, capsize=3, label="mean of q − p, two standard errors"
    )
    right.axvline(0, color="black", linewidth=1)
    right.set_xlabel(f"more “{report.answer}” (right), or less (left)")
    left.set_yticks([*places, *(y for y, _ in heads)], [*names, *(f"{head}:" for _, head in heads)])
    for tick, label in zip([*places, *(y for y, _ in heads)], left.get_yticklabels(), strict=True):
        label.set_fontweight("bold" if tick not in places else "normal")
    left.tick_params(axis="y", length=0)
    right.tick_params(axis="y", length=0)
    left.set_ylim(place - 0.4, -0.6)
    for axes in (left, right):
        axes.grid(axis="x", alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=3, fontsize=8, frameon=False)
    if report.title:
        figure.suptitle(report.title)
    return figure


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure whole or not at all; raises `SpiError` if it cannot be written.

    Source: ours
    """
    require_picture(path)
    drawn = BytesIO()
    figure.savefig(drawn, dpi=150, format=path.suffix[1:].lower())
    write_content(path, drawn.getvalue())


def require_picture(path: Path) -> None:
    """Raise `SpiError` unless the ending is that of a picture; asked before anything costs time or money.

    Source: ours
    """
    if path.suffix.lower() not in _PICTURES:
        accepted = f"a file {', '.join(_PICTURES[:-1])} or {_PICTURES[-1]}"
        raise SpiError(f"cannot write {path}: {path.suffix!r} is the ending of no picture; accepted: {accepted}")
