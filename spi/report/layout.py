"""How plain text is laid out: outcomes, payoffs and lotteries in words, aligned columns, labelled paragraphs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction

from spi.core.affine import Affine
from spi.core.game import Game, Profile
from spi.core.lottery import Lottery
from spi.core.numbers import format_exact
from spi.core.parametric_game import ParametricGame
from spi.solve.reduction import Mixture

__all__ = [
    "WIDTH",
    "action_sets",
    "change_words",
    "columns",
    "labelled",
    "lottery_text",
    "map_exact",
    "mixture_text",
    "outcome_text",
    "paragraph",
    "payoffs_text",
    "survivors_text",
    "vector_text",
]

WIDTH = 100

_CELL = 56  # what is longer is broken into lines


def payoffs_text(payoffs: Sequence[object]) -> str:
    """`u1, u2, …`."""
    return ", ".join(map(str, payoffs))


def map_exact(row: Iterable[Fraction | Affine]) -> list[str]:
    """Payoffs as they are written in files."""
    return [str(u) if isinstance(u, Affine) else format_exact(u) for u in row]


def vector_text(numbers: Iterable[Fraction]) -> str:
    """Numbers, one per player, as they are written in files."""
    return ", ".join(map(format_exact, numbers))


def outcome_text(outcome: Profile) -> str:
    """`(DM, RM)`."""
    return "(" + ", ".join(outcome) + ")"


def lottery_text(lottery: Lottery) -> str:
    """`(a, b) with 1/2, (b, a) with 1/2`, or `(a, b)` if it is certain; a long one on one line per outcome."""
    return _chances([(outcome_text(a), p) for a, p in lottery])


def mixture_text(mixture: Mixture) -> str:
    """`T with 4/5, R with 1/5`, or `T` if it is certain."""
    return _chances(mixture).replace("\n", " ")


def action_sets(game: Game | ParametricGame) -> str:
    """`{T, R} × {C, F}`."""
    return survivors_text(game.actions)


def survivors_text(actions: Sequence[Sequence[str]]) -> str:
    """`{T, R} × {C, F}`."""
    return " × ".join("{" + ", ".join(own) + "}" for own in actions)


def change_words(players: Sequence[str], old: Sequence[Fraction], new: Sequence[Fraction]) -> str:
    """Who is worse and who is better off."""
    gains = [p for p, v, u in zip(players, new, old, strict=True) if v > u]
    losses = [p for p, v, u in zip(players, new, old, strict=True) if v < u]
    words = [f"worse for {', '.join(losses)}"] * bool(losses) + [f"better for {', '.join(gains)}"] * bool(gains)
    return "; ".join(words) or "same payoffs"


def columns(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows as aligned lines; a cell may have several."""
    lines = []
    for row in rows:
        cells = [cell.split("\n") for cell in row]
        height = max(map(len, cells))
        lines += [[cell[k] if k < len(cell) else "" for cell in cells] for k in range(height)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def labelled(label: str, items: Sequence[str]) -> list[str]:
    """A label and its items, the items aligned and wrapped."""
    column = 16
    lines = []
    for k, item in enumerate(items):
        head = f"{label}:".ljust(column) if k == 0 else " " * column
        lines.append(
            textwrap.fill(
                item, WIDTH, initial_indent=head, subsequent_indent=" " * (column + 2), break_on_hyphens=False
            )
        )
    return lines


def paragraph(text: str) -> str:
    """Text wrapped, lines after the first indented."""
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _chances(pairs: Sequence[tuple[str, Fraction]]) -> str:
    if len(pairs) == 1:
        return pairs[0][0]
    parts = [f"{name} with {format_exact(p)}" for name, p in pairs]
    line = ", ".join(parts)
    return line if len(line) <= _CELL else ",\n".join(parts)
