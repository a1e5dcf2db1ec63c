"""Plain text: games as labelled tables, verdicts with assumptions and evidence."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from spi.analysis.comparison import Comparison
from spi.analysis.finding import Reproduced
from spi.analysis.questions import Exhausted, FoundSpis
from spi.core.game import Game, Profile, profiles
from spi.core.numbers import format_exact
from spi.core.verdict import Fails, Holds, Unknown
from spi.solve.reduction import Reduction

__all__ = [
    "comparison_text",
    "found_text",
    "game_text",
    "outcome_rows",
    "outcome_text",
    "payoffs_text",
    "reduction_text",
    "reproduction_text",
    "verdict_text",
]

WIDTH = 100

_MEANING = {
    "oesterheld-conitzer-2022, Assumption 1": "play does not change when a strictly dominated action is removed",
    "oesterheld-conitzer-2022, Assumption 2": "isomorphic games without dominated actions are played isomorphically",
    "every outcome of the reduced game can occur": "strictness is relative to that",
    "oesterheld-conitzer-2022, Lemma 4": "all isomorphisms agree on being (strictly) Pareto-improving",
}


def payoffs_text(payoffs: Sequence[object]) -> str:
    """`u1, u2, …`."""
    return ", ".join(map(str, payoffs))


def outcome_text(outcome: Profile) -> str:
    """`(DM, RM)`."""
    return "(" + ", ".join(outcome) + ")"


def game_text(game: Game, struck: Game | None = None) -> str:
    """A game as one table per profile of the players from the third on; with `struck`, eliminated actions in brackets.

    Parameters
    ----------
    game : Game
    struck : Game, optional
        The reduced game; actions that it lacks are shown as `[x]`.

    Returns
    -------
    str
    """
    lines = [game.title] if game.title else []
    if game.source:
        lines.append(f"({game.source})")
    names = [
        [x if struck is None or x in struck.actions[i] else f"[{x}]" for x in own] for i, own in enumerate(game.actions)
    ]
    if len(game.players) == 1:
        lines.append(f"{game.players[0]} chooses")
        rows = [[name, payoffs_text(map_exact(row))] for name, row in zip(names[0], game.table, strict=True)]
        return "\n".join([*lines, *_table(rows)])
    lines.append(f"{game.players[0]} chooses the row, {game.players[1]} the column" + _third(game))
    height, width = game.shape[:2]
    for rest in product(*(range(size) for size in game.shape[2:])):
        if rest:
            lines.append("")
            lines.append(", ".join(f"{game.players[k + 2]}: {names[k + 2][x]}" for k, x in enumerate(rest)))
        rows = [["", *names[1]]]
        step = prod(game.shape[2:])
        offset = 0
        for size, x in zip(game.shape[2:], rest, strict=True):
            offset = offset * size + x
        for r in range(height):
            cells = [payoffs_text(map_exact(game.table[(r * width + c) * step + offset])) for c in range(width)]
            rows.append([names[0][r], *cells])
        lines.extend(_table(rows))
    return "\n".join(lines)


def map_exact(row: Sequence[object]) -> list[str]:
    """Payoffs as they are written in files."""
    return [format_exact(u) for u in row]  # type: ignore[arg-type]


def reduction_text(reduction: Reduction) -> str:
    """The log of an elimination and what survives."""
    lines = [f"{k}. {step}" for k, step in enumerate(reduction.steps, 1)] or ["nothing is eliminated"]
    lines.append(f"survivors: {_sets(reduction.reduced)}")
    notes = [] if reduction.dominance == "pure" else ["mixed dominance, which is not the paper's notion"]
    if reduction.duplicates:
        notes.append("duplicate actions merged")
    return "\n".join(lines + [f"({'; '.join(notes)})"] * bool(notes))


def outcome_rows(comparison: Comparison) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of the table "default outcome -> improved outcome": outcome, payoffs, what it becomes, payoffs, remark."""
    game = comparison.game
    for a in profiles(comparison.reduction.reduced):
        images = comparison.becomes(a)
        if len(images) == 1:
            b = images[0]
            gains = [p for p, new, old in zip(game.players, game[b], game[a], strict=True) if new > old]
            losses = [p for p, new, old in zip(game.players, game[b], game[a], strict=True) if new < old]
            remark = "; ".join(
                [f"worse for {', '.join(losses)}"] * bool(losses) + [f"better for {', '.join(gains)}"] * bool(gains)
            )
            yield (
                outcome_text(a),
                payoffs_text(map_exact(game[a])),
                outcome_text(b),
                payoffs_text(map_exact(game[b])),
                remark or "same payoffs",
            )
        else:
            yield outcome_text(a), payoffs_text(map_exact(game[a])), f"any of {len(images)}", "", ""


