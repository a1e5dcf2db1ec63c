"""HTML for notebooks: the same words as the text, games as tables with eliminated actions struck out.

Everything is escaped, nothing is loaded from elsewhere, colours are those of the page, and what is long is cut.
"""

from __future__ import annotations

from html import escape
from itertools import islice, product
from math import prod

from spi.analysis.comparison import Comparison
from spi.analysis.found_spis import FoundSpis
from spi.core.game import Game
from spi.core.parametric_game import ParametricGame
from spi.core.token_game import TokenGame
from spi.core.verdict import Fails, Holds
from spi.report.claims import claim_words
from spi.report.coordination import TOKEN_COLUMNS, token_rows
from spi.report.latex import affine_latex, game_latex, reduction_latex
from spi.report.layout import action_sets, map_exact, payoffs_text
from spi.report.pages import MOST_COLUMNS, MOST_ROWS, page_html, pre_html, sheet
from spi.report.records import has_text, record_page
from spi.report.shown import page_of
from spi.report.text import explained, flags, outcome_rows, result_text, verdict_text
from spi.solve.reduction import Reduction

__all__ = [
    "affine_latex",
    "comparison_html",
    "found_html",
    "game_html",
    "game_latex",
    "object_html",
    "reduction_html",
    "reduction_latex",
    "result_html",
    "token_game_html",
    "verdict_html",
]

_MOST_TABLES = 12  # of a game with three players or more
_MOST_FOUND = 20  # SPIs of a list
_FADED = "opacity:0.55"


def object_html(thing: object) -> str:
    """An object's page; without one its plain text, or if Python would write that, the table of its parts.

    Source: ours
    """
    page = page_of(thing)
    if page is None and not has_text(thing):
        page = record_page(thing)
    return pre_html(str(thing)) if page is None else page_html(page)


def game_html(game: Game | ParametricGame, reduced: Game | None = None) -> str:
    """A game as labelled tables; with `reduced`, eliminated actions are struck out and their payoffs faded."""
    gone = [
        [reduced is not None and x not in reduced.actions[i] for x in own[:MOST_ROWS]]
        for i, own in enumerate(game.actions)
    ]
    names = [
        [f"<s>{escape(x)}</s>" if out else escape(x) for x, out in zip(own, lost, strict=False)]
        for own, lost in zip(game.actions, gone, strict=True)
    ]
    parts = [f"<div><b>{escape(game.title)}</b> <small>{escape(game.source)}</small></div>"] * bool(game.title)
    alone = len(game.players) == 1
    width = 1 if alone else game.shape[1]
    columns = ["payoff"] if alone else names[1][:MOST_COLUMNS]
    corner = escape(" \\ ".join(game.players[:2]))
    head = f'<th scope="col">{corner}</th>' + "".join(f'<th scope="col">{name}</th>' for name in columns)
    step = prod(game.shape[2:])
    places = product(*(range(size) for size in game.shape[2:]))
    for offset, rest in enumerate(islice(places, _MOST_TABLES)):
        others = ", ".join(
            f"{escape(game.players[k + 2])}: {escape(game.actions[k + 2][x])}" for k, x in enumerate(rest)
        )
        rows = [f'<caption style="text-align:left">{others}</caption>'] * bool(rest) + [f"<tr>{head}</tr>"]
        for r, name in enumerate(names[0]):
            line = [f'<th scope="row">{name}</th>']
            for c in range(len(columns)):
                faded = (
                    gone[0][r]
                    or (not alone and gone[1][c])
                    or any(gone[k + 2][x] for k, x in enumerate(rest) if x < MOST_ROWS)
                )
                style = f' style="{_FADED}"' if faded else ""
                line.append(f"<td{style}>{payoffs_text(map_exact(game.table[(r * width + c) * step + offset]))}</td>")
            rows.append(f"<tr>{''.join(line)}</tr>")
        parts.append(f'<div style="overflow-x:auto"><table>{"".join(rows)}</table></div>')
    left = [(game.shape[0] - len(names[0]), "rows"), (width - len(columns), "columns"), (step - _MOST_TABLES, "tables")]
    cut = ", ".join(f"{count:,} more {what}" for count, what in left if count > 0)
    return "".join([*parts, f"<div>not shown: {cut}</div>"] if cut else parts)


