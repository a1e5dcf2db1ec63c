"""LaTeX for notebooks and papers: games and eliminations as arrays, lotteries as lists of chances."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice, product
from math import prod

from spi.core.affine import Affine
from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.core.parametric_game import ParametricGame
from spi.report.pages import MOST_COLUMNS, MOST_ROWS
from spi.solve.reduction import Reduction

__all__ = ["affine_latex", "game_latex", "reduction_latex"]

_MOST_TABLES = 12
# in mathematics, where both LaTeX and MathJax know these
_SPECIAL = {
    "\\": r"\backslash ", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"{\wedge}", "~": r"{\sim}", "<": "<", ">": ">", "→": r"\to ", "×": r"\times ", "−": "-",
}  # fmt: skip
_RUNS = re.compile("([" + re.escape("".join(_SPECIAL)) + "])")


def game_latex(game: Game | ParametricGame, reduced: Game | None = None) -> str:
    r"""A game as an `array` per profile of the third and later players; with `reduced`, eliminated actions in brackets.

    It needs no package but amsmath.

    Parameters
    ----------
    game : Game or ParametricGame
    reduced : Game, optional

    Returns
    -------
    str
        In dollars, for display.

    Examples
    --------
    >>> print(game_latex(Game.from_payoffs([["1/2, 3"]], actions=[["a"], ["b_1"]])))
    $\displaystyle
    \begin{array}{r|c}
    \text{Player 1} \backslash  \text{Player 2} & \text{b}\_\text{1} \\ \hline
    \text{a} & \tfrac{1}{2}, 3
    \end{array}
    $

    Source: ours
    """
    return f"$\\displaystyle\n{_tables(game, reduced)}\n$"


def reduction_latex(reduction: Reduction) -> str:
    """The game before an elimination; what is eliminated stands in brackets.

    Source: ours
    """
    return game_latex(reduction.game, reduction.reduced)


def affine_latex(form: Affine) -> str:
    r"""An affine form, its parameters upright.

    Examples
    --------
    >>> print(affine_latex(Affine(Fraction(-1), (("t", Fraction(1, 2)),))))
    $\tfrac{1}{2}\,\text{t} - 1$

    Source: ours
    """
    return f"${_number(form)}$"


def _tables(game: Game | ParametricGame, reduced: Game | None) -> str:
    names = [
        [_words(x) if reduced is None or x in reduced.actions[i] else f"[{_words(x)}]" for x in own]
        for i, own in enumerate(game.actions)
    ]
    step = prod(game.shape[2:])
    places = product(*(range(size) for size in game.shape[2:]))
    parts = []
    for offset, rest in enumerate(islice(places, _MOST_TABLES)):
        others = [f"{_words(game.players[k + 2])}\\colon {names[k + 2][x]}" for k, x in enumerate(rest)]
        table = _array(game, names, step, offset)
        title = ", ".join(others)
        parts.append(f"\\begin{{array}}{{c}}\n{title} \\\\\n{table}\n\\end{{array}}" if others else table)
    if step > _MOST_TABLES:
        parts.append(_words(f"and {step - _MOST_TABLES:,} more tables"))
    return "\n\\quad\n".join(parts)


def _array(game: Game | ParametricGame, names: Sequence[Sequence[str]], step: int, offset: int) -> str:
    alone = len(game.players) == 1
    width = 1 if alone else game.shape[1]
    shown = min(width, MOST_COLUMNS)
    more = ["\\cdots"] if width > shown else []
    corner = " \\backslash  ".join(map(_words, game.players[:2]))
    head = " & ".join([corner, *(["\\text{payoff}"] if alone else names[1][:shown]), *more])
    lines = [f"{head} \\\\ \\hline"]
    rows = []
    for r, name in enumerate(names[0][:MOST_ROWS]):
        cells = (", ".join(map(_number, game.table[(r * width + c) * step + offset])) for c in range(shown))
        rows.append(" & ".join([name, *cells, *more]))
    if len(names[0]) > MOST_ROWS:
        rows.append(" & ".join(["\\vdots"] * (1 + shown + len(more))))
    lines.append(" \\\\\n".join(rows))
    return "\n".join([f"\\begin{{array}}{{r|{'c' * (shown + len(more))}}}", *lines, "\\end{array}"])


def _number(number: Fraction | Affine) -> str:
    if isinstance(number, Affine):
        return _affine(number)
    if number.denominator == 1 or "/" not in format_exact(number):
        return format_exact(number)
    sign = "-" if number < 0 else ""
    return f"{sign}\\tfrac{{{abs(number.numerator)}}}{{{number.denominator}}}"


def _affine(form: Affine) -> str:
    constant = [("", form.constant)] if form.constant or not form.terms else []
    text = ""
    for name, k in (*form.terms, *constant):
        size = "" if name and abs(k) == 1 else _number(abs(k))
        word = size + r"\," * bool(size and name) + _words(name)
        text += f" {'-' if k < 0 else '+'} {word}" if text else "-" * (k < 0) + word
    return text


def _words(text: str) -> str:
    runs = (run for run in _RUNS.split(text) if run)
    return "".join(_SPECIAL.get(run, f"\\text{{{run}}}") for run in runs)
