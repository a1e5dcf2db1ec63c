"""Oesterheld (2019), claim by claim: grounded simulation for two players, and what it lacks for three."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of, is_encounter_proved, is_result_proved
from spi.analysis.halting import prove_halting
from spi.core.game import Game
from spi.core.gamefile import load_game
from spi.programs.encounters import Encounter, play_programs
from spi.programs.games import outcome_payoffs, program_game
from spi.programs.grounded import deviation_payoff, grounded_deviation, grounded_threshold, is_grounded_equilibrium
from spi.programs.halting import halting_probability
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.reader import read_program
from spi.programs.references import load_program

__all__ = ["CLAIMS", "SOURCE"]

SOURCE = "oesterheld-2019"

CLAIMS: Claims = {}
"""What to run for each item."""

_claim = partial(claim_of, CLAIMS)
_HALF = Fraction(1, 2)
_LARGE, _SMALL = "ours/prisoners-dilemma-5-3-1-0", "ours/prisoners-dilemma"
"""Dilemmas with the payoffs T, R, P, S = 5, 3, 1, 0 and 3, 2, 1, 0."""


def _grounded(epsilon: Fraction = Fraction(1, 10)) -> Program:
    """Grounded FairBot; with ε = 1/10 that of the shelf."""
    if epsilon == Fraction(1, 10):
        return load_program(f"{SOURCE}/grounded_fair_bot")
    return read_program(f'def grounded(o): return "C" if chance("{epsilon}") else simulate(o(me), back=1)')


def _mixer(q: Fraction) -> Program:
    """Cooperate with probability q."""
    return read_program(f'def mixer(o): return mix({{"C": "{q}", "D": "{1 - q}"}})')


def _meet(*programs: Program, game: Game | None = None) -> Encounter:
    return play_programs(programs, game, randomness="independent")


def _cooperation(met: Encounter, seat: int) -> Fraction:
    """The probability with which a player cooperates."""
    laws = None if met.law is None else met.law.laws
    if laws is None or isinstance(laws, Undefined):
        raise AssertionError("these programs halt")
    return laws[seat].get("C", Fraction(0))


@_claim("grounded FairBot")
def _grounded_fair_bot() -> Finding:
    met, others = _meet(_grounded(), _grounded()), [Fraction(1, 3), _HALF, Fraction(1)]
    ok = all(_cooperation(_meet(_grounded(e), _grounded(d)), 0) == 1 for e in others for d in others)
    return Finding(
        ok and _cooperation(met, 0) == 1 and is_encounter_proved(f"{SOURCE}/grounded-grounded", met),
        "cooperates with itself with probability 1, whatever the two ε are",
        ("grounded-grounded",),
    )


@_claim("grounded FairBot against others")
def _against_others() -> Finding:
    pairs = [(e, q) for e in (Fraction(1, 10), _HALF) for q in (Fraction(0), Fraction(1, 5), _HALF, Fraction(1))]
    ok = all(_cooperation(_meet(_grounded(e), _mixer(q)), 0) == e + (1 - e) * q for e, q in pairs)
    defector = load_program("ours/always", action="D")
    game = load_game(_LARGE)
    met = _meet(_grounded(), defector, game=game)
    games = program_game(game, [_grounded()], [defector], randomness="independent")
    ok = ok and outcome_payoffs(games, (_grounded(), defector))[1] == Fraction(7, 5)
    return Finding(
        ok and _cooperation(met, 0) == Fraction(1, 10) and is_encounter_proved(f"{SOURCE}/grounded-defector", met),
        "cooperates with ε + (1 − ε)q; ε = 1/10 is worth 7/5 to a defector, with payoffs 5, 3, 1, 0",
        ("grounded-defector",),
    )


@_claim("expected depth")
def _depth() -> Finding:
    depths = {}
    for epsilon in (Fraction(1, 10), Fraction(1, 3), _HALF):
        own = _grounded(epsilon)  # at each depth one of the two is run, and draws: one string tells all draws
        joint = play_programs([own, own], randomness="shared").joint
        depths[epsilon] = None if joint is None else joint.expected_depth
    ok = all(depth == 1 / epsilon for epsilon, depth in depths.items())
    return Finding(ok, "1/ε runs inside one another, the own one included: 10, 3 and 2 for ε = 1/10, 1/3, 1/2")


@_claim("program equilibrium")
def _equilibrium() -> Finding:
    large, small = load_game(_LARGE), load_game(_SMALL)
    tiny = Fraction(1, 10**9)
    ok = (grounded_threshold(large), grounded_threshold(small)) == (Fraction(1, 3), _HALF)
    for game in (large, small):
        most = grounded_threshold(game)
        ok = ok and is_grounded_equilibrium(game, most) and grounded_deviation(game, most + tiny).gain > 0
    own, rival = _mixer(_HALF), _grounded(_HALF)
    games = program_game(large, [own, rival], randomness="independent")
    deviating, staying = (outcome_payoffs(games, (first, rival))[0] for first in (own, rival))
    ok = ok and deviating == deviation_payoff(large, _HALF, _HALF) == Fraction(25, 8) and staying == 3
    ok = ok and deviation_payoff(large, _HALF, 0) == 3
    return Finding(
        ok,
        "with payoffs 5, 3, 1, 0 up to ε = 1/3, with 3, 2, 1, 0 up to 1/2; in the first at ε = 1/2 to cooperate half "
        "of the time earns 25/8 against it, more than 3, though to defect always earns no more than 3",
    )


@_claim("more than two players")
def _three() -> Finding:
    naive = read_program(
        'def naive(*others):\n    if chance("1/10"): return "C"\n'
        '    return "C" if simulate(outcome(me, *others), back=1) == ("C", "C", "C") else "D"'
    )
    law = _meet(naive, naive, naive).law
    ok = law is not None and law.laws is Undefined.UNKNOWN and "not linear" in law.reason
    ok = ok and halting_probability("1/10", 3) == Fraction(1, 9) and halting_probability("1/10", 2) == 1
    file = "three-who-simulate-each-other"
    ok = ok and is_result_proved(f"{SOURCE}/{file}", prove_halting(["1/10"] * 3).result)
    return Finding(
        ok and halting_probability(_HALF, 3) == 1,
        "with ε = 1/10 three who simulate each other halt with probability 1/9; with 1 from ε = 1/2 on, as two always",
        (file,),
    )


@_claim("simulation without grounding")
def _mirrors() -> Finding:
    mirror = load_program("ours/mirror_bot")
    met = play_programs([mirror, mirror])
    ok = met.outcome is Undefined.DIVERGES and is_encounter_proved(f"{SOURCE}/mirror-mirror", met)
    return Finding(ok, "two who do what a run of the other does never halt", ("mirror-mirror",))
