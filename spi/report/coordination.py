"""Plain text: token games, which payoffs they achieve safely, and what is Pareto-optimal already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from spi.core.game import Game, profiles
from spi.core.lottery import Lottery, Payoffs, expected_payoffs, payoff_classes
from spi.core.numbers import format_exact
from spi.core.token_game import TokenGame
from spi.report.layout import (
    action_sets,
    change_words,
    columns,
    labelled,
    lottery_text,
    outcome_text,
    paragraph,
    vector_text,
)
from spi.solve.feasible import Efficient, Improvable, OutOfReach
from spi.solve.polygons import Polygon

if TYPE_CHECKING:
    from spi.analysis.achievability import Achieved, Unachievable
    from spi.analysis.token_games import AllOptimal, TokenComparison

__all__ = [
    "AchievableRegion",
    "achieved_text",
    "all_optimal_text",
    "optimality_text",
    "token_comparison_text",
    "token_game_text",
    "token_rows",
    "unachievable_text",
]

TOKEN_COLUMNS = ("token outcome", "representatives get", "is played as", "payoffs")


def token_rows(token_game: TokenGame) -> Iterator[tuple[str, str, str, str]]:
    """Rows of the table of a token game: outcome, payoffs uˢ, the lottery that is played, payoffs uᵉ."""
    tokens = token_game.tokens
    for t in profiles(tokens):
        lottery, worth = token_game.lottery(t), token_game.payoffs(t)
        yield outcome_text(t), vector_text(tokens[t]), lottery_text(lottery), vector_text(worth)


def token_game_text(token_game: TokenGame) -> str:
    """What the representatives play, and what the principals play and get instead."""
    head = f"token game: {action_sets(token_game.tokens)}"
    return "\n".join([head, "", *columns([TOKEN_COLUMNS, *token_rows(token_game)])])


def token_comparison_text(comparison: TokenComparison) -> str:
    """What a token game does to each default outcome, and the flags."""
    c, game = comparison, comparison.game
    rows = [("default outcome", "payoffs", "", "becomes", "payoffs", "")]
    after = list(profiles(c.token_reduction.reduced))
    for a in profiles(c.reduction.reduced):
        row = (outcome_text(a), vector_text(game[a]), "->")
        images = after if c.isomorphism is None else [c.isomorphism.maps(a)]
        if len(images) > 1:
            rows.append((*row, f"any of {len(images)}", "", ""))
        else:
            worth = c.token_game.payoffs(images[0])
            rows.append((*row, outcome_text(images[0]), vector_text(worth), change_words(game.players, game[a], worth)))
    lines = [token_game_text(c.token_game), ""]
    if c.isomorphism is not None and not c.is_certain:
        lines.append("By one of several isomorphisms (which one is used is unknown):")
    lines += [*columns(rows), "", "; ".join(_flags(c))]
    if c.support is not None:
        lines += labelled("can occur", [", ".join(map(outcome_text, c.support))])
    if c.violation is not None:
        a, t, player = c.violation.outcome, c.violation.becomes, c.violation.player
        old, new = vector_text(game[a]), vector_text(c.token_game.payoffs(t))
        changed = f"{outcome_text(a)}, worth {old}, can become {outcome_text(t)}, worth {new}: worse for {player}"
        lines += labelled("counterexample", [changed])
    elif c.unimproved is not None:
        t = c.unimproved
        same = f"{outcome_text(t)} is worth {vector_text(c.token_game.payoffs(t))}, as all that can occur by default"
        lines += labelled("not strict", [same])
    elif not c.strict:
        lines += labelled("not strict", ["by this isomorphism no payoffs change at any outcome that can occur"])
    return "\n".join(lines)


def _flags(c: TokenComparison) -> list[str]:
    kind = "perfect-coordination SPI"
    safe = f"a strict {kind}" if c.strict else f"a {kind}, not strict"
    return [safe if c.is_pc_spi else f"not a {kind}", f"{c.relation} reduced games"]


def all_optimal_text(result: AllOptimal) -> str:
    """Whatever can occur, and the weights under which it is optimal."""
    classes = payoff_classes(result.game, result.support)
    rows = [("outcomes that can occur", "payoffs", "weights under which they are optimal")]
    for payoffs, members in classes.items():
        outcomes = ",\n".join(map(outcome_text, members))
        rows.append((outcomes, vector_text(payoffs), vector_text(result.weights[payoffs])))
    return "\n".join(["All that can occur is Pareto-optimal among the feasible payoffs.", "", *columns(rows)])


def achieved_text(achieved: Achieved) -> str:
    """What is expected by default, what is achieved, by which goal, and the token game that does it."""
    rows = [("player", "expected by default", "achieved", "gain")]
    for player, old, new in zip(achieved.game.players, achieved.default, achieved.payoffs, strict=True):
        rows.append((player, format_exact(old), format_exact(new), format_exact(new - old)))
    lines = [*_play(achieved.law), *labelled("goal", [_goal(achieved)]), "", *columns(rows), ""]
    return "\n".join([*lines, token_game_text(achieved.token_game)])


def _play(law: Lottery) -> list[str]:
    return labelled("default play", [lottery_text(law).replace("\n", " ")])


def _goal(achieved: Achieved) -> str:
    goal, origin, payoffs = achieved.goal, achieved.origin, achieved.payoffs
    if goal is None:
        return "these payoffs"
    if not isinstance(goal, str):
        return f"best weighted sum with weights {vector_text(goal)}; it is {format_exact(_dot(goal, payoffs))}"
    start = achieved.default if origin is None else origin
    gains = [y - o for y, o in zip(payoffs, start, strict=True)]
    if goal == "nash":
        return f"best product of gains over {vector_text(start)}; it is {format_exact(prod(gains, start=Fraction(1)))}"
    best = f"best least gain over {vector_text(start)}, and then the best sum"
    return f"{best}; the least gain is {format_exact(min(gains))}"


def unachievable_text(result: Unachievable) -> str:
    """The hyperplane that separates payoffs from all that is safely achievable."""
    w, y, bound = result.bound.weights, result.payoffs, result.bound
    lines = _play(result.law)
    lines += labelled("expected", [vector_text(expected_payoffs(result.game, result.law)) + " by default"])
    lines += labelled("weights", [f"w = {vector_text(w)}"])
    beyond = f"w·z ≤ {format_exact(bound.value)} for everything z that is safely achievable, "
    lines += labelled("bound", [f"{beyond}but w·y = {format_exact(_dot(w, y))} for y = {vector_text(y)}"])
    return "\n".join(lines)


def optimality_text(result: Efficient | Improvable | OutOfReach) -> str:
    """Whether payoffs are Pareto-optimal among the feasible ones, and the witness."""
    if isinstance(result, Improvable):
        better = f"{vector_text(result.payoffs)} is feasible and better: {lottery_text(result.lottery)}"
        return paragraph(f"Not Pareto-optimal among the feasible payoffs: {better}".replace("\n", " "))
    under = f"under the weights {vector_text(result.weights)}"
    if isinstance(result, OutOfReach):
        return paragraph(f"Out of reach: {under} every outcome is worth less.")
    played = lottery_text(result.lottery).replace("\n", " ")
    by = f"had by {played}, and no outcome is worth more {under}"
    return paragraph(f"Pareto-optimal among the feasible payoffs: {by}.")


@dataclass(frozen=True, slots=True)
class AchievableRegion:
    """All expected payoffs that can be had safely, for two players."""

    game: Game
    law: Lottery
    polygon: Polygon

    def __str__(self) -> str:
        lines = _play(self.law)
        lines += labelled("expected", [vector_text(expected_payoffs(self.game, self.law)) + " by default"])
        corners = self.polygon.vertices
        shape = {1: "a point", 2: "a segment with the ends"}.get(len(corners), "a polygon with the corners")
        lines.append(f"safely achievable expected payoffs: {shape}")
        return "\n".join(lines + [f"  {vector_text(y)}" for y in corners])


def _dot(weights: Payoffs, payoffs: Payoffs) -> Fraction:
    return sum((w * y for w, y in zip(weights, payoffs, strict=True)), Fraction(0))
