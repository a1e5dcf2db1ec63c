"""Plain text: for which parameters something is an improvement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spi.core.conditions import ALWAYS, Condition
from spi.core.parametric_game import ParametricGame
from spi.report.layout import action_sets, columns, labelled, lottery_text, map_exact, payoffs_text, survivors_text
from spi.solve.improvement import Improvement

if TYPE_CHECKING:
    from spi.analysis.parametric import ParametricCase, ParametricComparison

__all__ = ["improvement_text", "parametric_comparison_text"]


def improvement_text(found: Improvement) -> str:
    """What becomes what, gains, and when nobody loses."""
    rows = [["outcome", "payoffs", "", "becomes", "payoffs"]]
    for before, after in found.pairs:
        one, two = ((lottery_text(x), payoffs_text(map_exact(found.worth(x)))) for x in (before, after))
        rows.append([*one, "->", *two])
    lines = [*columns(rows), ""]
    return "\n".join(
        [*lines, *_conditions(found.game, "nobody loses", found.condition, "somebody gains", found.strict)]
    )


def parametric_comparison_text(comparison: ParametricComparison) -> str:
    """When a subset game is an SPI, and the cases that were told apart."""
    c = comparison
    lines = ["subset game: " + action_sets(c.subset_game), ""]
    rows = [["where", "the game reduces to", "the subset game to", "reduced games"]]
    rows += [_row(case) for case in c.cases]
    lines += [*columns(rows), ""]
    lines += _conditions(c.game, "an SPI", c.condition, "a strict one", c.strict)
    if c.undecided.conjuncts:
        reasons = dict.fromkeys(case.reason for case in c.cases if case.reason)
        lines += labelled("undecided", [f"where {c.undecided}: {'; '.join(reasons)}"])
    return "\n".join(lines)


def _row(case: ParametricCase) -> list[str]:
    reduced = (survivors_text(own) if own else "?" for own in (case.survivors, case.subset_survivors))
    return [str(case.where), *reduced, case.relation]


def _conditions(game: ParametricGame, one: str, condition: Condition, two: str, strict: Condition) -> list[str]:
    lines = labelled("given", [str(game.bounds)]) if game.bounds != ALWAYS else []
    return [*lines, *labelled(one, [f"exactly where {condition}"]), *labelled(two, [f"exactly where {strict}"])]