def reduction_html(reduction: Reduction) -> str:
    """The game with eliminated actions struck out, and why they are eliminated."""
    steps = [(str(k), str(step)) for k, step in enumerate(reduction.steps, 1)]
    notes = ["mixed dominance"] * (reduction.dominance == "mixed") + ["duplicates merged"] * reduction.duplicates
    if not steps:
        return game_html(reduction.game, reduction.reduced) + page_html(["nothing is eliminated"])
    caption = f"survivors: {action_sets(reduction.reduced)}" + f" ({', '.join(notes)})" * bool(notes)
    return game_html(reduction.game, reduction.reduced) + page_html([sheet(caption, ("step", "eliminated"), steps)])


def comparison_html(comparison: Comparison) -> str:
    """What a subset game does to each default outcome, as a table, and the flags."""
    head = ("default outcome", "payoffs", "becomes", "payoffs", "")
    outcomes = prod(comparison.reduction.reduced.shape)
    rows = sheet("", head, outcome_rows(comparison), total=outcomes)
    return page_html([f"subset game: {action_sets(comparison.subset_game)}", rows, "; ".join(flags(comparison))])


def token_game_html(token_game: TokenGame) -> str:
    """What the representatives play, and what the principals play and get instead, as a table."""
    rows = sheet("", TOKEN_COLUMNS, token_rows(token_game))
    return page_html([f"token game: {action_sets(token_game.tokens)}", rows])


def result_html(result: object) -> str:
    """What a verdict has found: a table where there is one, else the text."""
    if isinstance(result, Comparison):
        return comparison_html(result)
    if isinstance(result, TokenGame):
        return token_game_html(result)
    if has_text(result) and page_of(result) is None:
        return pre_html(result_text(result))
    return object_html(result)


def found_html(found: FoundSpis) -> str:
    """All SPIs that were found, maximal ones marked."""
    pairs = list(zip(found.spis, found.maximal, strict=True))
    items = "".join(
        f"<li>{'maximal' if maximal else 'not maximal'}{comparison_html(spi)}</li>"
        for spi, maximal in pairs[:_MOST_FOUND]
    )
    so_far = "" if found.complete else " so far"
    rest = f"<div>and {len(pairs) - _MOST_FOUND:,} more</div>" if len(pairs) > _MOST_FOUND else ""
    return f"<div>{len(pairs)} SPIs{so_far}, built by {found.maps} maps</div><ol>{items}</ol>{rest}"


def verdict_html(verdict: object) -> str:
    """A verdict: the answer, what was found, the counterexample, assumptions and evidence."""
    if not isinstance(verdict, Holds | Fails):
        return pre_html(verdict_text(verdict))
    answer = "Holds" if isinstance(verdict, Holds) else "Fails"
    result = verdict.result
    worse: list[str] = []
    if isinstance(result, Comparison) and (v := result.violation) is not None:
        worse = [f"({', '.join(v.outcome)}) can become ({', '.join(v.becomes)}), worse for {v.player}"]
    notes = [
        ("counterexample", worse),
        ("assumptions", list(map(explained, verdict.assumptions)) or ["nothing"]),
        ("recomputed by the checker", list(verdict.recomputed) or ["nothing"]),
        ("trusted", list(map(explained, verdict.trusted)) or ["nothing beyond the assumptions"]),
    ]
    lists = "".join(f"<li>{name}: {escape('; '.join(items))}</li>" for name, items in notes if items)
    return f"<div><b>{answer}.</b> {escape(claim_words(verdict))}</div>{result_html(result)}<ul>{lists}</ul>"
