"""Plain text: games as labelled tables, verdicts with assumptions and evidence."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from spi.analysis.comparison import Comparison
from spi.analysis.enforcement import ProfitableDeviation
from spi.analysis.execution_independence import Interference
from spi.analysis.found_spis import FoundSpis
from spi.core.game import Game, profiles
from spi.core.parametric_game import ParametricGame
from spi.core.threat_game import ThreatGame
from spi.core.verdict import Fails, Holds, Unknown
from spi.report.claims import claim_words
from spi.report.concession import (
    attractiveness_text,
    branches_text,
    concessions_text,
    effects_text,
    expectations_text,
    overlap_text,
    stakes_text,
    threat_game_text,
    tolerance_text,
)
from spi.report.coordination import (
    achieved_text,
    all_optimal_text,
    optimality_text,
    token_comparison_text,
    token_game_text,
    unachievable_text,
)
from spi.report.enforcement import deviation_text, enforcement_text, interference_text, threats_text
from spi.report.layout import (
    action_sets,
    change_words,
    columns,
    labelled,
    map_exact,
    outcome_text,
    payoffs_text,
    vector_text,
)
from spi.report.lock_out import commitments_text, lock_out_text, restoration_text
from spi.solve.feasible import Efficient, Improvable, OutOfReach
from spi.solve.reduction import Reduction

if TYPE_CHECKING:
    from spi.analysis.finding import Reproduced
    from spi.analysis.frontiers import FrontierClaim
    from spi.analysis.parametric import ParametricComparison
    from spi.analysis.program_equilibria import ProgramEquilibrium
    from spi.programs.encounters import Encounter
    from spi.programs.games import BetterProgram
    from spi.solve.improvement import Improvement

__all__ = [
    "achieved_text",
    "all_optimal_text",
    "attractiveness_text",
    "better_program_text",
    "branches_text",
    "commitments_text",
    "comparison_text",
    "concessions_text",
    "deviation_text",
    "effects_text",
    "encounter_text",
    "enforcement_text",
    "expectations_text",
    "explained",
    "found_text",
    "frontier_claim_text",
    "game_text",
    "improvement_text",
    "interference_text",
    "lock_out_text",
    "object_text",
    "optimality_text",
    "outcome_rows",
    "overlap_text",
    "parametric_comparison_text",
    "profiles_text",
    "program_equilibrium_text",
    "reduction_text",
    "reproduction_text",
    "restoration_text",
    "result_text",
    "stakes_text",
    "threat_game_text",
    "threats_text",
    "token_comparison_text",
    "token_game_text",
    "tolerance_text",
    "unachievable_text",
    "verdict_text",
]

_MEANING = {
    "oesterheld-conitzer-2022, Assumption 1": "play does not change when a strictly dominated action is removed",
    "oesterheld-conitzer-2022, Assumption 2": "isomorphic games without dominated actions are played isomorphically",
    "every outcome of the reduced game can occur": "the answer is relative to that",
    "oesterheld-conitzer-2022, Lemma 4": "all isomorphisms agree on being (strictly) Pareto-improving",
    "oesterheld-conitzer-2022, Proposition 12": "there is one unless all that can occur is Pareto-optimal",
    "oesterheld-conitzer-2022, Corollary 14": "one lottery for each payoff class is all that is needed",
}


def game_text(game: Game | ParametricGame, struck: Game | None = None) -> str:
    """A game as one table per profile of the players from the third on; with `struck`, eliminated actions in brackets.

    Parameters
    ----------
    game : Game or ParametricGame
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
        rows = [[name, payoffs_text(map_exact(game[(x,)]))] for name, x in zip(names[0], game.actions[0], strict=True)]
        return "\n".join([*lines, *columns(rows)])
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
        lines.extend(columns(rows))
    return "\n".join(lines)


def reduction_text(reduction: Reduction) -> str:
    """The log of an elimination and what survives."""
    lines = [f"{k}. {step}" for k, step in enumerate(reduction.steps, 1)] or ["nothing is eliminated"]
    lines.append(f"survivors: {action_sets(reduction.reduced)}")
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
            (b,) = images
            remark = change_words(game.players, game[a], game[b])
            yield outcome_text(a), vector_text(game[a]), outcome_text(b), vector_text(game[b]), remark
        else:
            yield outcome_text(a), vector_text(game[a]), f"any of {len(images)}", "", ""


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
    lines = ["subset game: " + action_sets(c.subset_game)]
    if changed:
        lines.append("after elimination " + "; ".join(changed))
    rows = [["default outcome", "payoffs", "", "becomes", "payoffs", ""]]
    rows += [[a, u, "->", b, v, remark] for a, u, b, v, remark in outcome_rows(c)]
    lines += ["", *columns(rows), ""]
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
    if c.relation == "isomorphic" and not c.is_certain:
        words.append("by several isomorphisms, of which one is shown: which one is used is unknown")
    if c.trivial:
        words.append("trivial")
    if c.payoff_neutral:
        words.append("payoff-neutral")
    words.append(f"unilateral for {', '.join(c.unilateral)}" if c.unilateral else "not unilateral")
    return words


