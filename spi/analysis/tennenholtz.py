"""Tennenholtz (2004), claim by claim: programs that compare their code, and the folk theorem's programs."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of, is_encounter_proved, is_proved
from spi.core.gamefile import load_game
from spi.errors import HypothesisError
from spi.programs.delegation import agreement_payoffs, agreement_program
from spi.programs.encounters import play_programs
from spi.programs.games import better_program, outcome_payoffs, program_game, pure_equilibria
from spi.programs.members import Program
from spi.programs.references import load_program

__all__ = ["CLAIMS", "SOURCE"]

SOURCE = "tennenholtz-2004"

CLAIMS: Claims = {}
"""What to run for each item."""

_claim = partial(claim_of, CLAIMS)


def _bots() -> tuple[Program, Program, Program]:
    cooperate, defect = (load_program("ours/always", action=action) for action in "CD")
    return cooperate, defect, load_program(f"{SOURCE}/clique_bot")


@_claim("program equilibrium")
def _program_equilibrium() -> Finding:
    cooperate, defect, clique = _bots()
    games = program_game(load_game("ours/prisoners-dilemma"), [cooperate, defect, clique])
    ok = set(pure_equilibria(games)) == {(defect, defect), (clique, clique)}
    proofs = {f"{SOURCE}/copies-cooperate": "yes", f"{SOURCE}/cooperators-are-exploited": "no"}
    return Finding(
        ok and all(is_proved(name, games.game, answer) for name, answer in proofs.items()),
        "of CooperateBot, DefectBot and CliqueBot in the Prisoner’s Dilemma: both defect, or both are cliques",
        tuple(name.rsplit("/", 1)[1] for name in proofs),
    )


@_claim("clique program")
def _clique() -> Finding:
    game, (cooperate, _, clique) = load_game("ours/prisoners-dilemma"), _bots()
    met = {
        "clique-bot-clique-bot": play_programs([clique, clique], game),
        "clique-bot-cooperator": play_programs([clique, cooperate], game),
    }
    ok = [own.outcome for own in met.values()] == [("C", "C"), ("D", "C")]
    return Finding(
        ok and all(is_encounter_proved(f"{SOURCE}/{name}", own) for name, own in met.items()),
        "cooperates with its own code, which pays 2, and defects against every other",
        tuple(met),
    )


@_claim("folk theorem")
def _folk_theorem() -> Finding:
    game = load_game("ours/prisoners-dilemma")
    agreed = {game.players[0]: {"C": 1}, game.players[1]: {"C": "1/2", "D": "1/2"}}
    own, (cooperate, defect, clique) = agreement_program(game, agreed), _bots()
    games = program_game(game, [own, cooperate, defect, clique], randomness="independent")
    ok = outcome_payoffs(games, (own, own)) == agreement_payoffs(game, agreed) == (Fraction(1), Fraction(5, 2))
    ok = ok and better_program(games, (own, own)) is None
    met = {
        "agreement-agreement": play_programs([own, own], game, randomness="independent"),
        "agreement-defector": play_programs([own, defect], game, randomness="independent"),
    }
    try:
        agreement_program(game, {game.players[0]: {"C": 1}, game.players[1]: {"D": 1}})
        ok = False
    except HypothesisError:  # 0 is less than the threat point, 1
        pass
    return Finding(
        ok and all(is_encounter_proved(f"{SOURCE}/{name}", own) for name, own in met.items()),
        "Prisoner’s Dilemma: C and a fair coin, worth 1, 5/2, are enforced; C and D, worth 0, 3, are refused",
        tuple(met),
    )
