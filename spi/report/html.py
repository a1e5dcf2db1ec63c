"""HTML for notebooks: the same words as the text, games as tables with eliminated actions struck out."""

from __future__ import annotations

from html import escape
from itertools import product
from math import prod

from spi.analysis.comparison import Comparison
from spi.analysis.questions import FoundSpis
from spi.core.game import Game
from spi.core.verdict import Fails, Holds
from spi.report.text import flags, map_exact, outcome_rows, payoffs_text, verdict_text

__all__ = ["comparison_html", "found_html", "game_html", "verdict_html"]


def game_html(game: Game, reduced: Game | None = None) -> str:
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
    head = "".join(f"<th>{name}</th>" for name in ("default outcome", "payoffs", "becomes", "payoffs", ""))
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in outcome_rows(comparison)
    )
    return f"<table><tr>{head}</tr>{rows}</table><div>{escape('; '.join(flags(comparison)))}</div>"


def found_html(found: FoundSpis) -> str:
    """All SPIs that were found, maximal ones marked."""
    items = "".join(
        f"<li>{'maximal' if maximal else 'not maximal'}{comparison_html(spi)}</li>"
        for spi, maximal in zip(found.spis, found.maximal, strict=True)
    )
    so_far = "" if found.complete else " so far"
    return f"<div>{len(found.spis)} SPIs{so_far}, built by {found.maps} maps</div><ol>{items}</ol>"


def verdict_html(verdict: object) -> str:
    """A verdict: the answer, the table of outcomes if there is one, and the text with assumptions and evidence."""
    if isinstance(verdict, Holds | Fails) and isinstance(verdict.result, Comparison):
        answer = "Holds" if isinstance(verdict, Holds) else "Fails"
        notes = [
            ("assumptions", verdict.assumptions),
            ("recomputed by the checker", verdict.recomputed),
            ("trusted", verdict.trusted),
        ]
        lists = "".join(f"<li>{name}: {escape('; '.join(items) or 'nothing')}</li>" for name, items in notes)
        return f"<div><b>{answer}.</b> {escape(verdict.claim)}</div>{comparison_html(verdict.result)}<ul>{lists}</ul>"
    return f"<pre>{escape(verdict_text(verdict))}</pre>"
