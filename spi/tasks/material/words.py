"""Payoffs, outcomes and lists in words: in notation, as tables, and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from spi.core.game import Game, profiles
from spi.core.numbers import format_exact

__all__ = ["formal_payoffs", "listed", "payoff_table", "profile_text", "told_payoffs", "vector_text"]


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a", "a and b", "a, b and c".

    Source: ours
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def profile_text(profile: Sequence[str]) -> str:
    """A profile, as answers have it: "(a, b)".

    Source: ours
    """
    return f"({', '.join(profile)})"


def vector_text(payoffs: Sequence[Fraction]) -> str:
    """A payoff vector: "(1, 5/2)".

    Source: ours
    """
    return f"({', '.join(map(format_exact, payoffs))})"


def formal_payoffs(game: Game) -> str:
    """Players, action sets and u, in mathematical notation.

    Source: ours
    """
    numbers = "₁₂₃₄₅"
    names = ", ".join(f"{k + 1} = {player}" for k, player in enumerate(game.players))
    sets = ", ".join(f"A{numbers[k]} = {{{', '.join(own)}}}" for k, own in enumerate(game.actions))
    rows = [f"u{profile_text(a)} = {vector_text(game[a])}" for a in profiles(game)]
    return f"Players: {names}. Actions: {sets}. Payoffs, in the order of the players:\n" + "\n".join(rows)


def payoff_table(game: Game) -> str:
    """The payoffs as a table in plain text; for three players one table for each action of the third.

    Source: ours
    """
    if len(game.players) == 1:
        return _grid(["", *game.actions[0]], [["payoff", *(format_exact(row[0]) for row in game.table)]])
    rows, columns, *others = game.actions
    blocks = []
    for rest in product(*others):
        cells = [[x, *(", ".join(map(format_exact, game[(x, y, *rest)])) for y in columns)] for x in rows]
        heading = "".join(f"{p} plays {x}:\n" for p, x in zip(game.players[2:], rest, strict=True))
        blocks.append(heading + _grid(["", *columns], cells))
    rest_names = "" if len(game.players) == 2 else f"; {listed(game.players[2:])} as stated"
    order = listed(game.players, "then")
    head = f"Rows: {game.players[0]}. Columns: {game.players[1]}{rest_names}. Cells: payoffs of {order}.\n"
    return head + "\n".join(blocks)


def told_payoffs(game: Game, unit: str) -> str:
    """One sentence for each outcome.

    Source: ours
    """
    sentences = []
    for a in profiles(game):
        choices = listed([f"{player} chooses {x}" for player, x in zip(game.players, a, strict=True)])
        gets = listed([f"{player} {format_exact(u)}" for player, u in zip(game.players, game[a], strict=True)])
        sentences.append(f"If {choices}, then the result is: {gets}.")
    return f"The results, in {unit}:\n" + "\n".join(sentences)


def _grid(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)
