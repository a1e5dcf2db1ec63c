"""Encounters of programs and outcome tables as text."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from spi.core.lottery import expected_payoffs
from spi.core.numbers import format_exact
from spi.programs.encounters import Encounter
from spi.programs.machines import Undefined
from spi.programs.printer import print_value
from spi.programs.shared import SharedOutcome
from spi.report.layout import columns, labelled, outcome_text, vector_text

if TYPE_CHECKING:
    from spi.analysis.program_equilibria import ProgramEquilibrium
    from spi.programs.games import BetterProgram

__all__ = ["better_program_text", "encounter_json", "encounter_text", "program_equilibrium_text"]

_NOTHING = {
    Undefined.DIVERGES: "nothing: a program waits for itself, and never ends",
    Undefined.UNKNOWN: "unknown: the fuel ran out, or the engine has no exact method for this; try more fuel",
}


def encounter_text(encounter: Encounter) -> str:
    """Who met whom, by which engine, what is played and what it is worth."""
    who = zip(encounter.players, encounter.programs, strict=True)
    lines = labelled("programs", [f"{player}: {print_value(own)}" for player, own in who])
    if encounter.law is not None:
        return "\n".join(lines + _law(encounter))
    if encounter.joint is not None:
        return "\n".join(lines + _joint(encounter, encounter.joint))
    engine = "direct evaluation" if encounter.limit is None else "provability, in the limit of unbounded proofs"
    lines += labelled("engine", [engine])
    outcome = encounter.outcome
    if isinstance(outcome, Undefined):
        return "\n".join([*lines, *labelled("outcome", [_NOTHING[outcome]])])
    lines += labelled("outcome", [outcome_text(outcome)])
    if encounter.game is not None:
        lines += labelled("payoffs", [vector_text(encounter.game[outcome])])
    if encounter.limit is not None:
        rows = [["world", *encounter.players, "boxes that are true"]]
        for world, (actions, boxes) in enumerate(zip(encounter.limit.trace, encounter.limit.boxes, strict=True)):
            shown = [actions.value] * len(encounter.players) if isinstance(actions, Undefined) else actions
            rows.append([str(world), *shown, f"{sum(boxes)} of {len(boxes)}"])
        lines += ["", *columns(rows), "and so on at all later worlds"]
    return "\n".join(lines)


def _law(encounter: Encounter) -> list[str]:
    """The law of each player's action, and the expected payoffs."""
    random = encounter.law
    if random is None:
        raise AssertionError("an encounter without a law")
    lines = labelled("engine", ["linear equations, each simulation with coins of its own"])
    laws = random.laws
    if isinstance(laws, Undefined):
        return [*lines, *labelled("outcome", [f"unknown: {random.reason}"])]
    for player, law in zip(encounter.players, laws, strict=True):
        words = ", ".join(f"{action} with {format_exact(p)}" for action, p in sorted(law.items()))
        missing = 1 - sum(law.values(), Fraction(0))
        words += f"{', ' * bool(law)}never halts with {format_exact(missing)}" if missing else ""
        lines += labelled(player, [words])
    if encounter.game is not None and all(sum(law.values()) == 1 for law in laws):
        n = len(encounter.players)
        totals = [Fraction(0)] * n
        for chosen in product(*(law.items() for law in laws)):
            weight = prod((p for _, p in chosen), start=Fraction(1))
            payoffs = encounter.game[tuple(action for action, _ in chosen)]
            totals = [total + weight * u for total, u in zip(totals, payoffs, strict=True)]
        lines += labelled("payoffs", [f"expected {vector_text(totals)}"])
    return lines


def _joint(encounter: Encounter, joint: SharedOutcome) -> list[str]:
    """The joint law, and the expected payoffs."""
    lines = labelled("engine", ["linear equations, one random string for all"])
    if isinstance(joint.law, Undefined):
        return [*lines, *labelled("outcome", [f"unknown: {joint.reason}"])]
    words = [f"{outcome_text(a)} with {format_exact(p)}" for a, p in sorted(joint.law.items())]
    missing = 1 - sum(joint.law.values(), Fraction(0))
    words += [f"never halts with {format_exact(missing)}"] if missing else []
    lines += labelled("law", words)
    if joint.expected_depth is not None:
        lines += labelled("mean depth", [format_exact(joint.expected_depth)])
    if encounter.game is not None and not missing:
        worth = expected_payoffs(encounter.game, tuple(joint.law.items()))
        lines += labelled("payoffs", [f"expected {vector_text(worth)}"])
    return lines


def better_program_text(better: BetterProgram) -> str:
    """Who does better, by which program."""
    earns = f"earns {format_exact(better.earns)} instead of {format_exact(better.instead_of)}"
    return f"{better.player} {earns} by {print_value(better.program)}"


def program_equilibrium_text(equilibrium: ProgramEquilibrium) -> str:
    """Programs of which nobody has a better one, what each player expects of them and believes."""
    players = equilibrium.game.players
    who = zip(players, equilibrium.programs, equilibrium.expects, equilibrium.games.spaces, strict=True)
    lines = labelled(
        "programs",
        [f"{p}: {print_value(own)}, expects {format_exact(u)}, best of {len(space):,}" for p, own, u, space in who],
    )
    believed = []
    for player, belief in zip(players, equilibrium.beliefs or (), strict=False):
        words = [f"{', '.join(map(print_value, theirs))} with {format_exact(p)}" for theirs, p in belief.items()]
        believed.append(f"{player}: {'; '.join(words)}")
    lines += labelled("beliefs", believed)
    return "\n".join(lines)


def encounter_json(encounter: Encounter) -> dict[str, Any]:
    """An encounter as JSON values; numbers are exact strings."""
    document: dict[str, Any] = {
        "programs": [{"name": p.name, "code_id": p.code_id} for p in encounter.programs],
        "players": list(encounter.players),
        "direct": None,
        "limit": None,
        "law": None,
        "joint": None,
    }
    if encounter.joint is not None:
        law = encounter.joint.law
        if isinstance(law, Undefined):
            return document | {"joint": law.value}
        return document | {"joint": [{"outcome": list(a), "probability": format_exact(p)} for a, p in law.items()]}
    if encounter.law is not None:
        laws = encounter.law.laws
        if isinstance(laws, Undefined):
            return document | {"law": laws.value}
        return document | {"law": [{action: format_exact(p) for action, p in law.items()} for law in laws]}
    outcome = encounter.outcome
    answer = outcome.value if isinstance(outcome, Undefined) else list(outcome)
    if encounter.limit is not None:
        trace = [a.value if isinstance(a, Undefined) else list(a) for a in encounter.limit.trace]
        return document | {"limit": answer, "trace": trace}
    return document | {"direct": answer}
