"""HTML for notebooks: the same words as the text, games as tables with eliminated actions struck out."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import product
from math import prod

from spi.analysis.comparison import Comparison
from spi.analysis.questions import FoundSpis
from spi.core.game import Game
from spi.core.parametric_game import ParametricGame
from spi.core.token_game import TokenGame
from spi.core.verdict import Fails, Holds
from spi.report.coordination import TOKEN_COLUMNS, token_rows
from spi.report.layout import action_sets, map_exact, payoffs_text
from spi.report.text import flags, outcome_rows, result_text, verdict_text

__all__ = ["comparison_html", "found_html", "game_html", "result_html", "token_game_html", "verdict_html"]


def game_html(game: Game | ParametricGame, reduced: Game | None = None) -> str:
    """A game as labelled tables; with `reduced`, eliminated actions are struck out."""
    names = [
        [escape(x) if reduced is None or x in reduced.actions[i] else f"<s>{escape(x)}</s>" for x in own]
        for i, own in enumerate(game.actions)
    ]
    parts = [f"<div><b>{escape(game.title)}</b> <small>{escape(game.source)}</small></div>"] * bool(game.title)
    columns = names[1] if len(names) > 1 else ["payoff"]
    step = prod(game.shape[2:])
    for offset, rest in enumerate(product(*(range(size) for size in game.shape[2:]))):
        if rest:
            parts.append(
                "<div>"
                + ", ".join(f"{escape(game.players[k + 2])}: {names[k + 2][x]}" for k, x in enumerate(rest))
                + "</div>"
            )
        corner = escape(" \\ ".join(game.players[:2]))
        rows = ["<tr><th>" + corner + "</th>" + "".join(f"<th>{name}</th>" for name in columns) + "</tr>"]
        for r, name in enumerate(names[0]):
            cells = (game.table[(r * len(columns) + c) * step + offset] for c in range(len(columns)))
            rows.append(
                f"<tr><th>{name}</th>" + "".join(f"<td>{payoffs_text(map_exact(u))}</td>" for u in cells) + "</tr>"
            )
        parts.append("<table>" + "".join(rows) + "</table>")
    return "".join(parts)


def comparison_html(comparison: Comparison) -> str:
    """What a subset game does to each default outcome, as a table, and the flags."""
    head = ("default outcome", "payoffs", "becomes", "payoffs", "")
    return _table(head, outcome_rows(comparison)) + f"<div>{escape('; '.join(flags(comparison)))}</div>"


def token_game_html(token_game: TokenGame) -> str:
    """What the representatives play, and what the principals play and get instead, as a table."""
    head = f"<div>token game: {escape(action_sets(token_game.tokens))}</div>"
    return head + _table(TOKEN_COLUMNS, token_rows(token_game))


def result_html(result: object) -> str:
    """What a verdict has found: a table where there is one, else the text."""
    if isinstance(result, Comparison):
        return comparison_html(result)
    return token_game_html(result) if isinstance(result, TokenGame) else f"<pre>{escape(result_text(result))}</pre>"


def found_html(found: FoundSpis) -> str:
    """All SPIs that were found, maximal ones marked."""
    items = "".join(
        f"<li>{'maximal' if maximal else 'not maximal'}{comparison_html(spi)}</li>"
        for spi, maximal in zip(found.spis, found.maximal, strict=True)
    )
    so_far = "" if found.complete else " so far"
    return f"<div>{len(found.spis)} SPIs{so_far}, built by {found.maps} maps</div><ol>{items}</ol>"


def verdict_html(verdict: object) -> str:
    """A verdict: the answer, what was found, assumptions and evidence."""
    if not isinstance(verdict, Holds | Fails):
        return f"<pre>{escape(verdict_text(verdict))}</pre>"
    answer = "Holds" if isinstance(verdict, Holds) else "Fails"
    notes = [
        ("assumptions", verdict.assumptions),
        ("recomputed by the checker", verdict.recomputed),
        ("trusted", verdict.trusted),
    ]
    lists = "".join(f"<li>{name}: {escape('; '.join(items) or 'nothing')}</li>" for name, items in notes)
    return f"<div><b>{answer}.</b> {escape(verdict.claim)}</div>{result_html(verdict.result)}<ul>{lists}</ul>"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    names = "".join(f"<th>{escape(name)}</th>" for name in head)
    return f"<table><tr>{names}</tr>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