def found_text(found: FoundSpis) -> str:
    """A list of SPIs, maximal ones marked."""
    which = "" if found.complete else " so far (the budget ran out)"
    kind = ("strict SPI" if found.strict else "SPI") + "s" * (len(found.spis) != 1)
    built = f"built by {found.maps} map{'s' * (found.maps != 1)}; {sum(found.maximal)} maximal"
    lines = [f"{len(found.spis)} {kind}{which}" + (f", {built}" if found.spis else "")]
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
        lines += labelled("  printed", [row.printed])
        lines += labelled("  found", [row.finding.found])
        lines += labelled("  certificates", [", ".join(row.finding.proofs)] if row.finding.proofs else [])
    missing = [row.node for row in rows if row.finding is None]
    done = sum(row.finding is not None for row in rows)
    lines += ["", f"{done} of {len(rows)} nodes run again", *labelled("not run", [", ".join(missing) or "none"])]
    return "\n".join(lines)


def verdict_text(verdict: object) -> str:
    """A verdict for a terminal: answer, what was found, assumptions, evidence."""
    if isinstance(verdict, Unknown):
        return "\n".join(["UNKNOWN", *labelled("question", [verdict.question]), *labelled("reason", [verdict.reason]),
                          *labelled("spent", [f"{verdict.spent:,} search nodes"])])  # fmt: skip
    if not isinstance(verdict, Holds | Fails):
        raise TypeError(f"not a verdict: {verdict!r}")
    result = verdict.result
    lines = ["HOLDS" if isinstance(verdict, Holds) else "FAILS"]
    lines += labelled("claim", [claim_words(verdict)])
    if isinstance(game := getattr(result, "game", None), Game | ParametricGame | ThreatGame):
        lines += labelled("game", [f"{game.title or 'without title'}, digest {game.digest}"])
    lines += ["", result_text(result), ""]
    if isinstance(result, Comparison) and result.violation is not None:
        v = result.violation
        worse = f"{outcome_text(v.outcome)} can become {outcome_text(v.becomes)}, worse for {v.player}"
        lines += labelled("counterexample", [worse])
    lines += labelled("assumptions", list(map(explained, verdict.assumptions)))
    lines += labelled("exactness", ["rational arithmetic, no tolerance"])
    lines += labelled("evidence", ["certificate accepted by the checker, which recomputed:", *verdict.recomputed])
    lines += labelled("trusted", list(map(explained, verdict.trusted)) or [_nothing(verdict.assumptions)])
    return "\n".join(lines)


def result_text(result: object) -> str:
    """What a verdict has found."""
    match result:
        case Efficient() | Improvable() | OutOfReach():
            return optimality_text(result)
        case ProfitableDeviation() | Interference():
            return "\n".join([enforcement_text(result.enforcement), "", *labelled("counterexample", [str(result)])])
    return str(result)


def object_text(thing: object) -> str:
    """An object that has a page, as plain text, or else as Python writes it."""
    from spi.report import pages, shown  # rooms are loaded when something of theirs is shown

    page = shown.page_of(thing)
    return repr(thing) if page is None else pages.page_text(page)


def frontier_claim_text(found: FrontierClaim) -> str:
    """Which points are missing from the frontier, or not on it."""
    from spi.report import negotiation  # negotiations are not needed for games

    return negotiation.frontier_claim_text(found)


def better_program_text(better: BetterProgram) -> str:
    """Who does better, by which program."""
    from spi.report import programs  # loads the engines

    return programs.better_program_text(better)


def program_equilibrium_text(equilibrium: ProgramEquilibrium) -> str:
    """Programs of which nobody has a better one."""
    from spi.report import programs  # loads the engines

    return programs.program_equilibrium_text(equilibrium)


def encounter_text(encounter: Encounter) -> str:
    """What programs do when they meet."""
    from spi.report import programs  # loads the engines

    return programs.encounter_text(encounter)


def profiles_text(result: object) -> str:
    """What was found about profiles of programs."""
    from spi.report import profiles  # loads the engines

    return profiles.profiles_text(result)


def improvement_text(found: Improvement) -> str:
    """For which parameters some outcomes become better ones."""
    from spi.report import parametric  # loads linear programming

    return parametric.improvement_text(found)


def parametric_comparison_text(comparison: ParametricComparison) -> str:
    """For which parameters a subset game is an SPI."""
    from spi.report import parametric

    return parametric.parametric_comparison_text(comparison)


def _nothing(assumptions: Sequence[str]) -> str:
    return "nothing beyond the assumptions" if assumptions else "nothing"


def explained(statement: str) -> str:
    """An assumption with its meaning in words, where that is known."""
    meaning = _MEANING.get(re.sub(r" \(repaired: [^)]*\)$", "", statement))
    return statement if meaning is None else f"{statement}: {meaning}"


def _third(game: Game | ParametricGame) -> str:
    return f", {' and '.join(game.players[2:])} the table" if len(game.players) > 2 else ""
