"""What papers say of programs that read each other's source, run again."""

from __future__ import annotations

from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of, is_proved
from spi.analysis.program_equilibria import verify_equilibrium
from spi.core.gamefile import load_game
from spi.programs.encounters import play_programs
from spi.programs.games import program_game
from spi.programs.machines import Undefined
from spi.programs.references import load_program

__all__ = ["COPIES", "MODAL"]

MODAL: Claims = {}
"""What to run for the paper on modal agents."""

COPIES: Claims = {}
"""What to run for the paper on program equilibria."""

_modal = partial(claim_of, MODAL)
_copies = partial(claim_of, COPIES)


def _plays(row: str, outcomes: dict[str, str]) -> bool:
    """Does a modal agent of the shelf play so against these?"""
    own = load_program(f"barasz-et-al-2014/{row}")
    for column, expected in outcomes.items():
        outcome = play_programs((own, load_program(f"barasz-et-al-2014/{column}"))).outcome
        if isinstance(outcome, Undefined) or "".join(outcome) != expected:
            return False
    return True


@_modal("FairBot")
def _fair_bot() -> Finding:
    ok = _plays("fair_bot", {"fair_bot": "CC", "cooperate_bot": "CC", "defect_bot": "DD"})
    return Finding(ok, "cooperates with itself and with CooperateBot; both defect when it meets DefectBot")


@_modal("PrudentBot")
def _prudent_bot() -> Finding:
    met = {"prudent_bot": "CC", "fair_bot": "CC", "cooperate_bot": "DC", "defect_bot": "DD"}
    return Finding(_plays("prudent_bot", met), "cooperates with itself and FairBot; defects against CooperateBot")


@_modal("table of limits")
def _limits() -> Finding:
    columns = ("cooperate_bot", "defect_bot", "fair_bot", "prudent_bot", "fair_bot_1", "cupod_bot", "just_bot")
    table = {
        "fair_bot": "CC DD CC CC CC DC CC",
        "prudent_bot": "DC DD CC CC DD DC CC",
        "fair_bot_1": "CC DD CC DD CC CC CC",
        "cupod_bot": "CC DD CD CD CC DD CD",
        "just_bot": "CC DD CC CC CC DC CC",
    }
    ok = all(_plays(row, dict(zip(columns, cells.split(), strict=True))) for row, cells in table.items())
    return Finding(ok, "35 pairs, decided on finite linear frames; PrudentBot and FairBot one level up defect")


@_copies("program equilibrium")
def _program_equilibrium() -> Finding:
    dilemma = load_game("ours/prisoners-dilemma")
    clique = load_program("tennenholtz-2004/clique_bot")
    cooperate, defect = (load_program("ours/always", action=action) for action in ("C", "D"))
    games = program_game(dilemma, [cooperate, defect, clique])
    pairs = [(one, other) for one in games.spaces[0] for other in games.spaces[1]]
    equilibria = {pair for pair in pairs if verify_equilibrium(games, pair)}
    ok = equilibria == {(defect, defect), (clique, clique)}
    proofs = ("copies-cooperate", "cooperators-are-exploited")
    for name, answer in zip(proofs, ("yes", "no"), strict=True):
        ok &= is_proved(f"tennenholtz-2004/{name}", dilemma, answer)
    found = "with C, D and CliqueBot to choose from, (CliqueBot, CliqueBot), worth 2, 2, and (D, D) are the equilibria"
    return Finding(ok, found, proofs)
