"""Plain text: threat points, programs that enforce a subset game, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spi.core.game import profiles
from spi.core.numbers import format_exact
from spi.report.layout import action_sets, columns, mixture_text, outcome_text, paragraph, vector_text

if TYPE_CHECKING:
    from spi.analysis.enforcement import Enforcement, ProfitableDeviation
    from spi.analysis.execution_independence import Interference
    from spi.analysis.threat_points import ThreatPoints
    from spi.solve.threats import Threat

__all__ = ["deviation_text", "enforcement_text", "interference_text", "threats_text"]


def threats_text(result: ThreatPoints) -> str:
    """How low the others can hold each player, and how."""
    rows = [("player", "threat point", "guarantees it by", "held to it by")]
    for t in result.threats:
        others = "\n".join(f"{player}: {mixture_text(mixture)}" for player, mixture in t.punishment.items())
        rows.append((t.player, threat_value(t), mixture_text(t.guarantee), others or "nobody"))
    return "\n".join(columns(rows))


def threat_value(threat: Threat) -> str:
    """`8/5`, or `from 1/2 to 3/4` if it is not known exactly."""
    if threat.is_exact:
        return format_exact(threat.lower)
    return f"from {format_exact(threat.lower)} to {format_exact(threat.upper)}"


def enforcement_text(enforcement: Enforcement) -> str:
    """The program in words, for each player."""
    game, smaller = enforcement.game, enforcement.subset_game
    lines = [f"subset game: {action_sets(smaller)}"]
    if any(smaller[a] != game[a] for a in profiles(smaller)):
        rows = [(outcome_text(a), vector_text(smaller[a]), vector_text(game[a])) for a in profiles(smaller)]
        lines += ["", *columns([("outcome", "representatives get", "payoffs"), *rows]), ""]
    for player in game.players:
        parts = [f"{player}: if every program is this one, play as the representative would play the subset game"]
        if enforcement.otherwise == "default":
            parts.append("otherwise play as the representative would play the game")
        else:
            parts += _punishments(enforcement, player)
        lines.append(paragraph("; ".join(parts)))
    return "\n".join(lines)


def _punishments(enforcement: Enforcement, player: str) -> list[str]:
    players = enforcement.game.players
    parts = []
    for other, punishment in zip(players, enforcement.punishments, strict=True):
        if other != player:
            first = " is the first that differs" if len(players) > 2 else " differs"
            parts.append(f"if {other}'s{first}, play {mixture_text(punishment[player])}")
    return parts


def deviation_text(deviation: ProfitableDeviation) -> str:
    """Who does better by another program, and when."""
    d = deviation
    better = f"{d.player} does better by playing {d.action}"
    gain = f"{format_exact(d.earns)} instead of {format_exact(d.instead_of)}"
    if d.becomes is None:
        return f"{better}: {gain}, which is expected if the subset game is played by the law"
    if d.outcome is None:
        return f"{better}, if the subset game is played {outcome_text(d.becomes)}: {gain}"
    how = f"if the game is played {outcome_text(d.outcome)} and the subset game {outcome_text(d.becomes)}"
    return f"{better}, {how}: {gain}"


def interference_text(interference: Interference) -> str:
    """Who does something else than by default, because another player drops out."""
    i = interference
    own = i.outcome[i.game.player_index(i.player)]
    plays = f"if {i.dropout} drops out, {i.player} can come to play {i.action}"
    return f"{plays}, but {own} if default play is {outcome_text(i.outcome)}"