def comparison_text(comparison: Comparison) -> str:
    """What a subset game does to each default outcome, and the flags."""
    c = comparison
    changed = [
        f"{player} plays {', '.join(kept)} instead of {', '.join(own)}"
        for player, own, kept in zip(
            c.game.players, c.reduction.reduced.actions, c.subset_reduction.reduced.actions, strict=True
        )
        if set(own) != set(kept)
    ]
    lines = ["subset game: " + _sets(c.subset_game)]
    if changed:
        lines.append("after elimination " + "; ".join(changed))
    rows = [["default outcome", "payoffs", "", "becomes", "payoffs", ""]]
    rows += [[a, u, "->", b, v, remark] for a, u, b, v, remark in outcome_rows(c)]
    lines += ["", *_table(rows), ""]
    lines.append("; ".join(flags(c)))
    return "\n".join(lines)


def flags(comparison: Comparison) -> list[str]:
    """What is to be said of a subset game, in words."""
    c = comparison
    words = []
    if c.is_spi:
        words.append("a strict SPI" if c.strict else "an SPI, not strict")
        derivable = "derivable with duplicates merged" if c.reduction.duplicates else "derivable (Definition 5)"
        words.append(derivable if c.derivable else "holds in all models, not derivable")
    else:
        words.append("not an SPI")
    relation = {
        "equal": "the same reduced game",
        "isomorphic": "isomorphic reduced games",
        "unrelated": "unrelated reduced games",
    }
    words.append(relation[c.relation])
    if c.trivial:
        words.append("trivial")
    if c.payoff_neutral:
        words.append("payoff-neutral")
    words.append(f"unilateral for {', '.join(c.unilateral)}" if c.unilateral else "not unilateral")
    return words


def found_text(found: FoundSpis) -> str:
    """A list of SPIs, maximal ones marked."""
    which = "" if found.complete else " so far (the budget ran out)"
    lines = [f"{len(found.spis)} SPIs{which}, built by {found.maps} maps; {sum(found.maximal)} maximal"]
    for k, (spi, maximal) in enumerate(zip(found.spis, found.maximal, strict=True), 1):
        lines += ["", f"{k}. {'maximal' if maximal else 'not maximal'}", textwrap.indent(comparison_text(spi), "   ")]
    return "\n".join(lines)


def reproduction_text(rows: Sequence[Reproduced]) -> str:
    """A paper claim by claim: what is printed, what was found, on which certificates; gaps at the end."""
    lines = []
    for row in rows:
        if row.finding is None:
            continue
        mark = "confirmed" if row.finding.confirmed else "NOT CONFIRMED"
        if re.fullmatch(r"[A-Z]\d+", row.node):
            mark = "erratum" if row.finding.confirmed else "NOT REPRODUCED"
        lines.append(f"{row.node}: {mark}")
        lines += _wrapped("  printed", [row.printed])
        lines += _wrapped("  found", [row.finding.found])
        lines += _wrapped("  certificates", [", ".join(row.finding.proofs)] if row.finding.proofs else [])
    missing = [row.node for row in rows if row.finding is None]
    done = sum(row.finding is not None for row in rows)
    lines += ["", f"{done} of {len(rows)} nodes run again", *_wrapped("not run", [", ".join(missing) or "none"])]
    return "\n".join(lines)


def verdict_text(verdict: object) -> str:
    """A verdict for a terminal: answer, what was found, assumptions, evidence."""
    if isinstance(verdict, Unknown):
        return "\n".join(["UNKNOWN", *_wrapped("question", [verdict.question]), *_wrapped("reason", [verdict.reason]),
                          *_wrapped("spent", [f"{verdict.spent:,} search nodes"])])  # fmt: skip
    if not isinstance(verdict, Holds | Fails):
        raise TypeError(f"not a verdict: {verdict!r}")
    lines = ["HOLDS" if isinstance(verdict, Holds) else "FAILS"]
    lines += _wrapped("claim", [verdict.claim])
    result = verdict.result
    game = result.game
    lines += _wrapped("game", [f"{game.title or 'without title'}, digest {game.digest}"])
    if isinstance(result, Comparison):
        lines += ["", comparison_text(result), ""]
        if result.violation is not None:
            v = result.violation
            lines += _wrapped(
                "counterexample",
                [f"{outcome_text(v.outcome)} can become {outcome_text(v.becomes)}, worse for {v.player}"],
            )
    elif isinstance(result, Exhausted):
        survivors = f"survivors of elimination: {_sets(result.reduction.reduced)}"
        search = f"{result.candidates:,} candidate maps refuted in {result.nodes:,} nodes"
        lines += ["", survivors, search, ""]
    lines += _wrapped("assumptions", list(map(_explained, verdict.assumptions)))
    lines += _wrapped("exactness", ["rational arithmetic, no tolerance"])
    lines += _wrapped("evidence", ["certificate accepted by the checker, which recomputed:", *verdict.recomputed])
    lines += _wrapped("trusted", list(map(_explained, verdict.trusted)) or ["nothing beyond the assumptions"])
    return "\n".join(lines)


def _explained(statement: str) -> str:
    return f"{statement}: {_MEANING[statement]}" if statement in _MEANING else statement


def _wrapped(label: str, items: Sequence[str]) -> list[str]:
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


def _sets(game: Game) -> str:
    return " × ".join("{" + ", ".join(own) + "}" for own in game.actions)


def _third(game: Game) -> str:
    return f", {' and '.join(game.players[2:])} the table" if len(game.players) > 2 else ""


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
